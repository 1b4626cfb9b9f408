"""Somebody else on the same PostgreSQL, who holds what a change needs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import feeds
from tests.practice import Practice

PATIENCE = 20.0


@asynccontextmanager
async def holding_the_feed(practice: Practice) -> AsyncIterator[AsyncConnection]:
    """A transaction that has the feed's counter, which every change takes last."""
    async with practice.store.transaction() as tx:
        # Of two that wait for each other the server's change must give way, never this one.
        await tx.execute(text("SET LOCAL deadlock_timeout = '1h'"))
        await lock(tx, practice, feeds)
        yield tx


async def lock(tx: AsyncConnection, practice: Practice, table: Table) -> None:
    """Lock the practice's rows of a table."""
    wanted = select(table).where(table.c.organization_id == practice.organization)
    await tx.execute(wanted.with_for_update())


async def backends(practice: Practice, state: str) -> list[int]:
    """The other backends of the practice's database that are in a state."""
    found = text(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
        f"AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND {state}"
    )
    async with practice.store.reading() as tx:
        return [row.pid for row in (await tx.execute(found)).all()]


async def someone_waits(practice: Practice) -> int:
    """Wait until a backend waits for a lock; the first that does."""
    async with asyncio.timeout(PATIENCE):
        while not (pids := await backends(practice, "wait_event_type = 'Lock'")):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    return pids[0]


async def waiting(practice: Practice, count: int) -> None:
    """Wait until so many backends wait for a lock."""
    async with asyncio.timeout(PATIENCE):
        while len(await backends(practice, "wait_event_type = 'Lock'")) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def nobody_is_connected(practice: Practice) -> None:
    """Wait until there is no other backend."""
    async with asyncio.timeout(PATIENCE):
        while await backends(practice, "true"):  # noqa: ASYNC110 - it is a server's state
            await asyncio.sleep(0.005)


async def nobody_is_at_work(practice: Practice) -> None:
    """Wait until no other backend is inside a transaction."""
    async with asyncio.timeout(PATIENCE):
        while await backends(practice, "state <> 'idle'"):  # noqa: ASYNC110 - it is a server's state
            await asyncio.sleep(0.005)
