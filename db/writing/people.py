"""Whether what a change names is there: clients, members, locations, services."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Table, select

from db.tables import clients, locations, members, services
from db.work import Work

# None stands for an id that named nothing; it is never known.
Keys = Collection[UUID | None]


async def known(work: Work, table: Table, keys: Keys) -> set[UUID]:
    """Of the keys, those of rows of the viewer's organization."""
    if not any(keys):
        return set()
    found = select(table.c.id).where(
        table.c.organization_id == work.organization, table.c.id.in_([key for key in keys if key])
    )
    return {row.id for row in await work.rows(found)}


async def clients_known(work: Work, keys: Keys) -> set[UUID]:
    """Of the keys, those of clients."""
    return await known(work, clients, keys)


async def members_known(work: Work, keys: Keys) -> set[UUID]:
    """Of the keys, those of members."""
    return await known(work, members, keys)


async def services_known(work: Work, keys: Keys) -> set[UUID]:
    """Of the keys, those of services."""
    return await known(work, services, keys)


async def locations_known(work: Work, keys: Keys) -> set[UUID]:
    """Of the keys, those of locations that the viewer works at."""
    found = await known(work, locations, keys)
    return found if work.viewer.location is None else found & {work.viewer.location}
