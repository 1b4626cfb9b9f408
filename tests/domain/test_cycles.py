"""Cycles 5, 6 and 7: what consuming a cycle sets off, and when it is refused."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import Role
from domain.cycles import (
    Cycle,
    CycleStatus,
    MilestoneKind,
    milestones_due,
    must_have_one_left,
    reached,
    recipient,
)
from domain.errors import CycleExhausted, WayOut
from domain.ids import new_key

SUMMARY, RENEWAL = MilestoneKind.PROGRESS_SUMMARY_DUE, MilestoneKind.CYCLE_RENEWAL_DUE
PATH = ("input", "attendanceId")


def cycle_of(
    authorized: int,
    consumed: int = 0,
    carried_in: int = 0,
    fired: Collection[MilestoneKind] = (),
    thresholds: Mapping[MilestoneKind, int] | None = None,
) -> Cycle:
    return Cycle(
        new_key(),
        new_key(),
        new_key(),
        CycleStatus.ACTIVE,
        authorized,
        carried_in,
        consumed,
        thresholds or {SUMMARY: 80, RENEWAL: 90},
        frozenset(fired),
    )


def test_80_percent_of_10_is_8() -> None:
    assert [used for used in range(11) if reached(used, 10, 80)] == [8, 9, 10]


def test_80_percent_of_12_is_10_because_a_share_is_never_rounded_up_to_the_threshold() -> None:
    assert [used for used in range(13) if reached(used, 12, 80)] == [10, 11, 12]


@given(st.integers(1, 1000), st.integers(1, 100))
def test_a_threshold_is_reached_from_one_count_on_and_at_the_last_session_at_the_latest(
    authorized: int, percent: int
) -> None:
    answers = [reached(used, authorized, percent) for used in range(authorized + 1)]

    assert answers == sorted(answers)
    assert answers[0] is False
    assert answers[-1] is True


def test_the_eighth_of_ten_calls_for_the_summary_and_the_ninth_for_the_renewal() -> None:
    cycle = cycle_of(10, consumed=7)

    assert milestones_due(cycle, 7) == []
    assert milestones_due(cycle, 8) == [SUMMARY]
    assert milestones_due(replace(cycle, fired=frozenset({SUMMARY})), 9) == [RENEWAL]


@pytest.mark.parametrize("authorized", [1, 2, 3, 4, 5, 9])
def test_one_treatment_can_cross_both_thresholds(authorized: int) -> None:
    cycle = cycle_of(authorized, consumed=authorized - 1)

    assert milestones_due(cycle, authorized) == [SUMMARY, RENEWAL]


@pytest.mark.parametrize("consumed", [8, 9, 10])
def test_a_milestone_fires_once_per_run(consumed: int) -> None:
    fired = cycle_of(10, consumed=consumed - 1, fired=list(MilestoneKind))

    assert milestones_due(fired, consumed) == []


def test_a_new_run_fires_at_once_what_was_passed_already() -> None:
    reopened = cycle_of(10, consumed=9, fired=())

    assert milestones_due(reopened, reopened.consumed) == [SUMMARY, RENEWAL]


def test_sessions_carried_in_count_towards_the_thresholds() -> None:
    cycle = cycle_of(10, carried_in=7)

    assert milestones_due(cycle, 0) == []
    assert milestones_due(cycle, 1) == [SUMMARY]


def test_a_cycle_may_have_thresholds_of_its_own() -> None:
    cycle = cycle_of(10, thresholds={SUMMARY: 50, RENEWAL: 100})

    assert milestones_due(cycle, 5) == [SUMMARY]
    assert milestones_due(cycle, 10) == [SUMMARY, RENEWAL]


def test_an_amended_count_fires_what_it_makes_true_for_the_first_time_and_re_arms_nothing() -> None:
    passed_the_summary = cycle_of(10, consumed=8, fired={SUMMARY})

    lowered = replace(passed_the_summary, authorized=8)
    raised = replace(passed_the_summary, authorized=20)

    assert milestones_due(lowered, 8) == [RENEWAL]
    assert milestones_due(raised, 16) == []


@pytest.mark.parametrize("authorized", [1, 10, 1000])
def test_consumed_never_exceeds_authorized(authorized: int) -> None:
    must_have_one_left(cycle_of(authorized, consumed=authorized - 1), PATH)

    with pytest.raises(CycleExhausted):
        must_have_one_left(cycle_of(authorized, consumed=authorized), PATH)


def test_sessions_carried_in_are_used_up_too() -> None:
    must_have_one_left(cycle_of(10, consumed=5, carried_in=4), PATH)

    with pytest.raises(CycleExhausted):
        must_have_one_left(cycle_of(10, consumed=6, carried_in=4), PATH)


def test_an_exhausted_cycle_names_itself_and_every_way_out() -> None:
    cycle = cycle_of(10, consumed=10)

    with pytest.raises(CycleExhausted) as refused:
        must_have_one_left(cycle, PATH)

    assert refused.value.cycle == cycle.key
    assert refused.value.path == PATH
    assert set(refused.value.ways_out) == set(WayOut)


def test_the_summary_is_for_the_supervising_clinician_and_the_renewal_for_the_manager() -> None:
    supervisor, manager = new_key(), new_key()

    assert recipient(SUMMARY, supervisor, manager) == (supervisor, Role.CLINICIAN)
    assert recipient(RENEWAL, supervisor, manager) == (manager, Role.CLINIC_MANAGER)


def test_whoever_is_missing_the_todo_is_for_the_role() -> None:
    somebody = new_key()

    assert recipient(SUMMARY, None, somebody) == (None, Role.CLINICIAN)
    assert recipient(RENEWAL, somebody, None) == (None, Role.CLINIC_MANAGER)
