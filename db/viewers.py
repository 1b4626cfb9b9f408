"""Who is signed in, and what of them matters for every question."""

from uuid import UUID

from sqlalchemy import Row, select

from db.store import Store
from db.tables import clients, members
from domain.access import Role, Viewer, limit
from domain.ids import Noun


async def find(store: Store, noun: Noun, key: UUID) -> Viewer | None:
    """The member or client with this key; None where there is none, or they have left."""
    table = members if noun is Noun.MEMBER else clients
    async with store.reading() as tx:
        row = (await tx.execute(select(table).where(table.c.id == key))).first()
    return None if row is None else _viewer(noun, row)


def _viewer(noun: Noun, row: Row[tuple[object, ...]]) -> Viewer | None:
    if noun is Noun.CLIENT:
        return None if row.is_archived else Viewer(row.id, Role.CLIENT, row.organization_id)
    if not row.is_active:
        return None
    return Viewer(row.id, row.role, row.organization_id, limit(row.role, row.location_id))
