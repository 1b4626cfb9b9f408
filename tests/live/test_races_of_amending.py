"""Cycles are amended, ended and reopened while others complete and reopen their sessions."""

from collections import Counter
from typing import Any
from uuid import UUID

from db.tables import attendances, cycle_runs, cycles, todos
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Json
from tests.live.crowd import Crowd, codes
from tests.live.scene import BOTH, at_the_edge
from tests.live.soundness import rows, used
from tests.practice import Practice

ROUNDS = 5
CODES = {"BELOW_CONSUMED", "ORPHANS_SESSIONS", "CYCLE_EXHAUSTED", "ILLEGAL_STEP"}


def cycle_id(practice: Practice, key: UUID) -> str:
    return practice.id_of(Noun.CYCLE, key)


async def authorized(practice: Practice, key: UUID) -> int:
    """The cycle's count as it is now."""
    (row,) = [row for row in await rows(practice, cycles) if row.id == key]
    return int(row.authorized)


def refused(payloads: list[Json]) -> set[str]:
    return set(codes(payloads))


async def test_amending_down_against_completing_never_leaves_more_used_than_authorized(
    crowd: Crowd,
) -> None:
    for _ in range(ROUNDS):
        edge = await at_the_edge(crowd.practice, used=5, left_open=5)
        lower = {"cycleId": cycle_id(crowd.practice, edge.cycle), "acceptOrphans": True}

        payloads = await crowd.at_once(
            [
                *[crowd.doors[0].run("AttendanceComplete", attendanceId=id) for id in edge.open],
                *[crowd.doors[-1].run("CycleAmend", **lower, authorized=n) for n in (8, 7, 6)],
            ]
        )

        assert refused(payloads) <= CODES
        assert await used(crowd.practice, edge.cycle) <= await authorized(
            crowd.practice, edge.cycle
        )


async def test_reopening_a_session_against_amending_to_what_is_left_loses_neither(
    crowd: Crowd,
) -> None:
    for _ in range(ROUNDS):
        edge = await at_the_edge(crowd.practice, used=8, left_open=1)
        done = await crowd.doors[0].run("AttendanceComplete", attendanceId=edge.open[0])
        assert done["errors"] == []

        reopened, amended = await crowd.at_once(
            [
                crowd.doors[0].run("AttendanceReopen", attendanceId=edge.open[0]),
                crowd.doors[-1].run(
                    "CycleAmend", cycleId=cycle_id(crowd.practice, edge.cycle), authorized=8
                ),
            ]
        )

        assert reopened["errors"] == []
        assert refused([amended]) <= {"BELOW_CONSUMED", "ORPHANS_SESSIONS"}
        assert await used(crowd.practice, edge.cycle) == 8
        assert await authorized(crowd.practice, edge.cycle) == (10 if amended["errors"] else 8)


async def test_of_many_that_reopen_a_cycle_one_starts_one_run(crowd: Crowd) -> None:
    for _ in range(ROUNDS):
        practice = crowd.practice
        case = await practice.add_case()
        ended = await practice.add_cycle(case, carried_in=10, status=CycleStatus.COMPLETED)

        payloads = await crowd.run("CycleReopen", [{"cycleId": cycle_id(practice, ended)}] * 4)

        runs = [row.number for row in await rows(practice, cycle_runs) if row.cycle_id == ended]
        called = [row.title for row in await rows(practice, todos) if row.cycle_id == ended]
        assert codes(payloads) == ["ILLEGAL_STEP"] * 3
        assert (sorted(runs), sorted(called)) == ([1, 2], sorted(BOTH))


async def test_of_many_that_activate_a_cycle_one_does(crowd: Crowd) -> None:
    for _ in range(ROUNDS):
        case = await crowd.practice.add_case()
        draft = await crowd.practice.add_cycle(case, status=CycleStatus.DRAFT)

        payloads = await crowd.run(
            "CycleActivate", [{"cycleId": cycle_id(crowd.practice, draft)}] * 4
        )

        assert codes(payloads) == ["ILLEGAL_STEP"] * 3


async def test_discontinuing_against_completing_leaves_no_open_session_on_an_ended_cycle(
    crowd: Crowd,
) -> None:
    for _ in range(ROUNDS):
        edge = await at_the_edge(crowd.practice, used=2, left_open=6)
        stop: dict[str, Any] = {
            "cycleId": cycle_id(crowd.practice, edge.cycle),
            "reason": "Moved away",
        }

        payloads = await crowd.at_once(
            [
                *[crowd.doors[0].run("AttendanceComplete", attendanceId=id) for id in edge.open],
                crowd.doors[-1].run("CycleDiscontinue", **stop),
            ]
        )

        linked = [r for r in await rows(crowd.practice, attendances) if r.cycle_id == edge.cycle]
        assert codes(payloads) == []
        assert Counter(row.status for row in linked) == {
            AttendanceStatus.COMPLETED: await used(crowd.practice, edge.cycle)
        }
