"""Random rows into a database, and everything out of it again."""

from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.store import Store
from tests.reading.data import Rows

Everything = dict[str, list[dict[str, Any]]]


async def load(store: Store, practices: list[Rows]) -> None:
    """Insert the rows; each table after those that it points to."""
    async with store.transaction() as tx:
        for rows in practices:
            await fill(tx, rows)


async def fill(tx: AsyncConnection, rows: Rows) -> None:
    """The rows of one practice. Locations name their managers once these are there."""
    managers = {row["id"]: row["manager_id"] for row in rows["locations"]}
    places = [{**row, "manager_id": None} for row in rows["locations"]]
    locations = tables.locations
    for table in tables.metadata.sorted_tables:
        for row in places if table is locations else rows.get(table.name, ()):
            await tx.execute(insert(table).values(row))
        if table is tables.members:
            for row in rows["locations"]:
                own = (locations.c.organization_id == row["organization_id"]) & (
                    locations.c.id == row["id"]
                )
                named = {"manager_id": managers[row["id"]]}
                await tx.execute(update(locations).where(own).values(named))


async def everything(store: Store) -> Everything:
    """All rows of all tables, in order of their keys."""
    async with store.reading() as tx:
        return {
            table.name: [
                dict(row)
                for row in (
                    await tx.execute(table.select().order_by(*table.primary_key.columns))
                ).mappings()
            ]
            for table in tables.metadata.sorted_tables
        }
