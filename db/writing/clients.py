"""Clients, as changes see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from db.tables import clients
from db.work import Work
from db.writing.rows import bar, has_address, one_email_each
from db.writing.rows import hold as hold_row
from domain.access import Role
from domain.clients import Category, Standing, folded
from domain.forms import Form
from domain.ids import new_key


@dataclass(frozen=True, slots=True)
class Held:
    """A locked client and what is kept of them."""

    key: UUID
    version: int
    standing: Standing
    kept: Form


async def hold(work: Work, key: UUID) -> Held | None:
    """The client, locked until the change ends, if the viewer may see them."""
    if work.viewer.role is Role.CLIENT and key != work.viewer.key:
        return None
    row = await hold_row(work, clients, key)
    if row is None:
        return None
    standing = Standing.ARCHIVED if row.is_archived else Standing.CURRENT
    categories = [Category(word) for word in row.unsubscribed_from]
    kept = {**row._mapping, "unsubscribed_from": categories}
    return Held(key, row.version, standing, kept)


async def is_taken(work: Work, email: str, besides: UUID | None) -> bool:
    """Whether another client has the address; before every other lock (`rows.has_address`)."""
    return await has_address(work, clients, email, besides)


async def add(work: Work, form: Form) -> UUID:
    """Insert a client; the key."""
    key = new_key()
    async with one_email_each(work):
        await work.insert(clients, {"id": key, **form})
    return key


async def change(work: Work, held: Held, changed: Form) -> None:
    """Save what changed; a name is found by what it is now."""
    whole: Mapping[str, object] = {**held.kept, **changed}
    name = folded(f"{whole['given_name']} {whole['family_name']}")
    async with one_email_each(work):
        await work.update_one(clients, held.key, search_name=name, **changed)


async def stand(work: Work, key: UUID, standing: Standing) -> None:
    """Save whether the client is archived, once nobody names them in anything new any more."""
    await bar(work, clients, key)
    await work.update_one(clients, key, is_archived=standing is Standing.ARCHIVED)
