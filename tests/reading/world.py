"""All rows in memory and what of them a viewer may see; slow, and plain to read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.access import Role, Viewer
from domain.ids import Noun, public_id
from tests.reading.data import Row
from tests.reading.loading import Everything

NOUNS = {
    "Attendance": Noun.ATTENDANCE,
    "Case": Noun.CASE,
    "Client": Noun.CLIENT,
    "ConsumptionEntry": Noun.ENTRY,
    "Cycle": Noun.CYCLE,
    "Location": Noun.LOCATION,
    "Member": Noun.MEMBER,
    "Milestone": Noun.MILESTONE,
    "Organization": Noun.ORGANIZATION,
    "Service": Noun.SERVICE,
    "Session": Noun.SESSION,
    "SessionItem": Noun.ITEM,
    "Todo": Noun.TODO,
    "AuditEntry": Noun.AUDIT,
}
TABLES = {
    **{typename: f"{noun}s" for typename, noun in NOUNS.items()},
    "ConsumptionEntry": "entries",
    "AuditEntry": "audit_entries",
}


@dataclass(frozen=True)
class Seen:
    """A row that the viewer sees, as an object of the schema."""

    typename: str
    row: Row

    @property
    def id(self) -> str:
        """What front ends call it."""
        return public_id(NOUNS[self.typename], self.row["id"])


@dataclass(frozen=True)
class World:
    """One viewer's view of everything, at one moment."""

    everything: Everything
    viewer: Viewer
    now: datetime
    # The fields that were shown with a value, and the filters that were judged.
    shown: set[str] = field(default_factory=set)

    def rows(self, table: str) -> list[Row]:
        """All rows of the viewer's practice, seen or not."""
        owner = "id" if table == "organizations" else "organization_id"
        return [row for row in self.everything[table] if row[owner] == self.viewer.organization]

    def row(self, table: str, key: UUID | None) -> Row | None:
        """The practice's row with that key, seen or not."""
        return next((row for row in self.rows(table) if row["id"] == key), None)

    def all(self, typename: str, holds: Callable[[Row], bool] = lambda row: True) -> list[Seen]:
        """The objects that meet the condition, of those that the viewer sees."""
        found = [row for row in self.rows(TABLES[typename]) if holds(row)]
        return [Seen(typename, row) for row in found if self.sees(typename, row)]

    def one(self, typename: str, key: UUID | None) -> Seen | None:
        """The object with that key; None where there is none or the viewer does not see it."""
        return next(iter(self.all(typename, lambda row: row["id"] == key)), None)

    def sees(self, typename: str, row: Row) -> bool:
        """domain.md, Sessions 6: a client sees their own sessions. Who is limited to a location
        sees the cases, sessions and todos of that location, and what hangs on them.
        """
        if typename in ("Organization", "Location", "Member", "Service"):
            return True
        if typename == "AuditEntry":
            return self.viewer.role in (Role.OWNER, Role.ADMIN)
        if self.viewer.role is Role.CLIENT:
            return self._client_sees(typename, row)
        if self.viewer.location is None or typename == "Client":
            return True
        if typename == "Todo" and row["location_id"] is None:
            return True
        return bool(self._location_of(typename, row) == self.viewer.location)

    def _client_sees(self, typename: str, row: Row) -> bool:
        own = self.viewer.key
        mine = [r["session_id"] for r in self.rows("attendances") if r["client_id"] == own]
        match typename:
            case "Client":
                return bool(row["id"] == own)
            case "Attendance":
                return bool(row["client_id"] == own)
            case "Session":
                return row["id"] in mine
            case "SessionItem":
                return row["session_id"] in mine
            case _:
                return False

    def _location_of(self, typename: str, row: Row) -> Any:
        above = {
            "Attendance": ("sessions", "session_id", "Session"),
            "SessionItem": ("sessions", "session_id", "Session"),
            "Cycle": ("cases", "case_id", "Case"),
            "ConsumptionEntry": ("cycles", "cycle_id", "Cycle"),
            "Milestone": ("cycles", "cycle_id", "Cycle"),
        }
        if typename not in above:
            return row["location_id"]
        table, column, upper = above[typename]
        parent = self.row(table, row[column])
        return self._location_of(upper, parent) if parent else None
