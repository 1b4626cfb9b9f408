"""Cycles 5, 7 and 8: the rules of amending, completing and reopening a cycle."""

from typing import Any

import pytest

from domain.amending import (
    faults_in_amendment,
    must_be_amendable,
    must_cover_what_is_used,
    orphans,
    to_active_again,
    to_completed,
)
from domain.cycles import Cycle, CycleStatus
from domain.errors import IllegalStep
from domain.ids import new_key
from domain.refusals import BelowConsumed, CycleHasEnded, CycleNotUsedUp, OrphansSessions

PATH = ("input", "cycleId")
ENDED = [CycleStatus.COMPLETED, CycleStatus.DISCONTINUED]


def cycle_of(
    authorized: int = 10, consumed: int = 0, status: CycleStatus = CycleStatus.ACTIVE
) -> Cycle:
    """Two of the sessions are carried in."""
    keys = (new_key(), new_key(), new_key())
    return Cycle(*keys, status, authorized, 2, consumed, {}, frozenset())


@pytest.mark.parametrize("status", CycleStatus)
def test_only_a_cycle_that_has_not_ended_is_amended(status: CycleStatus) -> None:
    if status not in ENDED:
        must_be_amendable(cycle_of(status=status), PATH)
        return
    with pytest.raises(CycleHasEnded):
        must_be_amendable(cycle_of(status=status), PATH)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, []),
        ({"authorized": 1000, "carried_in": 0}, []),
        ({"summary_percent": None, "renewal_percent": 100}, []),
        ({"authorized": 0}, ["authorized"]),
        ({"authorized": -5, "carried_in": -1}, ["authorized", "carriedIn"]),
        ({"summary_percent": 0, "renewal_percent": 101}, ["summaryPercent", "renewalPercent"]),
    ],
)
def test_what_is_wrong_is_told_of_what_is_given_alone(
    given: dict[str, Any], wrong: list[str]
) -> None:
    faults = faults_in_amendment(cycle_of(), given)

    assert [fault.path for fault in faults] == [("input", name) for name in wrong]


def test_a_cycle_authorizes_at_least_what_is_consumed_and_carried_in() -> None:
    cycle = cycle_of(consumed=5)
    must_cover_what_is_used(cycle, {"authorized": 7})
    must_cover_what_is_used(cycle, {"carried_in": 5})

    for given in ({"authorized": 6}, {"carried_in": 6}):
        with pytest.raises(BelowConsumed):
            must_cover_what_is_used(cycle, given)


def test_lowering_orphans_what_is_booked_last() -> None:
    booked = ["first", "second", "third"]

    assert orphans(cycle_of(consumed=5), {"authorized": 8}, booked) == ["second", "third"]
    assert orphans(cycle_of(consumed=5), {"carried_in": 3}, booked) == ["third"]
    assert orphans(cycle_of(consumed=5), {"authorized": 10}, booked) == ()


def test_raising_orphans_nothing_even_where_more_is_booked() -> None:
    overbooked = cycle_of(authorized=7, consumed=5)

    assert orphans(overbooked, {"authorized": 8}, ["first", "second", "third"]) == ()


def test_a_refusal_names_20_sessions_and_counts_all() -> None:
    refused = OrphansSessions([new_key() for _ in range(25)])

    assert (len(refused.sessions), refused.total) == (20, 25)


def test_a_cycle_is_completed_at_its_authorized_count_alone() -> None:
    assert to_completed(cycle_of(consumed=8), PATH) is CycleStatus.COMPLETED

    with pytest.raises(CycleNotUsedUp, match="remaining: 1"):
        to_completed(cycle_of(consumed=7), PATH)


@pytest.mark.parametrize("status", [one for one in CycleStatus if one is not CycleStatus.ACTIVE])
def test_only_an_active_cycle_is_completed(status: CycleStatus) -> None:
    with pytest.raises(IllegalStep):
        to_completed(cycle_of(consumed=8, status=status), PATH)


@pytest.mark.parametrize("status", CycleStatus)
def test_only_a_cycle_that_ended_is_reopened(status: CycleStatus) -> None:
    if status in ENDED:
        assert to_active_again(status, PATH) is CycleStatus.ACTIVE
        return
    with pytest.raises(IllegalStep):
        to_active_again(status, PATH)
