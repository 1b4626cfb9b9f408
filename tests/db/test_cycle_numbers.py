"""The numbers of a cycle follow from its rows; slow Python counts them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from db import tables
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus
from domain.ids import Noun, public_id
from tests.api import Api
from tests.db.rows import Rows
from tests.practice import NOON, Practice

OPEN = AttendanceStatus.OPEN
NUMBERS = ("consumed", "pending", "projected", "remaining", "unbooked", "percentConsumed")


@dataclass(frozen=True)
class Linked:
    """An attendance of the cycle: how it ended, when it is, how many entries it has."""

    status: AttendanceStatus
    starts_at: datetime | None
    entries: int


@dataclass(frozen=True)
class Drawn:
    """A cycle with its attendances."""

    status: CycleStatus
    authorized: int
    carried_in: int
    linked: tuple[Linked, ...]

    @property
    def numbers(self) -> dict[str, float]:
        consumed = sum(each.entries % 2 for each in self.linked)
        pending = sum(each.status is OPEN and each.starts_at is not None for each in self.linked)
        remaining = self.authorized - self.carried_in - consumed
        tenths = (self.carried_in + consumed) * 1000 // self.authorized
        counted = (consumed, pending, consumed + pending, remaining, max(0, remaining - pending))
        return dict(zip(NUMBERS, (*counted, tenths / 10), strict=True))


def drawn(random: Random) -> Drawn:
    """Any cycle that keeps to its authorized count."""
    authorized = random.choice([1, 2, 3, 7, 9, 10, 11, 13, 30, 997, 1000])
    carried_in = random.randint(0, authorized)
    linked: list[Linked] = []
    for _ in range(random.randint(0, 12)):
        used = carried_in + sum(each.entries % 2 for each in linked)
        counts = [count for count in range(4) if count % 2 == 0 or used < authorized]
        at = random.choice([None, NOON - timedelta(days=1), NOON + timedelta(days=1)])
        status = random.choice(list(AttendanceStatus))
        linked.append(Linked(status, at, random.choice(counts)))
    return Drawn(random.choice(list(CycleStatus)), authorized, carried_in, tuple(linked))


def added(rows: Rows, cycle: Drawn) -> str:
    """The id of the case of a fresh cycle like that, its only one."""
    case = rows.case()
    counts = {"authorized": cycle.authorized, "carried_in": cycle.carried_in}
    key = rows.add(tables.cycles, case_id=case, status=cycle.status, **counts)
    for each in cycle.linked:
        session = rows.session(each.starts_at)
        attendance = rows.attendance(session, each.status, case_id=case, cycle_id=key)
        rows.entries(key, attendance, each.entries)
    return public_id(Noun.CASE, case)


def edge(used: int, authorized: int, booked: int) -> Drawn:
    """A cycle at an edge: so many used, so many booked beside them."""
    done = [Linked(AttendanceStatus.COMPLETED, NOON, 1)] * used
    left = [Linked(OPEN, NOON + timedelta(days=1), 0)] * booked
    return Drawn(CycleStatus.ACTIVE, authorized, 0, (*done, *left))


EDGES = [
    edge(used=0, authorized=1, booked=0),
    edge(used=1, authorized=1, booked=2),
    edge(used=2, authorized=3, booked=1),
    edge(used=8, authorized=10, booked=4),
    Drawn(CycleStatus.ACTIVE, 1000, 799, (Linked(OPEN, None, 0),)),
    # 79.96 % is cut, so that it does not look like 80 before the milestone fires.
    Drawn(CycleStatus.ACTIVE, 549, 439, ()),
]


async def numbers_of(api: Api, case: str) -> dict[str, Any]:
    """What a front end is shown of the case's only cycle."""
    (cycle,) = (await api.read("Case", id=case))["cycles"]
    return {name: cycle[name] for name in NUMBERS}


async def shown_by(api: Api, practice: Practice, cycles: Sequence[Drawn]) -> list[dict[str, Any]]:
    """What a front end is shown of such cycles."""
    rows = Rows(practice)
    cases = [added(rows, cycle) for cycle in cycles]
    await rows.save()
    return [await numbers_of(api, case) for case in cases]


async def test_a_cycle_at_an_edge_shows_what_its_rows_add_up_to(
    api: Api, practice: Practice
) -> None:
    shown = await shown_by(api, practice, EDGES)

    assert shown == [cycle.numbers for cycle in EDGES]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_cycle_shows_what_its_rows_add_up_to(
    api: Api, practice: Practice, seed: int
) -> None:
    random = Random(seed)
    cycles = [drawn(random) for _ in range(25)]

    shown = await shown_by(api, practice, cycles)

    assert shown == [cycle.numbers for cycle in cycles]
