"""A record as a change holds it: its row, locked until the change ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select
from sqlalchemy.exc import IntegrityError

from db.tables import organizations
from db.work import Work
from domain.errors import EmailTaken


async def hold(work: Work, table: Table, key: UUID) -> Row[Any] | None:
    """The row of the viewer's organization, locked until the change ends; None where it has none
    with this key.
    """
    wanted = select(table).where(table.c.organization_id == work.organization, table.c.id == key)
    return await work.lock_first(wanted.with_for_update(key_share=True))


async def bar(work: Work, table: Table, key: UUID) -> None:
    """Lock a held row against being named in anything new until the change ends: who names it
    (`people.known`) waits, which they do for no row that is only amended; who has named it already
    is waited for.
    """
    own = (table.c.organization_id == work.organization, table.c.id == key)
    await work.lock(select(table.c.id).where(*own).with_for_update())


async def has_address(work: Work, table: Table, email: str, besides: UUID | None) -> bool:
    """Whether a row of the practice has the address, `besides` the one that is to get it. Nobody
    else gives one until the change ends: the organization is locked for that, and so this comes
    before every other lock (`turns`). To find out by the index would put the address into
    PostgreSQL's own log.
    """
    own = organizations.c.id == work.organization
    await work.lock(select(organizations.c.id).where(own).with_for_update(key_share=True))
    others = table.c.organization_id == work.organization, table.c.email == email
    found = select(table.c.id).where(*others)
    row = await work.first(found if besides is None else found.where(table.c.id != besides))
    return row is not None


@asynccontextmanager
async def one_email_each(work: Work) -> AsyncIterator[None]:
    """EmailTaken where another of the practice has the address all the same: the index is the last
    resort, for whoever gives addresses without having looked.
    """
    try:
        async with work.tx.begin_nested():
            yield
    except IntegrityError as clash:
        if "email" not in str(clash.orig):
            raise
        raise EmailTaken(path=("input", "email")) from clash
