"""Opening ended attendances again: what they consumed is given back, and their hour taken again."""

from uuid import UUID

from db.work import Work
from db.writing import attendances, cases, cycles, ledger, turns
from domain.access import Act
from domain.attendances import Attendance, AttendanceStatus, left_an_ended, occupies, step
from domain.cases import Case, must_be_open
from domain.changes import Change, ChangeKind
from domain.cycles import CycleStatus
from domain.ids import Noun
from resolvers.attendances import PATH, counted, hold, outcome_of
from resolvers.linking import linked
from resolvers.outcome import Outcome, Warnings
from resolvers.returning import keep_hours_again
from resolvers.room import make_room_again


async def reopen(work: Work, key: UUID | None, override: bool, expected: int | None) -> Outcome:
    """Open an ended attendance again; what it consumed is given back, whatever became of the cycle
    (Cycles 4). Off a cycle that has ended it is taken, as what was open when it ended, and that is
    told. A closed case takes nothing open, and a cycle no more than the policy lets it (Cycles 5).
    One that was canceled or missed gets its hour back only where nobody has it meanwhile, or over
    the conflict (Sessions 3).
    """
    work.demand(Act.REOPEN_ATTENDANCE, *([Act.OVERRIDE_CONFLICT] if override else []))
    attendance, case = await _held(work, key, expected)
    if not occupies(attendance.status):
        await keep_hours_again(work, attendance.session, attendance.client, override, PATH)
    warnings = await make_room_again(work, attendance, case, PATH)
    await attendances.reopen(work, attendance.key)
    work.record(_reopened(attendance))
    if attendance.consumed_of is not None:
        await _give_back(work, attendance.consumed_of, attendance)
    if attendance.cycle is not None:
        warnings = (*warnings, *await _leave_if_ended(work, attendance, attendance.cycle))
    return outcome_of(attendance, (), warnings)


async def _held(
    work: Work, key: UUID | None, expected: int | None
) -> tuple[Attendance, Case | None]:
    if key:
        await turns.of_visit(work, key)
    attendance = await hold(work, key, expected)
    step(attendance.status, AttendanceStatus.OPEN, PATH)
    if attendance.case is None:
        return attendance, None
    case = (await cases.load_unscoped(work, [attendance.case]))[attendance.case]
    must_be_open(case, PATH)
    return attendance, case


async def _leave_if_ended(work: Work, attendance: Attendance, cycle: UUID) -> Warnings:
    """Without a cycle it is found by the next one that is activated; with one that has ended it
    would consume nothing (Cycles 2, 3).
    """
    held = await cycles.load_unscoped(work, cycle)
    if held.cycle.status not in (CycleStatus.COMPLETED, CycleStatus.DISCONTINUED):
        return ()
    await attendances.link(work, attendance.key, None)
    work.record(linked(attendance, None))
    return (left_an_ended(held.cycle.status),)


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
