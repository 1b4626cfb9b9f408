"""Todos: pieces of work for a member or for a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.cycles import MilestoneKind
from domain.errors import IllegalStep


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


def step(now: TodoStatus, wanted: TodoStatus, path: tuple[str, ...]) -> TodoStatus:
    """The wanted status, or IllegalStep that names both."""
    if wanted not in STEPS[now]:
        raise IllegalStep("todo", now, wanted, path)
    return wanted
