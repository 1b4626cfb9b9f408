"""Cycles 3 and 4, Sessions 5: how an attendance ends, what consumes, and why not."""

from itertools import product

import pytest

from domain.attendances import AttendanceStatus, NotConsuming, consumes, step, why_not_consuming
from domain.cycles import CycleStatus
from domain.errors import IllegalStep

OPEN, COMPLETED = AttendanceStatus.OPEN, AttendanceStatus.COMPLETED
CANCELED, MISSED = AttendanceStatus.CANCELED, AttendanceStatus.MISSED
ACTIVE = CycleStatus.ACTIVE
PATH = ("input", "attendanceId")
PAIRS = list(product(AttendanceStatus, AttendanceStatus))
LEGAL = {(OPEN, end) for end in (COMPLETED, CANCELED, MISSED)} | {
    (end, OPEN) for end in (COMPLETED, CANCELED, MISSED)
}


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair in LEGAL])
def test_an_attendance_ends_in_one_of_three_ways_and_each_can_be_undone(
    now: AttendanceStatus, wanted: AttendanceStatus
) -> None:
    assert step(now, wanted, PATH) is wanted


@pytest.mark.parametrize(("now", "wanted"), [pair for pair in PAIRS if pair not in LEGAL])
def test_every_other_step_of_an_attendance_is_refused_with_both_and_what_may_follow(
    now: AttendanceStatus, wanted: AttendanceStatus
) -> None:
    with pytest.raises(IllegalStep) as refused:
        step(now, wanted, PATH)

    right = "COMPLETED, CANCELED or MISSED" if now is OPEN else "OPEN"
    both = f"This attendance is {now} and cannot become {wanted}"
    assert refused.value.message == f"{both}; it can become {right}."
    assert refused.value.path == PATH


def test_only_a_treated_attendance_of_an_active_cycle_consumes() -> None:
    cycles = [*CycleStatus, None]

    consuming = [
        (outcome, cycle)
        for outcome, cycle in product(AttendanceStatus, cycles)
        if consumes(outcome, cycle, without_consuming=False)
    ]

    assert consuming == [(COMPLETED, ACTIVE)]


@pytest.mark.parametrize(("outcome", "cycle"), list(product(AttendanceStatus, CycleStatus)))
def test_nothing_consumes_where_a_manager_said_so(
    outcome: AttendanceStatus, cycle: CycleStatus
) -> None:
    assert not consumes(outcome, cycle, without_consuming=True)


@pytest.mark.parametrize("status", AttendanceStatus)
@pytest.mark.parametrize("cycle", [*CycleStatus, None])
@pytest.mark.parametrize("linked", [True, False])
def test_there_is_a_reason_exactly_where_nothing_is_consumed(
    status: AttendanceStatus, cycle: CycleStatus | None, linked: bool
) -> None:
    for chosen in (True, False):
        assert why_not_consuming(status, linked, cycle, True, chosen) is None
        assert why_not_consuming(status, linked, cycle, False, chosen) is not None


@pytest.mark.parametrize(
    ("status", "linked", "cycle", "reason"),
    [
        (OPEN, False, None, NotConsuming.NOT_LINKED_TO_CASE),
        (COMPLETED, False, None, NotConsuming.NOT_LINKED_TO_CASE),
        (OPEN, True, None, NotConsuming.NOT_LINKED_TO_CYCLE),
        (COMPLETED, True, None, NotConsuming.NOT_LINKED_TO_CYCLE),
        (OPEN, True, CycleStatus.DRAFT, NotConsuming.CYCLE_NOT_ACTIVE),
        (COMPLETED, True, CycleStatus.COMPLETED, NotConsuming.CYCLE_NOT_ACTIVE),
        (COMPLETED, True, CycleStatus.DISCONTINUED, NotConsuming.CYCLE_NOT_ACTIVE),
        (OPEN, True, ACTIVE, NotConsuming.NOT_TREATED),
        # Treated before the cycle was activated or reopened.
        (COMPLETED, True, ACTIVE, NotConsuming.CYCLE_NOT_ACTIVE),
    ],
)
def test_the_reason_is_what_has_to_be_put_right_first(
    status: AttendanceStatus, linked: bool, cycle: CycleStatus | None, reason: NotConsuming
) -> None:
    assert why_not_consuming(status, linked, cycle, False, False) is reason


@pytest.mark.parametrize("cycle", [*CycleStatus, None])
@pytest.mark.parametrize("linked", [True, False])
def test_what_a_manager_chose_is_the_reason_whatever_it_is_linked_to(
    cycle: CycleStatus | None, linked: bool
) -> None:
    reason = why_not_consuming(COMPLETED, linked, cycle, False, True)

    assert reason is NotConsuming.COMPLETED_WITHOUT_CONSUMING


@pytest.mark.parametrize("status", [CANCELED, MISSED])
@pytest.mark.parametrize("cycle", [*CycleStatus, None])
def test_who_canceled_or_was_missed_is_not_treated_whatever_they_are_linked_to(
    status: AttendanceStatus, cycle: CycleStatus | None
) -> None:
    reasons = [
        why_not_consuming(status, cycle is not None, cycle, False, chosen)
        for chosen in (True, False)
    ]

    assert reasons == [NotConsuming.NOT_TREATED] * 2
