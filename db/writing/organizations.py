"""The organization, as changes see it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, update

from db.tables import feeds, organizations
from db.work import Work
from domain.forms import Form
from domain.ids import new_key

# What front ends call by another name than the column.
_COLUMNS = {"progress_summary_percent": "summary_percent"}


@dataclass(frozen=True, slots=True)
class Held:
    """The locked organization and what is kept of it."""

    version: int
    kept: Form


async def hold(work: Work, key: UUID) -> Held | None:
    """The viewer's organization, locked until the change ends; None for the key of another."""
    own = organizations.c.id == work.organization
    wanted = select(organizations).where(own, organizations.c.id == key)
    row = await work.lock_first(wanted.with_for_update(key_share=True))
    if row is None:
        return None
    kept = {**row._mapping, "progress_summary_percent": row.summary_percent}
    return Held(row.version, kept)


async def add(work: Work, form: Form) -> None:
    """Insert the viewer's organization, with the change feed that its changes are numbered by."""
    row = {"id": work.organization, "created_at": work.now, **form}
    await work.change(insert(organizations).values(row))
    await work.insert(feeds, {"epoch": new_key()})


async def change(work: Work, changed: Form) -> None:
    """Save what changed."""
    values = {_COLUMNS.get(name, name): value for name, value in changed.items()}
    statement = update(organizations).where(organizations.c.id == work.organization)
    await work.change(statement.values(version=organizations.c.version + 1, **values))
