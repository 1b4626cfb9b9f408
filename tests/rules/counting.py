"""What must hold of a case and its cycles, counted slowly from their rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select

from db import tables
from db.store import Store
from domain.attendances import AttendanceStatus, NotConsuming, why_not_consuming
from domain.cycles import CycleStatus, MilestoneKind

Rows = Sequence[Row[Any]]
COUNTED = (AttendanceStatus.OPEN, AttendanceStatus.COMPLETED)


@dataclass(frozen=True)
class Books:
    """The rows of a practice that cases and cycles are counted from."""

    cases: Rows
    cycles: Rows
    runs: Rows
    milestones: Rows
    entries: Rows
    attendances: Rows
    sessions: Rows
    items: Rows
    todos: Rows
    organizations: Rows

    @classmethod
    async def of(cls, store: Store) -> "Books":
        """As they are now."""
        wanted: list[Table] = [
            tables.cases,
            tables.cycles,
            tables.cycle_runs,
            tables.milestones,
            tables.entries,
            tables.attendances,
            tables.sessions,
            tables.items,
            tables.todos,
            tables.organizations,
        ]
        async with store.reading() as tx:
            return cls(*[(await tx.execute(select(table))).all() for table in wanted])

    @property
    def held(self) -> Rows:
        """Entries of sessions that were taken and not given back."""
        returned = {entry.previous_id for entry in self.entries}
        return [entry for entry in self.entries if entry.delta == 1 and entry.id not in returned]

    def open_entries(self, cycle: UUID) -> int:
        """Sessions of the cycle that were taken and not given back."""
        return sum(entry.cycle_id == cycle for entry in self.held)

    def reason(self, row: Row[Any]) -> NotConsuming | None:
        """Why an attendance does not consume, by the rule."""
        held = [entry for entry in self.held if entry.attendance_id == row.id]
        # What is held is held once, by one who was treated, of the cycle that they are linked to.
        assert [entry.cycle_id for entry in held] in ([], [row.cycle_id])
        assert not held or row.status is AttendanceStatus.COMPLETED
        assert not (held and row.without_consuming)
        cycle = next((each.status for each in self.cycles if each.id == row.cycle_id), None)
        linked, chosen = row.case_id is not None, row.without_consuming
        return why_not_consuming(row.status, linked, cycle, bool(held), chosen)

    def of_case(self, row: Row[Any], now: datetime) -> dict[str, Any]:
        """Each derived number of the case, by its definition."""
        own = [one for one in self.attendances if one.case_id == row.id]
        kept = {one.session_id for one in own if one.status in COUNTED}
        timed = [one for one in self.sessions if one.id in kept and one.starts_at is not None]
        done, booked = sum(one.ends_at <= now for one in timed), len(timed)
        return {
            "sessions_done": done,
            "sessions_booked": booked,
            "sessions_left": max(0, row.max_sessions - done),
            "percent_done": done * 1000 // row.max_sessions / 10,
            "percent_booked": booked * 1000 // row.max_sessions / 10,
        }

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
        (practice,) = self.organizations
        thresholds = {
            MilestoneKind.PROGRESS_SUMMARY_DUE: row.summary_percent or practice.summary_percent,
            MilestoneKind.CYCLE_RENEWAL_DUE: row.renewal_percent or practice.renewal_percent,
        }
        passed = [kind for kind, at in thresholds.items() if used * 100 >= at * row.authorized]
        active = row.status is CycleStatus.ACTIVE
        return [kind for kind in passed if active and (run.id, kind) not in fired]
