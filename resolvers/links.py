"""Linking attendances to another cycle, or to none: what was consumed moves along."""

from dataclasses import replace
from uuid import UUID

from db.work import Work
from db.writing import attendances, cases, cycles, ledger
from db.writing.cycles import Held
from domain.access import Act
from domain.attendances import (
    Attendance,
    AttendanceStatus,
    consumes,
    must_be_linkable,
    must_be_linked,
)
from domain.changes import ChangeKind
from domain.cycles import must_have_one_left
from domain.errors import DomainError, NotFound, Refused
from resolvers.attendances import PATH, counted, hold
from resolvers.linking import linked
from resolvers.milestones import fire_due
from resolvers.outcome import Outcome, Warnings
from resolvers.room import make_room


async def relink(work: Work, key: UUID | None, cycle: UUID | None, expected: int | None) -> Outcome:
    """Link an attendance to another active cycle of its case. A treated one takes its session with
    it, in this one transaction; the milestones that the other cycle passes fire (Cycles 4, 6). One
    that was completed without consuming goes on consuming nothing, because a manager chose that.
    An open one is booked on the other cycle, as far as the policy lets it (Cycles 5).
    """
    work.demand(Act.RELINK_ATTENDANCE)
    try:
        attendance = await hold(work, key, expected)
    except NotFound as unknown:
        raise Refused([unknown, *await _unknown(work, cycle)]) from unknown
    held = await _both(work, attendance, cycle)
    target = held.get(cycle) if cycle else None
    if target is None:
        raise NotFound(path=("input", "cycleId"))
    must_be_linkable(attendance, target.cycle, ("input", "cycleId"))
    before, warnings = attendance.cycle, await _room(work, attendance, target)
    attendance = await _given_back(work, attendance, held)
    await attendances.link(work, attendance.key, target.cycle.key)
    work.record(linked(attendance, target.cycle.key))
    attendance = replace(attendance, cycle=target.cycle.key)
    todos = await _taken(work, attendance, target)
    return _outcome(attendance, before, todos, warnings)


async def unlink(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Take an attendance off its cycle, which gets back what it consumed (Cycles 4, 5)."""
    work.demand(Act.RELINK_ATTENDANCE)
    attendance = await hold(work, key, expected)
    must_be_linked(attendance, PATH)
    before = attendance.cycle
    held = await _both(work, attendance, None)
    attendance = await _given_back(work, attendance, held)
    await attendances.link(work, attendance.key, None)
    work.record(linked(attendance, None))
    return _outcome(replace(attendance, cycle=None), before, ())


async def _unknown(work: Work, cycle: UUID | None) -> list[DomainError]:
    found = await cycles.load(work, cycle) if cycle else None
    return [] if found else [NotFound(path=("input", "cycleId"))]


async def _both(work: Work, attendance: Attendance, cycle: UUID | None) -> dict[UUID, Held]:
    """The cycle that is consumed and the wanted one."""
    wanted = {key for key in (attendance.consumed_of, cycle) if key}
    found = {}
    for key in wanted:
        mine = key == attendance.consumed_of
        found[key] = await (cycles.load_unscoped if mine else cycles.load)(work, key)
    return {key: held for key, held in found.items() if held}


async def _room(work: Work, attendance: Attendance, target: Held) -> Warnings:
    if attendance.status is not AttendanceStatus.OPEN:
        return ()
    case = (await cases.load_unscoped(work, [target.cycle.case]))[target.cycle.case]
    return await make_room(work, case.booking_policy, target.cycle, ("input", "cycleId"))


async def _given_back(work: Work, attendance: Attendance, held: dict[UUID, Held]) -> Attendance:
    if attendance.consumed_of is None:
        return attendance
    last = await ledger.give_back(work, attendance.consumed_of, attendance, "unlinked")
    source = held[attendance.consumed_of]
    less = source.cycle.consumed - 1
    work.record(counted(ChangeKind.CYCLE_GIVEN_BACK, source, less, attendance))
    return replace(attendance, consumed_of=None, last_entry=last)


async def _taken(work: Work, attendance: Attendance, target: Held) -> tuple[UUID, ...]:
    if not consumes(attendance.status, target.cycle.status, attendance.without_consuming):
        return ()
    must_have_one_left(target.cycle, ("input", "cycleId"))
    await ledger.consume(work, target.cycle.key, attendance, "re-linked")
    more = target.cycle.consumed + 1
    work.record(counted(ChangeKind.CYCLE_CONSUMED, target, more, attendance))
    return await fire_due(work, target, more)


def _outcome(
    attendance: Attendance,
    before: UUID | None,
    todos: tuple[UUID, ...],
    warnings: Warnings = (),
) -> Outcome:
    return Outcome(
        {
            "attendance": attendance.key,
            "session": attendance.session,
            "cycle": attendance.cycle,
            "previous_cycle": before,
            "todos_created": todos,
        },
        warnings,
    )
