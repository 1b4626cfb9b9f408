"""Sessions, their items and who attends."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
)

from db.tables.shape import by_creation, one_of, owned_table, points_to, word
from db.types import Instant
from domain.attendances import AttendanceStatus

sessions = owned_table(
    "sessions",
    *points_to("locations", "location_id"),
    Column("capacity", Integer, nullable=False, server_default="1"),
    # The span of the items' times, kept here because lists page and sort by it.
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("public_note", Text),
    Column("private_note", Text),
    Column("canceled_at", Instant),
    Column("canceled_because", Text),
    CheckConstraint("capacity > 0", name="capacity_is_positive"),
)
Index("ix_sessions_of_location", sessions.c.organization_id, sessions.c.location_id)
Index("ix_sessions_by_start", sessions.c.organization_id, sessions.c.starts_at, sessions.c.id)

items = owned_table(
    "items",
    *points_to("sessions", "session_id"),
    Column("position", Integer, nullable=False),
    *points_to("services", "service_id"),
    *points_to("members", "clinician_id", nullable=True),
    *points_to("locations", "location_id"),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("conflict_overridden", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("organization_id", "session_id", "position"),
    CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
    CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="has_a_whole_time_or_none"),
)
Index(
    "ix_items_of_clinician",
    items.c.organization_id,
    items.c.clinician_id,
    items.c.starts_at,
)
Index("ix_items_of_service", items.c.organization_id, items.c.service_id)
Index("ix_items_by_start", items.c.organization_id, items.c.starts_at)

attendances = owned_table(
    "attendances",
    *points_to("sessions", "session_id"),
    *points_to("clients", "client_id"),
    Column("case_id", Uuid),
    Column("cycle_id", Uuid),
    word("status", AttendanceStatus, AttendanceStatus.OPEN),
    Column("completed_at", Instant),
    *points_to("members", "completed_by_id", nullable=True),
    # A manager's choice: it consumes nothing, whatever it is linked to later.
    Column("without_consuming", Boolean, nullable=False, server_default="0"),
    one_of("status", AttendanceStatus),
    CheckConstraint("(status = 'OPEN') = (completed_at IS NULL)", name="ended_has_a_time"),
    CheckConstraint("cycle_id IS NULL OR case_id IS NOT NULL", name="a_cycle_is_of_a_case"),
    UniqueConstraint("organization_id", "session_id", "client_id"),
    # The case is the attending client's own, the cycle is of that case.
    ForeignKeyConstraint(
        ["organization_id", "case_id", "client_id"],
        ["cases.organization_id", "cases.id", "cases.client_id"],
    ),
    ForeignKeyConstraint(
        ["organization_id", "cycle_id", "case_id"],
        ["cycles.organization_id", "cycles.id", "cycles.case_id"],
    ),
)
by_creation(attendances)
for _owner in ("client_id", "case_id", "cycle_id"):
    Index(f"ix_attendances_of_{_owner[:-3]}", attendances.c.organization_id, attendances.c[_owner])
