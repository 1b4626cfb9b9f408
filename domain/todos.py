"""Todos: pieces of work for a member or for a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.access import Role
from domain.cycles import MilestoneKind
from domain.errors import DomainError, Invalid
from domain.keys import Aspect, Keys, only
from domain.refusals import TodoIsClosed
from domain.states import must_follow
from domain.texts import faults_in_note, faults_in_title


class TodoStatus(StrEnum):
    """Where a piece of work stands."""

    OPEN = "OPEN"
    DONE = "DONE"
    DISMISSED = "DISMISSED"


STEPS: Mapping[TodoStatus, frozenset[TodoStatus]] = {
    TodoStatus.OPEN: frozenset({TodoStatus.DONE, TodoStatus.DISMISSED}),
    TodoStatus.DONE: frozenset({TodoStatus.OPEN}),
    TodoStatus.DISMISSED: frozenset({TodoStatus.OPEN}),
}

TITLES: Mapping[MilestoneKind, str] = {
    MilestoneKind.PROGRESS_SUMMARY_DUE: "Progress Summary Due",
    MilestoneKind.CYCLE_RENEWAL_DUE: "Cycle Renewal Due",
}


@dataclass(frozen=True, slots=True)
class Todo:
    """What the rules need to know of a todo."""

    key: UUID
    status: TodoStatus
    version: int
    client: UUID | None
    case: UUID | None
    cycle: UUID | None
    session: UUID | None
    location: UUID | None
    assignee: UUID | None

    @property
    def keys(self) -> Keys:
        """Whom and where a change of it concerns."""
        return todo_keys(
            self.assignee, self.client, self.case, self.cycle, self.session, self.location
        )


def todo_keys(
    assignee: UUID | None,
    client: UUID | None = None,
    case: UUID | None = None,
    cycle: UUID | None = None,
    session: UUID | None = None,
    location: UUID | None = None,
) -> Keys:
    """What a change of a todo says. One for nobody but a role may be anybody's."""
    return {
        Aspect.CLIENTS: only(client),
        Aspect.CASES: only(case),
        Aspect.CYCLES: only(cycle),
        Aspect.SESSIONS: only(session),
        Aspect.LOCATIONS: only(location),
        **for_whom(assignee),
    }


def for_whom(assignee: UUID | None) -> Keys:
    """What a change of a todo says of its assignee."""
    return {Aspect.MEMBERS: only(assignee)} if assignee else {}


def step(now: TodoStatus, wanted: TodoStatus, path: tuple[str, ...]) -> TodoStatus:
    """The wanted status, or IllegalStep that names both."""
    must_follow(STEPS, "todo", now, wanted, path)
    return wanted


def must_be_undone(todo: Todo, path: tuple[str, ...]) -> None:
    """Only an open todo is given to somebody else."""
    if todo.status is not TodoStatus.OPEN:
        raise TodoIsClosed(path=path)


def faults_in_todo(given: Mapping[str, Any]) -> list[DomainError]:
    """Everything that is wrong with the given title and note; empty where nothing is."""
    titles = faults_in_title(given["title"], ("input", "title")) if "title" in given else []
    return [*titles, *faults_in_note(given.get("note"), ("input", "note"))]


def faults_in_role(role: Role | None) -> list[DomainError]:
    """A todo is never for clients."""
    told = "A todo is for those who work here."
    return [Invalid(told, ("input", "assigneeRole"))] if role is Role.CLIENT else []


def faults_in_assignment(assignee: UUID | None, role: Role | None) -> list[DomainError]:
    """A todo is for a member, for whoever has a role, or both."""
    told = "Name a member or a role that it is for."
    return [] if assignee or role else [Invalid(told, ("input", "assigneeId"))]
