"""Members, as changes see them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select

from db.tables import members
from db.work import Work
from db.writing.rows import bar, has_address, one_email_each
from domain.access import Role
from domain.forms import Form
from domain.ids import new_key
from domain.members import Member, Standing


async def hold(work: Work, key: UUID) -> tuple[Member | None, Collection[UUID]]:
    """The member, and the keys of all active owners; every one of them locked until the change
    ends, in one order. So of two owners who retire each other one comes second, and is refused.
    """
    active_owner = and_(members.c.role == Role.OWNER, members.c.is_active)
    wanted = (
        select(members)
        .where(
            members.c.organization_id == work.organization,
            or_(members.c.id == key, active_owner),
        )
        .order_by(members.c.id)
        .with_for_update(key_share=True)
    )
    rows = await work.lock(wanted)
    owners = {row.id for row in rows if row.is_active and row.role is Role.OWNER}
    return next((_member(row) for row in rows if row.id == key), None), owners


def _member(row: Row[Any]) -> Member:
    standing = Standing.ACTIVE if row.is_active else Standing.RETIRED
    return Member(row.id, row.version, standing, row.role, dict(row._mapping))


async def is_taken(work: Work, email: str, besides: UUID | None) -> bool:
    """Whether another member has the address; before every other lock (`rows.has_address`)."""
    return await has_address(work, members, email, besides)


async def add(work: Work, form: Form, key: UUID | None = None) -> UUID:
    """Insert an active member; the key, a new one unless it is given."""
    key = key or new_key()
    async with one_email_each(work):
        await work.insert(members, {"id": key, **form})
    return key


async def change(work: Work, key: UUID, changed: Form) -> None:
    """Save what changed."""
    async with one_email_each(work):
        await work.update_one(members, key, **changed)


async def stand(work: Work, key: UUID, standing: Standing) -> None:
    """Save whether the member still works there, once nobody gives them anything new any more."""
    await bar(work, members, key)
    await work.update_one(members, key, is_active=standing is Standing.ACTIVE)
