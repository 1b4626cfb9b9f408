"""What is taken out of use and what can be put back: every pair of states."""

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from domain import clients, members, places
from domain.errors import IllegalStep
from domain.states import Steps, must_follow

MACHINES: dict[str, tuple[type[StrEnum], Steps[Any], set[tuple[str, str]]]] = {
    "client": (
        clients.Standing,
        clients.STEPS,
        {("CURRENT", "ARCHIVED"), ("ARCHIVED", "CURRENT")},
    ),
    "member": (members.Standing, members.STEPS, {("ACTIVE", "RETIRED"), ("RETIRED", "ACTIVE")}),
    "location": (places.Standing, places.STEPS, {("IN_USE", "RETIRED")}),
}
PAIRS = [
    (thing, now, wanted)
    for thing, (states, _, _) in MACHINES.items()
    for now, wanted in product(states, states)
]


@pytest.mark.parametrize(("thing", "now", "wanted"), PAIRS)
def test_each_pair_of_states_is_a_step_or_is_refused_with_both(
    thing: str, now: StrEnum, wanted: StrEnum
) -> None:
    _, steps, legal = MACHINES[thing]

    if (now.value, wanted.value) in legal:
        must_follow(steps, thing, now, wanted, ())
        return
    with pytest.raises(IllegalStep, match=f"This {thing} is {now} and cannot become {wanted};"):
        must_follow(steps, thing, now, wanted, ())


@pytest.mark.parametrize(
    ("now", "right"),
    [(places.Standing.IN_USE, "RETIRED"), (places.Standing.RETIRED, "nothing else")],
)
def test_a_refused_step_says_what_would_be_right(now: places.Standing, right: str) -> None:
    with pytest.raises(IllegalStep, match=f"; it can become {right}."):
        must_follow(places.STEPS, "location", now, now, ())
