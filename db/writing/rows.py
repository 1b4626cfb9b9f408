"""A record as a change holds it: its row, locked until the change ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select
from sqlalchemy.exc import IntegrityError

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


@asynccontextmanager
async def one_email_each(work: Work) -> AsyncIterator[None]:
    """EmailTaken where another of the practice has the address: the index decides, so that of two
    who want it at once only one gets it.
    """
    try:
        async with work.tx.begin_nested():
            yield
    except IntegrityError as clash:
        if "email" not in str(clash.orig):
            raise
        raise EmailTaken(path=("input", "email")) from clash
