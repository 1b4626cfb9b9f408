"""Whether the process lives, and whether it should be sent anybody: part by part, in words that
anyone may read.
"""

import asyncio
from contextvars import Context
from dataclasses import dataclass, field

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.migrate import is_behind
from realtime.hub import Hub
from resolvers.house import House
from server.crowd import Crowd

DEADLINE_SECONDS = 2.0
# A feed is looked at every two seconds; a database that is busy may take some more.
STUCK_SECONDS = 10.0
OK = "ok"
BEHIND = "behind: run `caseload migrate`"
PARTS = ("process", "database", "migrations", "bus", "feed")


@dataclass
class Health:
    """Of one process."""

    house: House
    hub: Hub
    crowd: Crowd
    _look: asyncio.Task[bool] | None = field(default=None, init=False)

    async def parts(self) -> dict[str, str]:
        """What each of PARTS is: `ok`, or why it is not; in two seconds, whatever hangs."""
        database, migrations = await self._of_database()
        return {
            "process": "stopping" if self.crowd.is_leaving else OK,
            "database": database,
            "migrations": migrations,
            "bus": OK if self.house.bus.connected else "away",
            "feed": "stuck" if self.hub.lag.seconds > STUCK_SECONDS else OK,
        }

    async def _of_database(self) -> tuple[str, str]:
        look = self._shared_look()
        await asyncio.wait({look}, timeout=DEADLINE_SECONDS)
        # Whoever waited longest gave it up for all who share it.
        if not look.done() or look.cancelling():
            look.cancel()
            return "silent", "unknown"
        if look.exception() is not None:
            return "unreachable", "unknown"
        return OK, BEHIND if look.result() else OK

    def _shared_look(self) -> asyncio.Task[bool]:
        """However many ask at once, the database is asked once: anyone may ask for this."""
        if self._look is None or self._look.done() or self._look.cancelling():
            self._look = asyncio.create_task(is_behind(self.house.store), context=Context())
            self._look.add_done_callback(_heard)
        return self._look


def _heard(look: asyncio.Task[bool]) -> None:
    """Who asked may have given up: then nobody else hears how it failed."""
    if not look.cancelled():
        look.exception()


def health(of: Health) -> list[Route]:
    """`/healthz`, which asks nobody, and `/readyz`, which leaves out what `?exclude=` names."""

    async def lives(request: Request) -> Response:
        return told({"alive": True}, 200)

    async def ready(request: Request) -> Response:
        left_out = set(request.query_params.getlist("exclude"))
        if unknown := left_out - set(PARTS):
            wrong = f"`exclude` names a part, one of {', '.join(PARTS)}."
            return told({"error": wrong, "unknown": len(unknown)}, 400)
        parts = await of.parts()
        is_ready = all(said == OK for part, said in parts.items() if part not in left_out)
        return told({"ready": is_ready, "parts": parts}, 200 if is_ready else 503)

    return [Route("/healthz", lives), Route("/readyz", ready)]


def told(body: dict[str, object], status: int) -> Response:
    """JSON."""
    return Response(orjson.dumps(body), status, media_type="application/json")
