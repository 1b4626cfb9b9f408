"""Cycles 1, 2 and 8: how a cycle is drafted, and from where to where it goes."""

from collections.abc import Sequence
from itertools import product
from uuid import UUID

import pytest

from domain.cycles import CycleStatus, faults_in_cycle, step, to_active
from domain.errors import ErrorCode, IllegalStep
from domain.ids import new_key

PATH = ("input", "cycleId")
PAIRS = list(product(CycleStatus, CycleStatus))
LEGAL = {
    ("DRAFT", "ACTIVE"),
    ("DRAFT", "DISCONTINUED"),
    ("ACTIVE", "COMPLETED"),
    ("ACTIVE", "DISCONTINUED"),
    ("COMPLETED", "ACTIVE"),
    ("DISCONTINUED", "ACTIVE"),
}


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair in LEGAL])
def test_a_cycle_goes_from_draft_to_active_to_its_end_and_back(
    now: CycleStatus, wanted: CycleStatus
) -> None:
    assert step(now, wanted, PATH) is wanted


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair not in LEGAL])
def test_every_other_step_of_a_cycle_is_refused_and_the_refusal_names_both(
    now: CycleStatus, wanted: CycleStatus
) -> None:
    with pytest.raises(IllegalStep) as refused:
        step(now, wanted, PATH)

    assert refused.value.message.startswith(f"This cycle is {now} and cannot become {wanted}; ")
    assert refused.value.path == PATH


def test_a_draft_is_activated() -> None:
    assert to_active(CycleStatus.DRAFT, PATH) is CycleStatus.ACTIVE


@pytest.mark.parametrize("now", [s for s in CycleStatus if s is not CycleStatus.DRAFT])
def test_activating_does_not_reopen_because_that_starts_a_new_run(now: CycleStatus) -> None:
    with pytest.raises(IllegalStep, match=f"{now} and cannot become ACTIVE"):
        to_active(now, PATH)


def some(count: int) -> list[UUID]:
    return [new_key() for _ in range(count)]


@pytest.mark.parametrize(
    ("authorized", "carried_in", "services"),
    [(1, 0, some(1)), (1, 1, some(1)), (1000, 1000, some(20))],
)
def test_a_cycle_at_its_bounds_is_drafted(
    authorized: int, carried_in: int, services: Sequence[UUID]
) -> None:
    assert faults_in_cycle(authorized, carried_in, services) == []


@pytest.mark.parametrize(
    ("authorized", "carried_in", "services", "wrong"),
    [
        (0, 0, some(1), ["authorized"]),
        (-1, 0, some(1), ["authorized"]),
        (1001, 0, some(1), ["authorized"]),
        (10, 11, some(1), ["carriedIn"]),
        (10, -1, some(1), ["carriedIn"]),
        (10, 0, [], ["serviceIds"]),
        (10, 0, some(21), ["serviceIds"]),
        (10, 0, some(1) * 2, ["serviceIds"]),
        (0, 1, [], ["authorized", "carriedIn", "serviceIds"]),
    ],
)
def test_everything_wrong_with_a_draft_is_told_at_once(
    authorized: int, carried_in: int, services: Sequence[UUID], wrong: list[str]
) -> None:
    faults = faults_in_cycle(authorized, carried_in, services)

    assert [fault.path for fault in faults] == [("input", name) for name in wrong]
    assert {fault.code for fault in faults} == {ErrorCode.INVALID}
