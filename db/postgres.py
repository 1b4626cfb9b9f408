"""PostgreSQL: how connections are opened, kept and known to be dead."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import asyncpg
from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import InvalidatePoolError

SETTINGS: Final = {"timezone": "UTC", "application_name": "caseload"}

# One plan per question whatever its values: the statements find their rows by index for any, and
# PostgreSQL would plan those with a bound LIMIT anew each time, which takes longer than running it.
GENERIC: Final = {"plan_cache_mode": "force_generic_plan"}


def prepare(engine: Engine) -> None:
    """Have the engine's pool leave out connections that the server has closed, as it does with
    all when it is restarted. The socket knows, so it costs no round trip.
    """

    @event.listens_for(engine, "checkout")
    def checked(connection: Any, record: object, proxy: object) -> None:
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError


class Readers:
    """asyncpg's own pool. It does not reset connections between reads: a single SELECT leaves
    nothing behind, and the reset would be a round trip per question.
    """

    def __init__(self, url: URL, size: int) -> None:
        self._url, self._size = url, size
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    async def fetch(self, sql: str, values: Sequence[object]) -> Any:
        """The first column of the only row."""
        pool = self._pool or await self._open()
        return await pool.fetchval(sql, *values)

    async def _open(self) -> "asyncpg.Pool[asyncpg.Record]":
        async with self._opening:
            if self._pool is None:
                dsn = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
                self._pool = await asyncpg.create_pool(
                    dsn,
                    # A least number it would try to restore while the database is away, and log a
                    # traceback each time.
                    min_size=0,
                    max_size=self._size,
                    reset=_leave_as_it_is,
                    statement_cache_size=1024,
                    server_settings={**SETTINGS, **GENERIC},
                )
        return self._pool

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()


async def _leave_as_it_is(connection: object) -> None:
    return None
