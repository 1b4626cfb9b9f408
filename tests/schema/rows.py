"""What is written, counted: a refused change leaves every number as it was."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import func, select

from db import tables
from tests.practice import Practice


async def counted(practice: Practice) -> dict[str, int]:
    """The rows of every table, the versions of what has one, and the heads of all feeds."""
    found: dict[str, int] = {}
    async with practice.store.reading() as tx:
        for name, table in tables.metadata.tables.items():
            steps = table.c.get("version", table.c.get("head"))
            total = func.count() if steps is None else func.count() + 1000 * func.sum(steps)
            found[name] = (await tx.execute(select(total).select_from(table))).scalar() or 0
    return found


@asynccontextmanager
async def nothing_written(practice: Practice) -> AsyncIterator[None]:
    """Fail where the block wrote anything."""
    before = await counted(practice)
    yield
    after = await counted(practice)
    assert after == before, {name: (before[name], after[name]) for name in before}
