"""SQLite, embedded: how connections are opened, and reads by threads of their own."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

OLDEST = (3, 46, 0)
READERS = 4
# Of SQLite's machine: a millisecond or so.
STEPS_BETWEEN_LOOKS = 20_000
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)
_NO_PATIENCE = "PRAGMA busy_timeout=0"
_PATIENCE = "PRAGMA busy_timeout=10000"
# Looks whether the statistics are worth renewing, and does so within a bound.
_RENEW_STATISTICS = "PRAGMA optimize=0x10002"


def _set_up(cursor: Any) -> None:
    for pragma in (*_PRAGMAS, _NO_PATIENCE):
        cursor.execute(pragma)
    # Renewing takes the file as a change does: while another has it, a connection that perhaps
    # only reads must neither wait for it nor fail.
    with suppress(sqlite3.OperationalError):
        cursor.execute(_RENEW_STATISTICS)
    cursor.execute(_PATIENCE)


def prepare(engine: Engine) -> None:
    """Tell every connection of the engine what it needs, and begin each change IMMEDIATE:
    a change that first reads and then writes must not find the file taken in between.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise RuntimeError(f"SQLite {sqlite3.sqlite_version} is too old: 3.46 or later is needed.")

    @event.listens_for(engine, "connect")
    def opened(connection: Any, record: object) -> None:
        connection.isolation_level = None
        _set_up(connection.cursor())

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        if not connection.get_execution_options().get("only_reads"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@asynccontextmanager
async def remaking(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that may make tables anew, as SQLite's manual says how: most of a table can be
    changed in no other way. References are not looked after meanwhile, because dropping the old
    table would break them all, but must be whole at the end.
    """
    async with engine.connect() as tx:
        await _references(tx, "OFF")
        try:
            async with tx.begin():
                yield tx
                if (await tx.exec_driver_sql("PRAGMA foreign_key_check")).first():
                    raise RuntimeError("a migration left references to rows that are not there")
        finally:
            await _references(tx, "ON")


async def _references(tx: AsyncConnection, looked_after: str) -> None:
    """By the driver, because inside a transaction this says nothing to SQLite."""
    driver = (await tx.get_raw_connection()).driver_connection
    await driver.execute(f"PRAGMA foreign_keys={looked_after}")  # type: ignore[union-attr]


class _Run:
    """One read, of which its asker may say that nobody waits for it any more."""

    is_over = False


class Readers:
    """Read-only connections, one a thread: a read is one hop, whatever its size."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._own = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._threads = ThreadPoolExecutor(READERS, "sqlite-reader")

    async def fetch(self, sql: str, values: Sequence[object]) -> Any:
        """The first column of the only row. Whoever stops waiting stops it: there are four threads,
        and nobody would get them back from questions that run for minutes.
        """
        run = _Run()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, self._fetch, run, sql, values)
        except asyncio.CancelledError:
            run.is_over = True
            raise

    def _fetch(self, run: _Run, sql: str, values: Sequence[object]) -> object:
        self._own.run = run
        row = self._connection().execute(sql, values).fetchone()
        return row[0] if row else None

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._own, "connection"):
            opened = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, cached_statements=512
            )
            _set_up(opened.cursor())
            opened.execute("PRAGMA query_only=ON")
            # Not by `interrupt`, which does nothing to a read that is just about to begin.
            opened.set_progress_handler(lambda: self._own.run.is_over, STEPS_BETWEEN_LOOKS)
            self._own.connection = opened
            self._opened.append(opened)
        connection: sqlite3.Connection = self._own.connection
        return connection

    async def close(self) -> None:
        """Finish what is running, then close every connection."""
        await asyncio.to_thread(self._threads.shutdown)
        for connection in self._opened:
            connection.close()
