"""What a scraper is told: figures of this process, read where they are counted, at that moment.
Nothing that a client can choose is a label.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from itertools import accumulate

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from realtime.hub import Hub
from resolvers.house import House
from schema.execution import CaseloadSchema
from schema.faults import MASKED
from schema.tally import OUTCOMES
from server.crowd import CAPS, KINDS, Crowd
from server.traffic import BOUNDS, OPERATIONS, Durations, Traffic

BEARER = {"www-authenticate": "Bearer"}
Values = Mapping[tuple[()], float] | Mapping[tuple[str], float] | Mapping[tuple[str, str], float]
DIGITS = tuple(enumerate(("gone", "1xx", "2xx", "3xx", "4xx", "5xx")))


@dataclass(frozen=True)
class Figures(Collector):
    """The parts of one process that count."""

    house: House
    hub: Hub
    schema: CaseloadSchema
    crowd: Crowd
    traffic: Traffic

    def collect(self) -> Iterator[Metric]:
        """Each figure as it is now."""
        yield from self._of_requests()
        yield from self._of_reads()
        yield from self._of_live()
        yield from self._of_refusals()

    def _of_requests(self) -> Iterator[Metric]:
        told = "HTTP requests answered, sockets when they are done with"
        answered, tally = self.traffic.answered, self.schema.tally
        requests = {(kind, word): answered[kind, n] for kind in OPERATIONS for n, word in DIGITS}
        yield counter("http_requests", told, requests, "operation", "status")
        lasted = "How long HTTP requests took, streams and sockets aside"
        yield histogram("http_request_duration_seconds", lasted, self.traffic.durations)
        ended = "Operations by what became of them, on every way"
        came = {(kind, what): tally.ended[kind, what] for kind in OPERATIONS for what in OUTCOMES}
        yield counter("operations", ended, came, "operation", "outcome")

    def _of_reads(self) -> Iterator[Metric]:
        plans, store = self.schema.documents.counts()["plans"], self.house.store
        yield counter("plan_cache_hits", "Questions whose plan was at hand", {(): plans.hits})
        yield counter("plan_cache_misses", "Questions that were planned", {(): plans.misses})
        yield gauge("plan_cache_plans", "Plans at hand", {(): plans.kept})
        told = "SQL statements: those of questions, and all others"
        by = {("question",): store.questions, ("other",): store.statements}
        yield counter("sql_statements", told, by, "kind")

    def _of_live(self) -> Iterator[Metric]:
        hub, bus, lag = self.hub, self.house.bus, self.hub.lag
        seated = {(kind,): self.crowd.seated(kind) for kind in KINDS}
        yield gauge("connections", "Sockets and streams that are open", seated, "kind")
        yield gauge(
            "live_questions",
            "Distinct open questions, with those whether viewers still may ask",
            {(): hub.questions},
        )
        followers = "Who follows them, or the changes"
        yield gauge("live_subscribers", followers, {(): hub.followers})
        given = "Answers that subscribers were given"
        yield counter("live_deliveries", given, {(): self.schema.tally.delivered})
        behind = "Changes known of and not read yet, in the practice where they are most"
        yield gauge("feed_lag_changes", behind, {(): lag.numbers})
        since = "For how long a feed has been about to be read, where that is longest"
        yield gauge("feed_lag_seconds", since, {(): lag.seconds})
        yield gauge("bus_connected", "1 where bells reach other processes", {(): bus.connected})
        again = "Lost connections to Redis that were replaced"
        yield counter("bus_reconnects", again, {(): bus.reconnects})

    def _of_refusals(self) -> Iterator[Metric]:
        full = {(cap,): self.crowd.refused[cap] for cap in CAPS}
        told = "Connections and operations refused because there were too many"
        yield counter("refused_by_cap", told, full, "cap")
        masked = "Faults of ours, which clients were told by reference only"
        yield counter("internal_errors", masked, {(): MASKED.count})


def counter(name: str, told: str, values: Values, *labels: str) -> Metric:
    """A figure that only grows, for as long as the process lives."""
    family = CounterMetricFamily(f"caseload_{name}", told, labels=labels)
    for which, value in values.items():
        family.add_metric(which, value)
    return family


def gauge(name: str, told: str, values: Values, *labels: str) -> Metric:
    """A figure as it is."""
    family = GaugeMetricFamily(f"caseload_{name}", told, labels=labels)
    for which, value in values.items():
        family.add_metric(which, value)
    return family


def histogram(name: str, told: str, values: Mapping[str, Durations]) -> Metric:
    """How many lasted how long, by operation."""
    family = HistogramMetricFamily(f"caseload_{name}", told, labels=["operation"])
    bounds = [*map(str, BOUNDS), "+Inf"]
    for operation, found in values.items():
        counts = zip(bounds, accumulate(found.counts), strict=True)
        family.add_metric([operation], list(counts), found.seconds)
    return family


def registry_of(figures: Figures) -> CollectorRegistry:
    """A registry of its own, because two applications in one process are two."""
    registry = CollectorRegistry()
    registry.register(figures)
    ProcessCollector(registry=registry)
    return registry


def metrics(figures: Figures, token: SecretStr) -> Route:
    """Where a scraper that knows the token is told."""
    registry, secret = registry_of(figures), token.get_secret_value().encode()

    async def told(request: Request) -> Response:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not compare_digest(given.strip().encode(), secret):
            wrong = "Send the token of CASELOAD_METRICS_TOKEN as `Authorization: Bearer <token>`.\n"
            return PlainTextResponse(wrong, 401, BEARER)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", told)
