"""What was asked over HTTP and what came of it: counted in place, told when somebody looks, and
noted in the log, a line for each request.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final, Protocol

from starlette.types import Message, Scope, Send

from server.logs import Note
from server.request_ids import HEADER, identify

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
OPERATIONS: Final = ("query", "mutation", "subscription", "none")
PATHS: Final = frozenset({"/", "/graphql", "/graphiql", "/healthz", "/readyz", "/metrics"})
# In place of a path that is none of ours: anything may stand in it, a client's data too.
UNKNOWN: Final = "(unknown)"
GONE: Final = 0
SWITCHED, FORBIDDEN = 101, 403
Facts = Mapping[str, object]


class Answered(Protocol):
    """An answer over HTTP, as far as it came. A `status` of GONE: the client left before."""

    id: bytes
    began: float
    status: int
    size: int
    lasts: bool


@dataclass(slots=True)
class Durations:
    """How many lasted how long: up to each of BOUNDS, and longer; and all of them together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


class Traffic:
    """All requests of one process; `note`, if any, writes the line of each."""

    def __init__(self, note: Note | None) -> None:
        self._note = note
        # By operation and the first digit of the status.
        self.answered: Counter[tuple[str, int]] = Counter()
        self.durations = {operation: Durations() for operation in OPERATIONS}

    def ended(self, scope: Scope, answer: Answered) -> None:
        """A request over HTTP is done with."""
        asking = scope.get("asking")
        operation: str = asking.kind if asking else "none"
        seconds = perf_counter() - answer.began
        self.answered[operation, answer.status // 100] += 1
        if not answer.lasts:
            self.durations[operation].add(seconds)
        if self._note:
            facts: Facts = {
                "status": answer.status or None,
                "bytes": answer.size,
                "operation": operation,
            }
            self._tell(scope, scope["method"], answer.id, seconds, facts)

    def closed(self, scope: Scope, socket: "Opening") -> None:
        """A socket is done with, or was not opened."""
        self.answered["none", socket.status // 100] += 1
        if self._note:
            facts: Facts = {"status": socket.status, "code": socket.code}
            self._tell(scope, "WEBSOCKET", socket.id, perf_counter() - socket.began, facts)

    def _tell(self, scope: Scope, method: str, id: bytes, seconds: float, facts: Facts) -> None:
        if self._note:
            ours = {"method": method, "path": shown(scope), "ms": round(seconds * 1000, 2)}
            self._note({"request_id": id.decode(), **ours, **facts})


def shown(scope: Scope) -> str:
    """The path as the log may have it, without any prefix."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    if path in PATHS:
        return path
    return "/graphiql/" if path.startswith("/graphiql/") else UNKNOWN


class Opening:
    """What is said on a socket; its first word carries the id. `code` is what the server closed it
    with, if it did.
    """

    def __init__(self, scope: Scope, send: Send) -> None:
        self.id, self._send = identify(scope), send
        self.began, self.status, self.code = perf_counter(), FORBIDDEN, None

    async def __call__(self, message: Message) -> None:
        """Send on."""
        kind = message["type"]
        if kind == "websocket.accept":
            self.status = SWITCHED
            message["headers"] = [*message.get("headers", ()), (HEADER, self.id)]
        elif kind == "websocket.http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], (HEADER, self.id)]
        elif kind == "websocket.close":
            self.code = message.get("code")
        await self._send(message)
