"""What a constraint can hold, a constraint holds, whoever writes and however."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError

from db import tables
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus, MilestoneKind
from domain.ids import new_key
from tests.practice import NOON, Practice, found_practice
from tests.schema.care import add_service

Write = Callable[[Practice], Awaitable[object]]


@dataclass(frozen=True)
class Ledger:
    """A cycle with an attendance, and the entries that are written of it."""

    practice: Practice
    cycle: UUID
    attendance: UUID

    @classmethod
    async def of(cls, practice: Practice) -> "Ledger":
        """A fresh one."""
        case = await practice.add_case()
        cycle = await practice.add_cycle(case)
        return cls(practice, cycle, await practice.add_attendance(case, cycle))

    async def write(self, delta: int, previous: UUID | None, **other: Any) -> UUID:
        """One more entry."""
        row = {
            "cycle_id": self.cycle,
            "attendance_id": self.attendance,
            "delta": delta,
            "previous_id": previous,
            "previous_delta": -delta,
            "reason": "treated",
            "actor_id": self.practice.people["clinician"],
        }
        return await self.practice.add(tables.entries, **{**row, **other})


async def two_first_entries(practice: Practice) -> None:
    ledger = await Ledger.of(practice)
    await ledger.write(1, None)
    await ledger.write(1, None)


async def two_open_entries(practice: Practice) -> None:
    ledger = await Ledger.of(practice)
    first = await ledger.write(1, None)
    await ledger.write(1, first)


async def an_entry_given_back_twice(practice: Practice) -> None:
    ledger = await Ledger.of(practice)
    first = await ledger.write(1, None)
    await ledger.write(-1, first)
    await ledger.write(-1, first)


async def something_given_back_that_was_not_taken(practice: Practice) -> None:
    await (await Ledger.of(practice)).write(-1, None)


async def the_entry_of_another_attendance_given_back(practice: Practice) -> None:
    ledger, other = await Ledger.of(practice), await Ledger.of(practice)
    first = await other.write(1, None)
    await ledger.write(-1, first)


async def two_sessions_taken_at_once(practice: Practice) -> None:
    await (await Ledger.of(practice)).write(2, None)


async def one_milestone_twice_in_a_run(practice: Practice) -> None:
    cycle, run = await practice.add_cycle(await practice.add_case()), new_key()
    await practice.add(tables.cycle_runs, id=run, cycle_id=cycle, number=2)
    fired = {"cycle_id": cycle, "run_id": run, "kind": MilestoneKind.CYCLE_RENEWAL_DUE}
    for _ in range(2):
        await practice.add(tables.milestones, **fired, percent=90)


async def one_run_twice(practice: Practice) -> None:
    cycle = await practice.add_cycle(await practice.add_case())
    await practice.add(tables.cycle_runs, cycle_id=cycle, number=1)


async def two_active_cycles_of_a_case_for_a_service(practice: Practice) -> None:
    case = await practice.add_case()
    for _ in range(2):
        await practice.add_cycle(case)


async def a_second_one_activated(practice: Practice) -> None:
    case = await practice.add_case()
    await practice.add_cycle(case)
    draft = await practice.add_cycle(case, status=CycleStatus.DRAFT)
    await change(practice, tables.cycles, draft, CycleStatus.ACTIVE)


async def more_carried_in_than_authorized(practice: Practice) -> None:
    await practice.add_cycle(await practice.add_case(), authorized=3, carried_in=4)


async def nothing_authorized(practice: Practice) -> None:
    await practice.add_cycle(await practice.add_case(), authorized=0)


async def a_client_twice_in_a_session(practice: Practice) -> None:
    attendance = await practice.add_attendance()
    async with practice.transaction() as tx:
        found = tables.attendances.select().where(tables.attendances.c.id == attendance)
        session = (await tx.execute(found)).one().session_id
    who = {"session_id": session, "client_id": practice.client}
    await practice.add(tables.attendances, **who)


async def an_attendance_on_the_case_of_another(practice: Practice) -> None:
    case = await practice.add_case(client_id=await practice.add_client())
    await practice.add_attendance(case)


async def an_attendance_on_the_cycle_of_another_case(practice: Practice) -> None:
    cycle = await practice.add_cycle(await practice.add_case())
    await practice.add_attendance(await practice.add_case(), cycle)


async def an_attendance_on_a_cycle_and_no_case(practice: Practice) -> None:
    await practice.add_attendance(None, await practice.add_cycle(await practice.add_case()))


async def an_ended_attendance_without_its_time(practice: Practice) -> None:
    attendance = await practice.add_attendance()
    await change(practice, tables.attendances, attendance, AttendanceStatus.MISSED)


async def an_item_that_ends_before_it_starts(practice: Practice) -> None:
    session = await practice.add(tables.sessions, location_id=practice.location)
    item = {"service_id": practice.service, "location_id": practice.location, "position": 0}
    span = {"starts_at": NOON, "ends_at": NOON}
    await practice.add(tables.items, session_id=session, **item, **span)


async def a_todo_for_nobody(practice: Practice) -> None:
    await practice.add(tables.todos, title="Call")


async def a_row_that_points_into_another_practice(practice: Practice) -> None:
    other = await found_practice(practice.store, "Lakeside")
    await practice.add_case(client_id=other.client)


async def a_word_that_nobody_knows(practice: Practice) -> None:
    case = await practice.add_case()
    await change(practice, tables.cases, case, "ASLEEP")


async def change(practice: Practice, table: Table, key: UUID, word: str) -> None:
    """Put a row into a state, past the words that Python knows."""
    async with practice.transaction() as tx:
        await tx.exec_driver_sql(
            f"UPDATE {table.name} SET status = '{word}' WHERE id = '{key.hex}'"
        )


REFUSED: list[Write] = [
    two_first_entries,
    two_open_entries,
    an_entry_given_back_twice,
    something_given_back_that_was_not_taken,
    the_entry_of_another_attendance_given_back,
    two_sessions_taken_at_once,
    one_milestone_twice_in_a_run,
    one_run_twice,
    two_active_cycles_of_a_case_for_a_service,
    a_second_one_activated,
    more_carried_in_than_authorized,
    nothing_authorized,
    a_client_twice_in_a_session,
    an_attendance_on_the_case_of_another,
    an_attendance_on_the_cycle_of_another_case,
    an_attendance_on_a_cycle_and_no_case,
    an_ended_attendance_without_its_time,
    an_item_that_ends_before_it_starts,
    a_todo_for_nobody,
    a_row_that_points_into_another_practice,
    a_word_that_nobody_knows,
]


@pytest.mark.parametrize("write", REFUSED, ids=lambda write: write.__name__)
async def test_the_database_refuses(practice: Practice, write: Write) -> None:
    with pytest.raises(IntegrityError):
        await write(practice)


async def test_taking_and_giving_back_in_turn_is_no_breach(practice: Practice) -> None:
    ledger = await Ledger.of(practice)

    first = await ledger.write(1, None)
    second = await ledger.write(-1, first)
    third = await ledger.write(1, second)

    assert len({first, second, third}) == 3


async def test_cycles_of_other_services_other_cases_and_other_states_are_no_breach(
    practice: Practice,
) -> None:
    case, other = await practice.add_case(), await practice.add_case()

    active = [
        await practice.add_cycle(case),
        await practice.add_cycle(case, services=[await add_service(practice)]),
        await practice.add_cycle(other),
        await practice.add_cycle(case, status=CycleStatus.DISCONTINUED),
    ]

    assert len(active) == 4
