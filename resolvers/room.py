"""Room on a cycle for what is booked: more than it authorizes is refused, warned of or let pass, by
the case's booking policy or the practice's (Cycles 5).
"""

from db.work import Work
from db.writing import cycles
from domain.attendances import Attendance
from domain.cases import BookingPolicy, Case
from domain.cycles import Cycle, CycleStatus, judge_booking
from resolvers.outcome import Warnings


async def make_room(
    work: Work, policy: BookingPolicy, cycle: Cycle, path: tuple[str, ...]
) -> Warnings:
    """Judge one more open session on the cycle, before it is there; BookedBeyondAuthorized, or a
    warning, or none.
    """
    free = await cycles.free_to_book(work, cycle)
    return _told(judge_booking(policy, free, 1, path))


async def make_room_again(
    work: Work, attendance: Attendance, case: Case | None, path: tuple[str, ...]
) -> Warnings:
    """Judge an ended session that is opened again on its active cycle. One that consumed leaves
    the room that it takes.
    """
    if case is None or attendance.cycle is None or attendance.consumed_of is not None:
        return ()
    held = await cycles.load_unscoped(work, attendance.cycle)
    if held.cycle.status is not CycleStatus.ACTIVE:
        return ()
    return await make_room(work, case.booking_policy, held.cycle, path)


async def tell_of_room(work: Work, policy: BookingPolicy, cycle: Cycle) -> Warnings:
    """What there is to say once a cycle has taken on all that its services match. That is never
    refused, because the rule links all of them (Cycles 2).
    """
    lenient = BookingPolicy.ALLOW if policy is BookingPolicy.ALLOW else BookingPolicy.WARN
    return _told(judge_booking(lenient, await cycles.free_to_book(work, cycle), 0, ()))


def _told(warning: str | None) -> Warnings:
    return () if warning is None else (warning,)
