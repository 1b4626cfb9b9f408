"""Cycles 2 and 5: which cycle a booked session draws on, and what booking beyond it does."""

from uuid import UUID

import pytest

from domain.cases import BookingPolicy
from domain.cycles import judge_booking, serving
from domain.errors import BookedBeyondAuthorized
from domain.ids import new_key

PATH = ("input", "attendees", "0", "caseId")


def test_a_session_links_to_the_active_cycle_whose_mix_holds_its_service() -> None:
    massage, needling, taping = new_key(), new_key(), new_key()
    hands, needles = new_key(), new_key()
    active = {hands: {massage}, needles: {needling}}

    assert serving(active, [needling]) == needles
    assert serving(active, [massage, needling]) == hands
    assert serving(active, [taping, needling]) == needles
    assert serving(active, [taping]) is None


@pytest.mark.parametrize("services", [[], [new_key()]])
def test_without_an_active_cycle_a_session_links_to_none(services: list[UUID]) -> None:
    assert serving({}, services) is None


@pytest.mark.parametrize("policy", BookingPolicy)
@pytest.mark.parametrize("wanted", [1, 3])
def test_booking_within_the_authorized_count_needs_no_policy(
    policy: BookingPolicy, wanted: int
) -> None:
    assert judge_booking(policy, wanted, wanted, PATH) is None


@pytest.mark.parametrize("free", [-2, 0, 2])
def test_booking_beyond_the_authorized_count_follows_the_policy(free: int) -> None:
    assert judge_booking(BookingPolicy.ALLOW, free, 3, PATH) is None
    assert judge_booking(BookingPolicy.WARN, free, 3, PATH)

    with pytest.raises(BookedBeyondAuthorized) as refused:
        judge_booking(BookingPolicy.BLOCK, free, 3, PATH)

    assert refused.value.path == PATH
