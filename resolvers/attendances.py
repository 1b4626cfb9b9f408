"""Completing and reopening attendances: what consumes a cycle, and what gives back."""

from uuid import UUID

from db.work import Work
from db.writing import attendances, cases, cycles, ledger, turns
from db.writing.cycles import Held
from domain.access import Act
from domain.attendances import (
    Attendance,
    AttendanceStatus,
    consumes,
    faults_in_outcome,
    occupies,
    step,
)
from domain.cases import must_be_open
from domain.changes import Change, ChangeKind
from domain.cycles import CycleStatus, must_have_one_left
from domain.errors import NotFound
from domain.ids import Noun
from resolvers.booked import keep_hours_again
from resolvers.linking import linked
from resolvers.milestones import fire_due
from resolvers.outcome import Outcome
from resolvers.refusing import beside
from resolvers.versions import must_be_current

PATH = ("input", "attendanceId")


async def complete(
    work: Work,
    key: UUID | None,
    outcome: AttendanceStatus,
    without_consuming: bool,
    expected: int | None,
) -> Outcome:
    """End an attendance as COMPLETED, CANCELED or MISSED. Treated on an ACTIVE cycle, it consumes
    one session; at the thresholds the todos appear (Cycles 3, 5, 6).
    """
    work.demand(Act.COMPLETE_ATTENDANCE)
    if without_consuming:
        work.demand(Act.COMPLETE_WITHOUT_CONSUMING)
    with beside(faults_in_outcome(outcome, ("input", "outcome"))):
        attendance = await hold(work, key, expected)
    step(attendance.status, outcome, PATH)
    held = await cycles.load_unscoped(work, attendance.cycle) if attendance.cycle else None
    chosen = without_consuming and outcome is AttendanceStatus.COMPLETED
    await attendances.end(work, attendance.key, outcome, chosen)
    work.record(_ended(attendance, outcome, chosen))
    todos: tuple[UUID, ...] = ()
    if held and consumes(outcome, held.cycle.status, without_consuming):
        todos = await _consume(work, held, attendance)
    return _outcome(attendance, todos)


async def hold(work: Work, key: UUID | None, expected: int | None) -> Attendance:
    """The attendance, locked; NotFound, or StaleVersion where it has moved on."""
    attendance = await attendances.hold(work, key) if key else None
    if attendance is None:
        raise NotFound(path=PATH)
    must_be_current(Noun.ATTENDANCE, attendance.key, attendance.version, expected)
    return attendance


async def _consume(work: Work, held: Held, attendance: Attendance) -> tuple[UUID, ...]:
    must_have_one_left(held.cycle, PATH)
    await ledger.consume(work, held.cycle.key, attendance, "treated")
    consumed = held.cycle.consumed + 1
    work.record(counted(ChangeKind.CYCLE_CONSUMED, held, consumed, attendance))
    return await fire_due(work, held, consumed)


async def reopen(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Open an ended attendance again; what it consumed is given back, whatever became of the cycle
    (Cycles 4). Off a cycle that has ended it is taken, as what was open when it ended. A closed
    case takes nothing open. One that was canceled or missed gets its hour back only where nobody
    has it meanwhile (Sessions 3).
    """
    work.demand(Act.REOPEN_ATTENDANCE)
    if key:
        await turns.of_visit(work, key)
    attendance = await hold(work, key, expected)
    step(attendance.status, AttendanceStatus.OPEN, PATH)
    if attendance.case:
        must_be_open((await cases.load_unscoped(work, [attendance.case]))[attendance.case], PATH)
    if not occupies(attendance.status):
        await keep_hours_again(work, attendance.session, attendance.client, PATH)
    await attendances.reopen(work, attendance.key)
    work.record(_reopened(attendance))
    if attendance.consumed_of is not None:
        await _give_back(work, attendance.consumed_of, attendance)
    if attendance.cycle is not None:
        await _leave_if_ended(work, attendance, attendance.cycle)
    return _outcome(attendance, ())


async def _leave_if_ended(work: Work, attendance: Attendance, cycle: UUID) -> None:
    """Without a cycle it is found by the next one that is activated; with one that has ended it
    would consume nothing (Cycles 2, 3).
    """
    held = await cycles.load_unscoped(work, cycle)
    if held.cycle.status in (CycleStatus.COMPLETED, CycleStatus.DISCONTINUED):
        await attendances.link(work, attendance.key, None)
        work.record(linked(attendance, None))


async def _give_back(work: Work, cycle: UUID, attendance: Attendance) -> None:
    held = await cycles.load_unscoped(work, cycle)
    await ledger.give_back(work, cycle, attendance, "reopened")
    consumed = held.cycle.consumed - 1
    work.record(counted(ChangeKind.CYCLE_GIVEN_BACK, held, consumed, attendance))


def _reopened(attendance: Attendance) -> Change:
    chosen = attendance.without_consuming
    before = {"status": attendance.status, **({"withoutConsuming": True} if chosen else {})}
    after = {"status": AttendanceStatus.OPEN, **({"withoutConsuming": False} if chosen else {})}
    kind = ChangeKind.ATTENDANCE_REOPENED
    return Change(kind, Noun.ATTENDANCE, attendance.key, before, after, attendance.keys)


def _ended(attendance: Attendance, outcome: AttendanceStatus, chosen: bool) -> Change:
    # That somebody chose to consume nothing is on record, because it is not seen from the rest.
    before = {"status": attendance.status, **({"withoutConsuming": False} if chosen else {})}
    after = {"status": outcome, **({"withoutConsuming": True} if chosen else {})}
    kind = ChangeKind.ATTENDANCE_COMPLETED
    return Change(kind, Noun.ATTENDANCE, attendance.key, before, after, attendance.keys)


def counted(kind: ChangeKind, held: Held, consumed: int, attendance: Attendance) -> Change:
    """What the feed is told of a cycle that was consumed or got a session back."""
    return Change(
        kind,
        Noun.CYCLE,
        held.cycle.key,
        before={"consumed": held.cycle.consumed},
        after={"consumed": consumed},
        # Where the case is treated, for those who are limited to a place see cycles by that.
        keys={**attendance.keys, **held.keys},
    )


def _outcome(attendance: Attendance, todos: tuple[UUID, ...]) -> Outcome:
    return Outcome(
        {
            "attendance": attendance.key,
            "session": attendance.session,
            "cycle": attendance.consumed_of or attendance.cycle,
            "todos_created": todos,
        }
    )
