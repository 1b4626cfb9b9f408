"""The plain and the computed fields of an object, by the rules of `domain/` and domain.md."""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

from domain.access import Role
from domain.attendances import AttendanceStatus, why_not_consuming
from domain.cycles import CycleStatus
from domain.sessions import booking_status, kind_of
from tests.reading.data import Row
from tests.reading.world import Seen, World

STAFF_ONLY = {
    ("Member", "email"),
    ("Service", "wageMinor"),
    ("Session", "privateNote"),
    ("Session", "canceledBecause"),
    ("SessionItem", "conflictOverridden"),
    ("Attendance", "isConsuming"),
    ("Attendance", "whyNotConsuming"),
}
COUNTED = (AttendanceStatus.OPEN, AttendanceStatus.COMPLETED)
Fact = Callable[[World, Row], Any]


def fact(world: World, seen: Seen, name: str) -> Any:
    """The field's value as Python has it; null where it is for staff only."""
    if world.viewer.role is Role.CLIENT and (seen.typename, name) in STAFF_ONLY:
        return None
    computed = FACTS.get((seen.typename, name))
    return computed(world, seen.row) if computed else seen.row[column_of(name)]


def column_of(name: str) -> str:
    """The column of a plain field."""
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def shown(value: Any) -> Any:
    """The value as JSON shows it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def parts(world: World, session: Row) -> list[Row]:
    """The session's attendances, seen or not."""
    return [row for row in world.rows("attendances") if row["session_id"] == session["id"]]


def standing(world: World, session: Row) -> list[AttendanceStatus]:
    """How the session's attendances stand; to a client, how their own does."""
    key, is_client = world.viewer.key, world.viewer.role is Role.CLIENT
    told = [p for p in parts(world, session) if not is_client or p["client_id"] == key]
    return [part["status"] for part in told]


def times(world: World, session: Row) -> list[datetime | None]:
    """When the session's items start."""
    return [row["starts_at"] for row in world.rows("items") if row["session_id"] == session["id"]]


def has_passed(world: World, session: Row) -> bool:
    """Whether the session's scheduled time is over."""
    return session["ends_at"] is not None and session["ends_at"] <= world.now


def ledger(world: World, column: str, row: Row) -> int:
    """The sum of the entries that name the row."""
    return sum(each["delta"] for each in world.rows("entries") if each[column] == row["id"])


def reason(world: World, row: Row) -> Any:
    """Why the attendance does not consume."""
    cycle = world.row("cycles", row["cycle_id"])
    status: CycleStatus | None = cycle["status"] if cycle else None
    consumed = ledger(world, "attendance_id", row) > 0
    chosen = row["without_consuming"]
    return why_not_consuming(row["status"], row["case_id"] is not None, status, consumed, chosen)


def consumed(world: World, row: Row) -> int:
    """Of a cycle: the sum of its ledger."""
    return ledger(world, "cycle_id", row)


def pending(world: World, row: Row) -> int:
    """Of a cycle: its open attendances in sessions with a time."""
    own = [r for r in world.rows("attendances") if r["cycle_id"] == row["id"]]
    waiting = [r["session_id"] for r in own if r["status"] is AttendanceStatus.OPEN]
    timed = [r["id"] for r in world.rows("sessions") if r["starts_at"] is not None]
    return sum(session in timed for session in waiting)


def remaining(world: World, row: Row) -> int:
    """Of a cycle: authorized, less what is used here or was used before."""
    return int(row["authorized"] - row["carried_in"] - consumed(world, row))


def tenths(part: int, whole: int | None) -> float | None:
    """A share in %, cut to a tenth; null of no whole."""
    return None if whole is None else part * 1000 // whole / 10


def visits(world: World, case: Row, counts: Fact) -> int:
    """The case's sessions that count, neither canceled nor missed on it; each once."""
    own = [r for r in world.rows("attendances") if r["case_id"] == case["id"]]
    kept = {r["session_id"] for r in own if r["status"] in COUNTED}
    return sum(r["id"] in kept and counts(world, r) for r in world.rows("sessions"))


def done(world: World, row: Row) -> int:
    """Of a case: sessions in the past."""
    return visits(world, row, has_passed)


def booked(world: World, row: Row) -> int:
    """Of a case: sessions with a time."""
    return visits(world, row, lambda world, session: session["starts_at"] is not None)


FACTS: dict[tuple[str, str], Fact] = {
    ("Organization", "progressSummaryPercent"): lambda w, row: row["summary_percent"],
    ("AuditEntry", "recordId"): lambda w, row: f"{row['noun']}_{row['noun_id'].hex}",
    ("Client", "name"): lambda w, row: f"{row['given_name']} {row['family_name']}",
    ("Session", "kind"): lambda w, row: kind_of(len(parts(w, row)), row["capacity"]),
    ("Session", "bookingStatus"): lambda w, row: booking_status(times(w, row), standing(w, row)),
    ("Session", "isUnsaved"): lambda w, row: (
        has_passed(w, row) and AttendanceStatus.OPEN in standing(w, row)
    ),
    ("Attendance", "isConsuming"): lambda w, row: ledger(w, "attendance_id", row) > 0,
    ("Attendance", "whyNotConsuming"): reason,
    ("Cycle", "consumed"): consumed,
    ("Cycle", "pending"): pending,
    ("Cycle", "projected"): lambda w, row: consumed(w, row) + pending(w, row),
    ("Cycle", "remaining"): remaining,
    ("Cycle", "unbooked"): lambda w, row: max(0, remaining(w, row) - pending(w, row)),
    ("Cycle", "percentConsumed"): lambda w, row: tenths(
        row["carried_in"] + consumed(w, row), row["authorized"]
    ),
    ("Case", "sessionsDone"): done,
    ("Case", "sessionsBooked"): booked,
    ("Case", "sessionsLeft"): lambda w, row: (
        None if row["max_sessions"] is None else max(0, row["max_sessions"] - done(w, row))
    ),
    ("Case", "percentDone"): lambda w, row: tenths(done(w, row), row["max_sessions"]),
    ("Case", "percentBooked"): lambda w, row: tenths(booked(w, row), row["max_sessions"]),
}
