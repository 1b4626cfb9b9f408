"""Locations, as changes see them."""

from dataclasses import dataclass
from uuid import UUID

from db.tables import locations
from db.work import Work
from db.writing.rows import bar
from db.writing.rows import hold as hold_row
from domain.forms import Form
from domain.ids import new_key
from domain.places import Standing


@dataclass(frozen=True, slots=True)
class Held:
    """A locked location and what is kept of it."""

    key: UUID
    version: int
    standing: Standing
    kept: Form


async def hold(work: Work, key: UUID) -> Held | None:
    """The location, locked until the change ends."""
    row = await hold_row(work, locations, key)
    if row is None:
        return None
    standing = Standing.RETIRED if row.is_retired else Standing.IN_USE
    return Held(key, row.version, standing, dict(row._mapping))


async def add(work: Work, form: Form) -> UUID:
    """Insert a location; its key."""
    key = new_key()
    await work.insert(locations, {"id": key, **form})
    return key


async def change(work: Work, key: UUID, changed: Form) -> None:
    """Save what changed."""
    await work.update_one(locations, key, **changed)


async def retire(work: Work, key: UUID) -> None:
    """Save that it is retired, once nobody names it in anything new any more."""
    await bar(work, locations, key)
    await work.update_one(locations, key, is_retired=True)
