"""Attendances that come onto a cycle or off it because the cycle changed. What one draws on is a
fact of its own, so each has it on its own record.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from db.work import Work
from db.writing import linking
from domain.attendances import Attendance
from domain.changes import Change, ChangeKind
from domain.cycles import Cycle
from domain.ids import Noun


async def take_on(work: Work, cycle: Cycle) -> int:
    """Link every open session of the case that the cycle serves and none holds; how many
    (Cycles 2).
    """
    return await _link(work, await linking.linkable(work, cycle), cycle.key)


async def give_up(work: Work, cycle: Cycle) -> int:
    """Take every open session off the cycle; how many."""
    return await _link(work, await linking.open_on(work, cycle.key), None)


async def give_up_these(work: Work, cycle: Cycle, keys: Collection[UUID]) -> None:
    """Take these open sessions off the cycle."""
    await _link(work, await linking.open_among(work, cycle.key, keys), None)


async def _link(work: Work, found: Sequence[Attendance], cycle: UUID | None) -> int:
    # Where there are none the table stays unwritten: no screen need look at it.
    if found:
        await linking.link(work, [each.key for each in found], cycle)
    for each in found:
        work.record(linked(each, cycle))
    return len(found)


def linked(attendance: Attendance, cycle: UUID | None) -> Change:
    """That the attendance draws on another cycle from now on, or on none."""
    return Change(
        ChangeKind.ATTENDANCE_RELINKED if cycle else ChangeKind.ATTENDANCE_UNLINKED,
        Noun.ATTENDANCE,
        attendance.key,
        before={"cycle": attendance.cycle},
        after={"cycle": cycle},
        keys=replace(attendance, cycle=cycle).keys,
        was=attendance.keys,
    )
