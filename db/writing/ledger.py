"""The consumption ledger and the milestones: append-only."""

from collections.abc import Sequence
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


async def fire(work: Work, due: Sequence[tuple[Cycle, MilestoneKind]]) -> list[UUID]:
    """Put on record that each milestone fired in its cycle's current run; the keys."""
    keys = [new_key() for _ in due]
    rows = [_fired(key, *each) for key, each in zip(keys, due, strict=True)]
    await work.insert(milestones, *rows)
    return keys


def _fired(key: UUID, cycle: Cycle, kind: MilestoneKind) -> dict[str, object]:
    run = {"run_id": cycle.run, "cycle_id": cycle.key}
    return {"id": key, **run, "kind": kind, "percent": cycle.thresholds[kind]}
