"""Attendances are linked elsewhere, canceled and saved in bulk while others complete them."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from db.tables import attendances, cases, entries
from domain.attendances import AttendanceStatus
from domain.cases import CaseStatus
from domain.ids import Noun, key_of
from tests.live.crowd import Crowd, codes, done
from tests.live.scene import at_the_edge
from tests.live.soundness import in_turn, is_sound, rows, used
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import add_service

ROUNDS = 5


async def two_cycles(practice: Practice, taken: int) -> tuple[UUID, UUID, UUID]:
    """A case and two of its active cycles, so many of the ten sessions of each are used."""
    case = await practice.add_case()
    first = await practice.add_cycle(case)
    second = await practice.add_cycle(case, services=[await add_service(practice)])
    for cycle in (first, second):
        await practice.add_consumed(case, cycle, taken)
    return case, first, second


async def opened(practice: Practice, case: UUID, cycle: UUID, count: int = 1) -> list[str]:
    """Open attendances on the cycle."""
    keys = [
        await practice.add_attendance(case, cycle, NOON + TOMORROW * (day + 1))
        for day in range(count)
    ]
    return [practice.id_of(Noun.ATTENDANCE, key) for key in keys]


async def consumption_is_where_it_is_linked(practice: Practice, ids: Sequence[str]) -> None:
    """Each has taken from the cycle that it is linked to, where it has taken at all."""
    ledger = await rows(practice, entries)
    for row in await rows(practice, attendances):
        if practice.id_of(Noun.ATTENDANCE, row.id) in ids:
            chain = [entry for entry in ledger if entry.attendance_id == row.id]
            sums: dict[UUID, int] = {}
            for entry in chain:
                sums[entry.cycle_id] = sums.get(entry.cycle_id, 0) + entry.delta
            taken = {row.cycle_id: 1} if sum(in_turn(chain)) else {}
            assert {cycle: total for cycle, total in sums.items() if total} == taken


async def test_relinking_against_completing_consumes_one_cycle_or_none(crowd: Crowd) -> None:
    near, far, practice = crowd.doors[0], crowd.doors[-1], crowd.practice
    for _ in range(ROUNDS):
        case, first, second = await two_cycles(practice, taken=9)
        (moving,) = await opened(practice, case, first)
        staying = await opened(practice, case, second, 2)
        to = practice.id_of(Noun.CYCLE, second)

        payloads = await crowd.at_once(
            [
                near.run("AttendanceComplete", attendanceId=moving),
                far.run("AttendanceRelink", attendanceId=moving, cycleId=to),
                *[near.run("AttendanceComplete", attendanceId=id) for id in staying],
            ]
        )

        assert set(codes(payloads)) <= {"CYCLE_EXHAUSTED"}
        assert await used(practice, first) <= 10
        assert await used(practice, second) == 10
        await consumption_is_where_it_is_linked(practice, [moving, *staying])
    await is_sound(practice)


async def test_two_that_change_places_crosswise_both_arrive(crowd: Crowd) -> None:
    practice = crowd.practice
    for _ in range(ROUNDS):
        case, first, second = await two_cycles(practice, taken=0)
        (here,), (there,) = [await opened(practice, case, cycle) for cycle in (first, second)]
        await crowd.run("AttendanceComplete", [{"attendanceId": id} for id in (here, there)])
        over, back = [practice.id_of(Noun.CYCLE, cycle) for cycle in (second, first)]

        payloads = await crowd.run(
            "AttendanceRelink",
            [
                {"attendanceId": here, "cycleId": over},
                {"attendanceId": there, "cycleId": back},
            ],
        )

        assert codes(payloads) == []
        assert [await used(practice, cycle) for cycle in (first, second)] == [1, 1]
        await consumption_is_where_it_is_linked(practice, [here, there])
    await is_sound(practice)


async def test_of_canceling_a_session_and_completing_it_one_comes_first(crowd: Crowd) -> None:
    practice = crowd.practice
    for _ in range(ROUNDS):
        edge = await at_the_edge(practice, used=0, left_open=1)
        key = key_of(Noun.ATTENDANCE, edge.open[0])
        (row,) = [row for row in await rows(practice, attendances) if row.id == key]
        session = practice.id_of(Noun.SESSION, row.session_id)

        payloads = await crowd.at_once(
            [
                crowd.doors[0].run("SessionCancel", sessionId=session),
                crowd.doors[-1].run("AttendanceComplete", attendanceId=edge.open[0]),
            ]
        )

        assert len(done(payloads)) == 1
        assert set(codes(payloads)) <= {"INVALID", "ILLEGAL_STEP"}
        assert await used(practice, edge.cycle) == (0 if payloads[1]["errors"] else 1)
    await is_sound(practice)


async def test_bulks_and_single_completions_together_take_what_is_left(crowd: Crowd) -> None:
    edge = await at_the_edge(crowd.practice, used=0, left_open=20)
    bulks = [
        [{"attendanceId": id} for id in ids]
        for ids in (edge.open[:12], edge.open[8:], edge.open[::-1])
    ]

    payloads = await crowd.at_once(
        [
            *[crowd.doors[0].run("AttendancesComplete", items=items) for items in bulks],
            *[crowd.doors[-1].run("AttendanceComplete", attendanceId=id) for id in edge.open[:6]],
        ]
    )

    assert set(codes(payloads)) == {"CYCLE_EXHAUSTED", "ILLEGAL_STEP"}
    assert await used(crowd.practice, edge.cycle) == 10
    await is_sound(crowd.practice)


@pytest.mark.parametrize("outcome", ["COMPLETED", "MISSED"])
async def test_closing_a_case_against_reopening_leaves_nothing_open_on_a_closed_one(
    crowd: Crowd, outcome: str
) -> None:
    practice = crowd.practice
    for day in range(ROUNDS):
        case = await practice.add_case()
        # A day for each round: who is open again in one would be in the way of the next.
        key = await practice.add_attendance(case, starts_at=NOON + day * TOMORROW)
        attendance = practice.id_of(Noun.ATTENDANCE, key)
        ended = await crowd.doors[0].run(
            "AttendanceComplete", attendanceId=attendance, outcome=outcome
        )
        assert ended["errors"] == []

        payloads = await crowd.at_once(
            [
                crowd.doors[0].run("CaseClose", caseId=practice.id_of(Noun.CASE, case)),
                crowd.doors[-1].run("AttendanceReopen", attendanceId=attendance),
            ]
        )

        (closed,) = [row for row in await rows(practice, cases) if row.id == case]
        (left,) = [row for row in await rows(practice, attendances) if row.case_id == case]
        assert len(done(payloads)) == 1
        assert set(codes(payloads)) <= {"CASE_IN_USE", "CASE_CLOSED"}
        assert (closed.status is CaseStatus.CLOSED) != (left.status is AttendanceStatus.OPEN)
