"""The database of this process: reads by the driver's own connections, changes by SQLAlchemy."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, cast

import asyncpg
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db import sqlite_files
from db.reading.dialects import POSTGRES, SQLITE, Json

POOL_SIZE = 10


class Reading(Protocol):
    """Connections that only read."""

    async def fetch(self, sql: str, values: Sequence[object]) -> Any: ...

    async def close(self) -> None: ...


class PostgresReaders:
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
                    min_size=1,
                    max_size=self._size,
                    reset=_leave_as_it_is,
                    statement_cache_size=1024,
                    server_settings={"timezone": "UTC", "application_name": "caseload"},
                )
        return self._pool

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()


async def _leave_as_it_is(connection: object) -> None:
    return None


class Store:
    """One database. `json` is its way to build JSON; `read` asks, `change` writes."""

    def __init__(self, url: str, pool_size: int = POOL_SIZE) -> None:
        self.url = normalized(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.json: Json = SQLITE if self.is_sqlite else POSTGRES
        self.engine = self._engine(pool_size)
        self._readers = self._reading(pool_size)
        # SQLite takes one writer at a time; queueing here is fair, waiting on the file is not.
        self._turn = asyncio.Semaphore(1 if self.is_sqlite else pool_size)

    def _engine(self, pool_size: int) -> AsyncEngine:
        if self.is_sqlite:
            Path(cast(str, self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            engine = create_async_engine(self.url, hide_parameters=True)
            sqlite_files.prepare(engine.sync_engine)
            return engine
        settings = {"server_settings": {"timezone": "UTC", "application_name": "caseload"}}
        return create_async_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=0,
            connect_args=settings,
            hide_parameters=True,
        )

    def _reading(self, pool_size: int) -> Reading:
        if self.is_sqlite:
            return sqlite_files.Readers(cast(str, self.url.database))
        return PostgresReaders(self.url, pool_size)

    async def read(self, sql: str, values: Sequence[object]) -> Any:
        """The first column of the only row of one statement."""
        return await self._readers.fetch(sql, values)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for statements that only read and are not compiled questions."""
        async with self.engine.connect() as tx:
            yield await tx.execution_options(only_reads=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits where the block ends, and is undone where it raises."""
        async with self._turn, self.engine.begin() as tx:
            yield tx

    async def close(self) -> None:
        """Close every connection."""
        await self._readers.close()
        await self.engine.dispose()


def normalized(url: str) -> URL:
    """The URL with the drivers that this project uses; `sqlite:///file` and `postgresql://…`."""
    parsed = make_url(url)
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    backend = {"postgres": "postgresql"}.get(parsed.get_backend_name(), parsed.get_backend_name())
    if backend not in driver:
        raise ValueError("the database is sqlite:///<file> or postgresql://<user>@<host>/<name>")
    return parsed.set(drivername=driver[backend])


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for any other database."""
    parsed = normalized(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(parsed.database or "caseload.db")
