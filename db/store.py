"""The database of this process: reads by the driver's own connections, changes by SQLAlchemy."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, cast

import orjson
from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db import postgres, sqlite_files
from db.again import AWAY, TryAgain, told_apart
from db.reading.dialects import POSTGRES, SQLITE, Json

POOL_SIZE = 10


def as_json(facts: object) -> str:
    """What a JSON column takes."""
    return orjson.dumps(facts).decode()


class Reading(Protocol):
    """Connections that only read."""

    async def fetch(self, sql: str, values: Sequence[object]) -> Any: ...

    async def close(self) -> None: ...


class Store:
    """One database. `json` is its way to build JSON; `read` asks, `change` writes."""

    def __init__(self, url: str, pool_size: int = POOL_SIZE) -> None:
        self.url = normalized(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.json: Json = SQLITE if self.is_sqlite else POSTGRES
        self.engine = self._engine(pool_size)
        self._readers = self._reading(pool_size)
        # How often each was asked, since the process began.
        self.questions = self.statements = 0
        event.listen(self.engine.sync_engine, "before_cursor_execute", self._count)
        # SQLite takes one writer at a time; queueing here is fair, waiting on the file is not.
        self._turn = asyncio.Semaphore(1 if self.is_sqlite else pool_size)

    def _engine(self, pool_size: int) -> AsyncEngine:
        if self.is_sqlite:
            Path(cast(str, self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            engine = create_async_engine(self.url, json_serializer=as_json, hide_parameters=True)
            sqlite_files.prepare(engine.sync_engine)
            return engine
        engine = create_async_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=0,
            connect_args={"server_settings": postgres.SETTINGS},
            json_serializer=as_json,
            hide_parameters=True,
        )
        postgres.prepare(engine.sync_engine)
        return engine

    def _reading(self, pool_size: int) -> Reading:
        if self.is_sqlite:
            return sqlite_files.Readers(cast(str, self.url.database))
        return postgres.Readers(self.url, pool_size)

    async def read(self, sql: str, values: Sequence[object]) -> Any:
        """The first column of a statement's only row; TryAgain where the database is away."""
        self.questions += 1
        try:
            return await self._readers.fetch(sql, values)
        except AWAY as error:
            raise TryAgain from error

    def _count(self, *of_statement: object) -> None:
        self.statements += 1

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for statements that only read and are not compiled questions; TryAgain where
        the database is away.
        """
        with told_apart():
            async with self.engine.connect() as tx:
                yield await tx.execution_options(only_reads=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits where the block ends, and is undone where it raises.

        Raises TryAgain where it failed for reasons of the moment. The commit never does: of a
        connection lost there nobody knows whether the change was made.
        """
        async with self._turn, AsyncExitStack() as stack:
            with told_apart():
                tx = await stack.enter_async_context(self.engine.connect())
                await tx.begin()
                yield tx
            await tx.commit()

    async def close(self) -> None:
        """Close every connection."""
        await self._readers.close()
        await self.engine.dispose()


def normalized(url: str) -> URL:
    """The URL with the drivers that this project uses; `sqlite:///file` and `postgresql://…`."""
    try:
        parsed = make_url(url)
    except ArgumentError as wrong:
        raise ValueError("the database has no such URL") from wrong
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    backend = {"postgres": "postgresql"}.get(parsed.get_backend_name(), parsed.get_backend_name())
    # A database in memory would be another one for each connection.
    is_kept = backend != "sqlite" or parsed.database not in (None, "", ":memory:")
    if backend not in driver or not is_kept:
        raise ValueError("the database is sqlite:///<file> or postgresql://<user>@<host>/<name>")
    return parsed.set(drivername=driver[backend])


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for any other database."""
    parsed = normalized(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(cast(str, parsed.database))
