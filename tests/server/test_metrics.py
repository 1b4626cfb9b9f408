"""What a scraper is told, and who may scrape."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families as families
from pydantic import ValidationError

from server.settings import Settings
from tests.api import Api
from tests.schema.care import furnish
from tests.schema.inputs import accepted
from tests.schema.ways import over_socket
from tests.server.conftest import Serve

PAGE = Path(__file__).parents[2] / "docs" / "operation.md"
TOKEN = "a token of 16 characters or more"
WORD = "Zanzibar"
ANSWERED = "caseload_http_requests_total"
ENDED = "caseload_operations_total"


@pytest_asyncio.fixture
async def api(serve: Serve) -> AsyncIterator[Api]:
    """A server that may be scraped."""
    async with serve(metrics_token=TOKEN) as opened:
        yield opened


async def scraped(api: Api) -> list[Metric]:
    """Everything that a scraper is told."""
    answer = await api.http.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    return list(families(answer.text))


async def figures(api: Api) -> dict[tuple[str, ...], float]:
    """The figures of ours, by name and labels."""
    found = [sample for family in await scraped(api) for sample in family.samples]
    return {(each.name, *each.labels.values()): each.value for each in found}


async def grown(api: Api, before: dict[tuple[str, ...], float], *which: str) -> float:
    """By how much a figure has grown."""
    return (await figures(api)).get(which, 0) - before.get(which, 0)


async def test_there_are_none_without_a_token_and_for_nobody_without_it(serve: Serve) -> None:
    async with serve() as api:
        absent = await api.http.get("/metrics", headers={"authorization": "Bearer"})
    async with serve(metrics_token=TOKEN) as api:
        headers: list[dict[str, Any]] = [
            {},
            {"authorization": "Bearer"},
            {"authorization": TOKEN},
            {"authorization": f"Bearer {TOKEN}x"},
            {"authorization": "Bearer ä".encode()},
            {"authorization": f"Bearer {api.token}"},
        ]
        told = [await api.http.get("/metrics", headers=each) for each in headers]
        right = await api.http.get("/metrics", headers={"authorization": f"bearer {TOKEN}"})

    assert absent.status_code == 404
    assert {answer.status_code for answer in told} == {401}
    assert not any("caseload_" in answer.text for answer in told)
    assert right.headers["content-type"].startswith("text/plain; version=")


def test_a_token_that_could_be_guessed_is_refused_and_not_told() -> None:
    with pytest.raises(ValidationError, match="at least 16") as wrong:
        Settings.model_validate({"metrics_token": WORD})

    assert WORD not in str(wrong.value)


def rows(told: list[Metric]) -> list[str]:
    """The lines of the page's table that say the same."""
    return [
        f"| `{each.name + ('_total' if each.type == 'counter' else '')}` | "
        + ", ".join(f"`{label}`" for label in labels_of(each))
        + f" | {each.documentation} |"
        for each in told
        if each.name.startswith("caseload_")
    ]


def labels_of(family: Metric) -> list[str]:
    """By what its figures are told apart."""
    named = dict.fromkeys(label for sample in family.samples for label in sample.labels)
    return [label for label in named if label != "le"]


async def test_the_page_has_a_row_for_each_metric_and_no_other(api: Api) -> None:
    await api.read("Viewer")

    rightly = rows(await scraped(api))

    written = [line for line in PAGE.read_text().splitlines() if line.startswith("| `caseload_")]
    assert written == rightly, "docs/operation.md should say:\n" + "\n".join(rightly)


async def test_what_happens_is_counted(api: Api) -> None:
    before = await figures(api)
    care = await furnish(api.practice)
    for _ in range(3):
        await api.read("Viewer")
    await api.post("{ nonsense }")
    async with api.watch("WatchTodos") as view:
        await view.next()
        during = await figures(api)
        await api.run("TodoComplete", **accepted("TodoComplete", care))
        await view.next()
    await over_socket(api, "{ viewer { role } }")

    async def more(*which: str) -> float:
        return await grown(api, before, *which)

    assert await more(ANSWERED, "query", "2xx") == 3
    assert await more(ANSWERED, "mutation", "2xx") == 1
    assert await more(ENDED, "query", "ok") == 4
    assert await more(ENDED, "mutation", "ok") == 1
    assert await more(ENDED, "subscription", "ok") == 1
    assert await more(ENDED, "none", "refused") == 1
    assert await more("caseload_http_request_duration_seconds_count", "query") == 3
    assert await more("caseload_live_deliveries_total") == 2
    assert await more("caseload_plan_cache_misses_total") >= 2
    assert await more("caseload_plan_cache_hits_total") == 2
    assert await more("caseload_sql_statements_total", "question") >= 5
    assert await more("caseload_sql_statements_total", "other") >= 1
    # Whether the viewer may still look is a question too.
    open_now = ("live_questions", "live_subscribers")
    assert [during[f"caseload_{name}",] for name in open_now] == [2, 2]
    assert during["caseload_connections", "websocket"] == 1
    assert during["caseload_bus_connected",] == 1


async def test_what_is_refused_by_a_cap_is_counted(serve: Serve) -> None:
    async with (
        serve(metrics_token=TOKEN, connections_per_viewer=1, operations_per_socket=1) as api,
        api.socket() as socket,
    ):
        before = await figures(api)
        await socket.subscribe("subscription { viewer { role } }")
        await socket.message()
        await socket.subscribe("subscription { viewer { role } }")
        await socket.message()
        headers = {"authorization": f"Bearer {api.token}", "accept": "text/event-stream"}
        body = {"query": "subscription { viewer { role } }"}
        full = await api.http.post("/graphql", json=body, headers=headers)
        assert full.status_code == 429
        assert await grown(api, before, "caseload_refused_by_cap_total", "operations") == 1
        assert await grown(api, before, "caseload_refused_by_cap_total", "viewer") == 1


async def test_no_client_can_make_the_figures_more(api: Api) -> None:
    await api.post("query A { viewer { role } }")
    await api.http.get("/nowhere")
    before = set(await figures(api))

    for n in range(30):
        await api.post(f"query {WORD}{n} {{ viewer {{ role }} }}")
        await api.http.get(f"/{WORD}/{n}", headers={"x-request-id": f"{WORD}{n}"})
        await api.http.request("PURGE" if n % 2 else "DELETE", f"/graphql?{WORD}={n}")
    after = await figures(api)

    assert set(after) == before
    assert WORD not in str(after)
