"""Rows in bulk: gathered one by one, saved in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from db import tables
from domain.attendances import AttendanceStatus
from domain.ids import new_key
from tests.practice import NOON, Practice

HOUR = timedelta(hours=1)


@dataclass
class Rows:
    """What is to be saved, by table; tables are saved in the order in which they were named."""

    practice: Practice
    gathered: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: Table, **row: Any) -> UUID:
        """A row of the practice; its key."""
        stamp = {"organization_id": self.practice.organization, "created_at": NOON}
        key = new_key()
        self.gathered.setdefault(table, []).append({**stamp, "id": key, **row})
        return key

    def case(self) -> UUID:
        """An open case of the client."""
        owners = {"client_id": self.practice.client, "location_id": self.practice.location}
        return self.add(tables.cases, title="Left knee", **owners)

    def session(self, starts_at: datetime | None, capacity: int = 1) -> UUID:
        """A session, of which a list knows the span."""
        span = {"starts_at": starts_at, "ends_at": starts_at + HOUR if starts_at else None}
        where = {"location_id": self.practice.location}
        return self.add(tables.sessions, capacity=capacity, **span, **where)

    def attendance(self, session: UUID, status: AttendanceStatus, **row: Any) -> UUID:
        """The client's part in a session, on no case unless said."""
        ended = None if status is AttendanceStatus.OPEN else NOON
        usual = {"client_id": self.practice.client, "case_id": None, "cycle_id": None}
        state = {"status": status, "completed_at": ended}
        return self.add(tables.attendances, session_id=session, **{**usual, **state, **row})

    def entries(self, cycle: UUID, attendance: UUID, count: int) -> None:
        """So many entries of the attendance, in which taking and giving back take turns."""
        last = None
        who = {"cycle_id": cycle, "attendance_id": attendance}
        for nth in range(count):
            delta = -1 if nth % 2 else 1
            turn = {"delta": delta, "previous_id": last, "previous_delta": -delta}
            actor = {"actor_id": self.practice.people["owner"], "reason": "treated"}
            last = self.add(tables.entries, **who, **turn, **actor)

    async def save(self) -> None:
        """Insert all that was gathered."""
        async with self.practice.store.transaction() as tx:
            for table, rows in self.gathered.items():
                await tx.execute(insert(table), rows)
