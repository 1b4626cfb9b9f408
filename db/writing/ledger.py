"""The consumption ledger and the milestones: append-only."""

from uuid import UUID

from db.tables import entries, milestones
from db.work import Work
from domain.attendances import Attendance
from domain.cycles import Cycle, MilestoneKind
from domain.ids import new_key


async def consume(work: Work, cycle: UUID, attendance: Attendance, reason: str) -> None:
    """The attendance takes one authorized session of the cycle."""
    await _append(work, cycle, attendance, +1, reason)


async def give_back(work: Work, cycle: UUID, attendance: Attendance, reason: str) -> UUID:
    """The attendance returns the session that it took of the cycle; the entry's key, at which the
    chain goes on.
    """
    return await _append(work, cycle, attendance, -1, reason)


async def _append(work: Work, cycle: UUID, attendance: Attendance, delta: int, reason: str) -> UUID:
    key = new_key()
    await work.insert(
        entries,
        {
            "id": key,
            "cycle_id": cycle,
            "attendance_id": attendance.key,
            "delta": delta,
            "reason": reason,
            "actor_id": work.viewer.key,
            "previous_id": attendance.last_entry,
            "previous_delta": -delta,
        },
    )
    return key


async def fire(work: Work, cycle: Cycle, kind: MilestoneKind) -> UUID:
    """Put on record that the milestone fired in the cycle's current run; its key."""
    key = new_key()
    row = {"id": key, "run_id": cycle.run, "cycle_id": cycle.key, "kind": kind}
    await work.insert(milestones, {**row, "percent": cycle.thresholds[kind]})
    return key
