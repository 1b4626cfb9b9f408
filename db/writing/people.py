"""Whether what a change names is there, and in use: clients, members, locations, services."""

from collections.abc import Collection, Mapping
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select

from db.tables import clients, locations, members, services
from db.work import Work

# None stands for an id that named nothing; it is never known.
Keys = Collection[UUID | None]
# Whether each is still in use.
Known: TypeAlias = Mapping[UUID, bool]


async def known(work: Work, table: Table, in_use: ColumnElement[bool], keys: Keys) -> Known:
    """Of the keys, those of rows of the viewer's organization, locked against being retired
    (`rows.bar`) until the change ends. Who needs the rows for more than that locks them before.
    """
    if not any(keys):
        return {}
    found = select(table.c.id, in_use.label("in_use")).where(
        table.c.organization_id == work.organization, table.c.id.in_([key for key in keys if key])
    )
    locked = found.order_by(table.c.id).with_for_update(read=True, key_share=True)
    return {row.id: bool(row.in_use) for row in await work.lock(locked)}


async def clients_known(work: Work, keys: Keys) -> Known:
    """Of the keys, those of clients."""
    return await known(work, clients, ~clients.c.is_archived, keys)


async def members_known(work: Work, keys: Keys) -> Known:
    """Of the keys, those of members."""
    return await known(work, members, members.c.is_active, keys)


async def services_known(work: Work, keys: Keys) -> Known:
    """Of the keys, those of services."""
    return await known(work, services, ~services.c.is_retired, keys)


async def locations_known(work: Work, keys: Keys) -> Known:
    """Of the keys, those of locations that the viewer works at."""
    found = await known(work, locations, ~locations.c.is_retired, keys)
    own = work.viewer.location
    return found if own is None else {key: found[key] for key in found if key == own}
