"""Writing todos by hand, and changing them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from db.work import Work
from db.writing import people, todo_changes, todos
from db.writing.todo_changes import About
from domain.access import Act, Role
from domain.changes import Change, ChangeKind, Facts, differing, facts_of
from domain.errors import DomainError, Invalid, NotFound, Refused
from domain.ids import Noun
from domain.todos import (
    Todo,
    TodoStatus,
    faults_in_assignment,
    faults_in_role,
    faults_in_todo,
    must_be_undone,
    step,
    todo_keys,
)
from resolvers.named import unfit
from resolvers.outcome import Outcome
from resolvers.refusing import beside
from resolvers.versions import must_be_current

PATH = ("input", "todoId")
ASSIGNEE = ("input", "assigneeId")
_ABOUT = {
    "clientId": todo_changes.about_client,
    "caseId": todo_changes.about_case,
    "cycleId": todo_changes.about_cycle,
    "sessionId": todo_changes.about_session,
}


@dataclass(frozen=True, slots=True)
class NewTodo:
    """A todo to be written; `about` holds the key for each id that was named, by its field."""

    title: str
    note: str | None
    due_on: date | None
    assignee: UUID | None
    role: Role | None
    about: Mapping[str, UUID]


async def create(work: Work, new: NewTodo) -> Outcome:
    """Write a todo for a member, or for whoever has a role, about one thing or nothing."""
    work.demand(Act.CREATE_TODO)
    found = {name: await _ABOUT[name](work, key) for name, key in new.about.items()}
    faults = [
        *faults_in_todo({"title": new.title, "note": new.note}),
        *await _unfit_assignee(work, new.assignee),
        *faults_in_role(new.role),
        *faults_in_assignment(new.assignee, new.role),
        *_faults_in_about(found),
    ]
    if faults:
        raise Refused(faults)
    about = next((points for points in found.values() if points), {})
    more = {"note": new.note, "due_on": new.due_on, **about}
    key = await todos.add(work, new.title.strip(), new.assignee, new.role, **more)
    work.record(_created(key, new, about))
    return Outcome({"todo": key})


def _faults_in_about(found: Mapping[str, About | None]) -> list[DomainError]:
    unknown = [name for name, points in found.items() if points is None]
    if not unknown and len(found) > 1:
        told = "A todo is about one client, case, cycle or session, or about none."
        return [Invalid(told, ("input", [*found][1]))]
    return [NotFound(path=("input", name)) for name in unknown]


async def _unfit_assignee(work: Work, assignee: UUID | None) -> list[DomainError]:
    if assignee is None:
        return []
    return unfit(await people.members_known(work, {assignee}), assignee, ASSIGNEE)


def _created(key: UUID, new: NewTodo, about: About) -> Change:
    points = {name.removesuffix("_id"): held for name, held in about.items()}
    after = {
        "status": TodoStatus.OPEN,
        "title": new.title.strip(),
        "note": new.note,
        "dueOn": new.due_on,
        "assignee": new.assignee,
        "assigneeRole": new.role,
        **points,
    }
    keys = todo_keys(new.assignee, **points)
    return Change(ChangeKind.TODO_CREATED, Noun.TODO, key, after=after, keys=keys)


async def update(
    work: Work, key: UUID | None, given: Mapping[str, Any], expected: int | None
) -> Outcome:
    """Update what is given of a todo: `title note due_on`. What is not given stays as it is."""
    work.demand(Act.UPDATE_TODO)
    with beside(faults_in_todo(given)):
        todo = await _held(work, key, expected)
    wanted = {**given, "title": given["title"].strip()} if "title" in given else given
    return await _save(work, todo, wanted, ChangeKind.TODO_UPDATED)


async def reassign(
    work: Work, key: UUID | None, given: Mapping[str, Any], expected: int | None
) -> Outcome:
    """Give an open todo to another member or role: `assignee assignee_role`, of which one that is
    not given stays as it is.
    """
    work.demand(Act.REASSIGN_TODO)
    unfit_role = faults_in_role(given.get("assignee_role"))
    with beside([*await _unfit_assignee(work, given.get("assignee")), *unfit_role]):
        todo = await _held(work, key, expected)
        wanted = {**await todo_changes.details(work, todo.key), **given}
        with beside(faults_in_assignment(wanted["assignee"], wanted["assignee_role"])):
            must_be_undone(todo, PATH)
    return await _save(work, todo, given, ChangeKind.TODO_REASSIGNED)


async def reopen(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Open a done or dismissed todo again. It is the same todo: its milestone stays fired."""
    work.demand(Act.REOPEN_TODO)
    todo = await _held(work, key, expected)
    step(todo.status, TodoStatus.OPEN, PATH)
    await todo_changes.reopen(work, todo.key)
    before, after = {"status": todo.status}, {"status": TodoStatus.OPEN}
    work.record(_change(ChangeKind.TODO_REOPENED, todo, before, after))
    return Outcome({"todo": todo.key})


async def _held(work: Work, key: UUID | None, expected: int | None) -> Todo:
    todo = await todos.hold(work, key) if key else None
    if todo is None:
        raise NotFound(path=PATH)
    must_be_current(Noun.TODO, todo.key, todo.version, expected)
    return todo


async def _save(work: Work, todo: Todo, given: Mapping[str, Any], kind: ChangeKind) -> Outcome:
    """Save what differs; where nothing does, nothing is written."""
    now = await todo_changes.details(work, todo.key)
    if values := differing(given, now):
        await todo_changes.update(work, todo.key, values)
        before = facts_of({name: now[name] for name in values})
        work.record(_change(kind, todo, before, facts_of(values)))
    return Outcome({"todo": todo.key})


def _change(kind: ChangeKind, todo: Todo, before: Facts, after: Facts) -> Change:
    assignee = after.get("assignee", todo.assignee)
    now = replace(todo, assignee=assignee if isinstance(assignee, UUID) else None)
    return Change(kind, Noun.TODO, todo.key, before, after, now.keys, todo.keys)
