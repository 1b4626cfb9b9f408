"""Completing attendances, which is what consumes a cycle."""

from uuid import UUID

from db.work import Work
from db.writing import attendances, cycles, ledger
from db.writing.cycles import Held
from domain.access import Act
from domain.attendances import Attendance, AttendanceStatus, consumes, faults_in_outcome, step
from domain.changes import Change, ChangeKind
from domain.cycles import must_have_one_left
from domain.errors import NotFound
from domain.ids import Noun
from resolvers.milestones import fire_due
from resolvers.outcome import Outcome, Warnings
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
    return outcome_of(attendance, todos)


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


def outcome_of(attendance: Attendance, todos: tuple[UUID, ...], warnings: Warnings = ()) -> Outcome:
    """What a payload shows of a change of an attendance."""
    return Outcome(
        {
            "attendance": attendance.key,
            "session": attendance.session,
            "cycle": attendance.consumed_of or attendance.cycle,
            "todos_created": todos,
        },
        warnings,
    )
