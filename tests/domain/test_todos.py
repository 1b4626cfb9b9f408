"""Todos: how they close, and what a milestone's todo is called."""

from itertools import product
from uuid import UUID

import pytest

from domain.access import Role
from domain.cycles import MilestoneKind
from domain.errors import IllegalStep
from domain.ids import new_key
from domain.refusals import TodoIsClosed
from domain.todos import (
    TITLES,
    Todo,
    TodoStatus,
    faults_in_assignment,
    faults_in_role,
    faults_in_todo,
    must_be_undone,
    step,
)

PATH = ("input", "todoId")
PAIRS = list(product(TodoStatus, TodoStatus))
LEGAL = {("OPEN", "DONE"), ("OPEN", "DISMISSED"), ("DONE", "OPEN"), ("DISMISSED", "OPEN")}


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair in LEGAL])
def test_a_todo_is_done_or_dismissed_and_can_be_opened_again(
    now: TodoStatus, wanted: TodoStatus
) -> None:
    assert step(now, wanted, PATH) is wanted


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair not in LEGAL])
def test_every_other_step_of_a_todo_is_refused_with_both_and_what_may_follow(
    now: TodoStatus, wanted: TodoStatus
) -> None:
    with pytest.raises(IllegalStep) as refused:
        step(now, wanted, PATH)

    right = "DONE or DISMISSED" if now is TodoStatus.OPEN else "OPEN"
    both = f"This todo is {now} and cannot become {wanted}"
    assert refused.value.message == f"{both}; it can become {right}."
    assert refused.value.path == PATH


def test_a_milestones_todo_is_called_as_the_seed_calls_it() -> None:
    assert TITLES == {
        MilestoneKind.PROGRESS_SUMMARY_DUE: "Progress Summary Due",
        MilestoneKind.CYCLE_RENEWAL_DUE: "Cycle Renewal Due",
    }


@pytest.mark.parametrize("status", TodoStatus)
def test_only_an_open_todo_is_given_to_somebody_else(status: TodoStatus) -> None:
    todo = Todo(new_key(), status, 1, None, None, None, None, None, None)
    if status is TodoStatus.OPEN:
        must_be_undone(todo, PATH)
        return
    with pytest.raises(TodoIsClosed):
        must_be_undone(todo, PATH)


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("assignee", [UUID(int=1), None])
def test_a_todo_is_for_a_member_or_for_a_role_that_works_here(
    assignee: UUID | None, role: Role | None
) -> None:
    faults = [*faults_in_role(role), *faults_in_assignment(assignee, role)]

    wrong = role is Role.CLIENT or (role is None and assignee is None)
    assert len(faults) == wrong


def test_only_what_is_given_of_a_todo_is_judged() -> None:
    assert faults_in_todo({}) == []
    assert [f.path[-1] for f in faults_in_todo({"title": "", "note": "\0"})] == ["title", "note"]
