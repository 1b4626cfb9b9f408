"""Cases, as changes see them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Row, func, select

from db.tables import cases, cycles, organizations
from db.work import Work
from domain.cases import Case
from domain.ids import new_key


async def load(work: Work, keys: Collection[UUID]) -> dict[UUID, Case]:
    """The cases with these keys that the viewer may see, locked against closing meanwhile."""
    every, own = await load_unscoped(work, keys), work.viewer.location
    return every if own is None else {key: c for key, c in every.items() if c.location == own}


async def load_unscoped(work: Work, keys: Collection[UUID]) -> dict[UUID, Case]:
    """The cases of records that the viewer was already let at, locked in the same way."""
    policy = func.coalesce(cases.c.booking_policy, organizations.c.booking_policy)
    found = (
        select(cases, policy.label("policy"))
        .join(organizations, organizations.c.id == cases.c.organization_id)
        .where(cases.c.organization_id == work.organization, cases.c.id.in_(keys))
        .order_by(cases.c.id)
        .with_for_update(read=True, of=cases)
    )
    return {row.id: _case(row) for row in await work.rows(found)}


async def hold_of_cycle(work: Work, cycle: UUID) -> None:
    """Lock the cycle's case until the change ends: whoever books on it meanwhile waits, and then
    sees what became of its cycles. Before the cycle, because booking locks them in that order.
    """
    of = select(cycles.c.case_id).where(
        cycles.c.organization_id == work.organization, cycles.c.id == cycle
    )
    own = (cases.c.organization_id == work.organization, cases.c.id == of.scalar_subquery())
    await work.rows(select(cases.c.id).where(*own).with_for_update(key_share=True))


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
