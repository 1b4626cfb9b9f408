"""Cases, as changes see them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Row, func, select

from db.tables import cases, organizations
from db.work import Work
from domain.cases import Case
from domain.ids import new_key


async def load(work: Work, keys: Collection[UUID]) -> dict[UUID, Case]:
    """The cases with these keys that the viewer may see, locked until the change ends (`turns`)."""
    every, own = await load_unscoped(work, keys), work.viewer.location
    return every if own is None else {key: c for key, c in every.items() if c.location == own}


async def load_unscoped(work: Work, keys: Collection[UUID]) -> dict[UUID, Case]:
    """The cases of records that the viewer was already let at, locked in the same way."""
    policy = func.coalesce(cases.c.booking_policy, organizations.c.booking_policy)
    wanted = (
        select(cases, policy.label("policy"))
        .join(organizations, organizations.c.id == cases.c.organization_id)
        .where(cases.c.organization_id == work.organization, cases.c.id.in_(keys))
        .order_by(cases.c.id)
        .with_for_update(of=cases, key_share=True)
    )
    return {row.id: _case(row) for row in await work.lock(wanted)}


def _case(row: Row[tuple[object, ...]]) -> Case:
    return Case(row.id, row.client_id, row.location_id, row.status, row.supervisor_id, row.policy)


async def add(
    work: Work,
    client: UUID,
    location: UUID,
    supervisor: UUID | None,
    title: str,
    issued_on: date | None,
    expires_on: date | None,
    max_sessions: int | None,
) -> UUID:
    """Insert an open case; its key."""
    key = new_key()
    row = {
        "id": key,
        "client_id": client,
        "location_id": location,
        "supervisor_id": supervisor,
        "title": title,
        "issued_on": issued_on,
        "expires_on": expires_on,
        "max_sessions": max_sessions,
    }
    await work.insert(cases, row)
    return key
