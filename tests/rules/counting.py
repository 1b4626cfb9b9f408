"""What must hold of a case's cycles, counted slowly from their rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select

from db import tables
from db.store import Store
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus, MilestoneKind

THRESHOLDS = {MilestoneKind.PROGRESS_SUMMARY_DUE: 80, MilestoneKind.CYCLE_RENEWAL_DUE: 90}
Rows = Sequence[Row[Any]]


@dataclass(frozen=True)
class Books:
    """The rows of a practice that cycles are counted from."""

    cycles: Rows
    runs: Rows
    milestones: Rows
    entries: Rows
    attendances: Rows
    sessions: Rows

    @classmethod
    async def of(cls, store: Store) -> "Books":
        """As they are now."""
        wanted: list[Table] = [
            tables.cycles,
            tables.cycle_runs,
            tables.milestones,
            tables.entries,
            tables.attendances,
            tables.sessions,
        ]
        async with store.reading() as tx:
            return cls(*[(await tx.execute(select(table))).all() for table in wanted])

    def open_entries(self, cycle: UUID) -> int:
        """Sessions that were taken and not given back."""
        returned = {entry.previous_id for entry in self.entries}
        taken = [entry for entry in self.entries if entry.delta == 1 and entry.cycle_id == cycle]
        return sum(entry.id not in returned for entry in taken)

    def pending(self, cycle: UUID) -> int:
        """Open attendances of the cycle in a session with a time."""
        timed = {session.id for session in self.sessions if session.starts_at is not None}
        linked = [one for one in self.attendances if one.cycle_id == cycle]
        return sum(
            one.status is AttendanceStatus.OPEN and one.session_id in timed for one in linked
        )

    def numbers(self, row: Row[Any]) -> dict[str, Any]:
        """Each derived number of the cycle, by its definition."""
        consumed, pending = self.open_entries(row.id), self.pending(row.id)
        remaining = row.authorized - row.carried_in - consumed
        return {
            "authorized": row.authorized,
            "carried_in": row.carried_in,
            "consumed": consumed,
            "pending": pending,
            "projected": consumed + pending,
            "remaining": remaining,
            "unbooked": max(0, remaining - pending),
            "percent_consumed": (row.carried_in + consumed) * 1000 // row.authorized / 10,
        }

    def fired(self, cycle: UUID) -> Counter[tuple[UUID, MilestoneKind]]:
        """How often each milestone fired in each run."""
        return Counter((one.run_id, one.kind) for one in self.milestones if one.cycle_id == cycle)

    def missing(self, row: Row[Any]) -> list[MilestoneKind]:
        """Milestones of an active cycle that are true and have not fired in its run."""
        run = max((r for r in self.runs if r.cycle_id == row.id), key=lambda r: r.number)
        used = row.carried_in + self.open_entries(row.id)
        fired = self.fired(row.id)
        passed = [kind for kind, at in THRESHOLDS.items() if used * 100 >= at * row.authorized]
        active = row.status is CycleStatus.ACTIVE
        return [kind for kind in passed if active and (run.id, kind) not in fired]
