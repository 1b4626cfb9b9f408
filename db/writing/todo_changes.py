"""Todos that are being changed, and what a todo can be about."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from db.tables import cases, clients, cycles, sessions, todos
from db.work import Work
from domain.todos import TodoStatus

About = Mapping[str, UUID | None]

_COLUMNS = {
    "title": "title",
    "note": "note",
    "due_on": "due_on",
    "assignee": "assignee_id",
    "assignee_role": "assignee_role",
}
_OF_CYCLE = and_(
    cases.c.organization_id == cycles.c.organization_id, cases.c.id == cycles.c.case_id
)


async def details(work: Work, key: UUID) -> Mapping[str, object]:
    """What of a held todo can be updated, as it is."""
    found = select(todos).where(todos.c.organization_id == work.organization, todos.c.id == key)
    row = (await work.rows(found))[0]._mapping
    return {name: row[column] for name, column in _COLUMNS.items()}


async def update(work: Work, key: UUID, values: Mapping[str, object]) -> None:
    """Save what is given."""
    columns = {_COLUMNS[name]: value for name, value in values.items()}
    await work.update_one(todos, key, **columns)


async def reopen(work: Work, key: UUID) -> None:
    """Save that the todo is open again."""
    await work.update_one(todos, key, status=TodoStatus.OPEN, closed_at=None)


async def about_client(work: Work, key: UUID) -> About | None:
    """What a todo about the client points at; None where there is no such client. A client is the
    whole practice's, so the todo is of no location.
    """
    own = (clients.c.organization_id == work.organization, clients.c.id == key)
    return await _first(work, select(clients.c.id.label("client_id")).where(*own))


async def about_case(work: Work, key: UUID) -> About | None:
    """What a todo about the case points at; None where the viewer sees no such case."""
    named = select(cases.c.id.label("case_id"), cases.c.client_id, cases.c.location_id)
    own = and_(cases.c.organization_id == work.organization, cases.c.id == key)
    return await _first(work, named.where(own, *_here(work, cases.c.location_id)))


async def about_cycle(work: Work, key: UUID) -> About | None:
    """What a todo about the cycle points at; None where the viewer sees no such cycle."""
    named = select(
        cycles.c.id.label("cycle_id"), cycles.c.case_id, cases.c.client_id, cases.c.location_id
    ).join(cases, _OF_CYCLE)
    own = and_(cycles.c.organization_id == work.organization, cycles.c.id == key)
    return await _first(work, named.where(own, *_here(work, cases.c.location_id)))


async def about_session(work: Work, key: UUID) -> About | None:
    """What a todo about the session points at; None where the viewer sees no such session."""
    named = select(sessions.c.id.label("session_id"), sessions.c.location_id)
    own = and_(sessions.c.organization_id == work.organization, sessions.c.id == key)
    return await _first(work, named.where(own, *_here(work, sessions.c.location_id)))


def _here(work: Work, location: ColumnElement[UUID]) -> tuple[ColumnElement[bool], ...]:
    return () if work.viewer.location is None else (location == work.viewer.location,)


async def _first(work: Work, wanted: Select[tuple[UUID, ...]]) -> About | None:
    row = await work.first(wanted)
    return dict(row._mapping) if row else None
