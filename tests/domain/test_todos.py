"""Todos: how they close, and what a milestone's todo is called."""

from itertools import product

import pytest

from domain.cycles import MilestoneKind
from domain.errors import IllegalStep
from domain.todos import TITLES, TodoStatus, step

PATH = ("input", "todoId")
PAIRS = list(product(TodoStatus, TodoStatus))
LEGAL = {("OPEN", "DONE"), ("OPEN", "DISMISSED"), ("DONE", "OPEN"), ("DISMISSED", "OPEN")}


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair in LEGAL])
def test_a_todo_is_done_or_dismissed_and_can_be_opened_again(
    now: TodoStatus, wanted: TodoStatus
) -> None:
    assert step(now, wanted, PATH) is wanted


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair not in LEGAL])
def test_every_other_step_of_a_todo_is_refused_and_the_refusal_names_both(
    now: TodoStatus, wanted: TodoStatus
) -> None:
    with pytest.raises(IllegalStep) as refused:
        step(now, wanted, PATH)

    assert refused.value.message == f"This todo is {now} and cannot become {wanted}."
    assert refused.value.path == PATH


def test_a_milestones_todo_is_called_as_the_seed_calls_it() -> None:
    assert TITLES == {
        MilestoneKind.PROGRESS_SUMMARY_DUE: "Progress Summary Due",
        MilestoneKind.CYCLE_RENEWAL_DUE: "Cycle Renewal Due",
    }
