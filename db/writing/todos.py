"""Todos, as changes see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, update

from db.tables import todos
from db.work import Work
from domain.access import Role
from domain.ids import new_key
from domain.todos import Todo, TodoStatus


async def hold(work: Work, key: UUID) -> Todo | None:
    """The todo, locked until the change ends, if the viewer may see it."""
    wanted = select(todos).where(todos.c.organization_id == work.organization, todos.c.id == key)
    if work.viewer.location is not None:
        there = todos.c.location_id == work.viewer.location
        wanted = wanted.where(or_(there, todos.c.location_id.is_(None)))
    row = await work.lock_first(wanted.with_for_update(key_share=True))
    return None if row is None else _todo(row)


async def of_case(work: Work, case: UUID) -> list[Todo]:
    """Every todo about a held case, locked until the change ends, in the order of their keys."""
    own = (todos.c.organization_id == work.organization, todos.c.case_id == case)
    wanted = select(todos).where(*own).order_by(todos.c.id)
    return [_todo(row) for row in await work.lock(wanted.with_for_update(key_share=True))]


def _todo(row: Row[Any]) -> Todo:
    return Todo(
        row.id,
        row.status,
        row.version,
        row.client_id,
        row.case_id,
        row.cycle_id,
        row.session_id,
        row.location_id,
        row.assignee_id,
    )


async def close(work: Work, key: UUID, status: TodoStatus) -> None:
    """Save that the todo is done or dismissed."""
    await work.update_one(todos, key, status=status, closed_at=work.now)


async def move(work: Work, case: UUID, location: UUID) -> None:
    """Save where the todos about a case are from now on."""
    own = (todos.c.organization_id == work.organization, todos.c.case_id == case)
    there = {"location_id": location, "version": todos.c.version + 1}
    await work.change(update(todos).where(*own).values(there))


@dataclass(frozen=True, slots=True)
class New:
    """A todo to be inserted, as `add` takes it."""

    title: str
    assignee: UUID | None
    role: Role | None
    more: Mapping[str, object]


async def add(
    work: Work, title: str, assignee: UUID | None, role: Role | None, **more: object
) -> UUID:
    """Insert an open todo for a member, or for whoever has the role; its key. `more` names what
    it is about: `location_id client_id case_id cycle_id session_id milestone_id`, and what else is
    known of it: `note due_on`.
    """
    (key,) = await add_each(work, [New(title, assignee, role, more)])
    return key


async def add_each(work: Work, new: Sequence[New]) -> list[UUID]:
    """Insert open todos; their keys."""
    keys = [new_key() for _ in new]
    await work.insert(todos, *[_row(key, each) for key, each in zip(keys, new, strict=True)])
    return keys


def _row(key: UUID, new: New) -> dict[str, object]:
    whom = {"assignee_id": new.assignee, "assignee_role": new.role}
    return {"id": key, "title": new.title, **whom, **new.more}
