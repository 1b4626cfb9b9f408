"""Cases, cycles with their service mix and runs, the consumption ledger and milestones."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from db.tables.shape import by_creation, metadata, one_of, only_where, owned_table, points_to, word
from db.types import Instant, Line, Word
from domain.cases import BookingPolicy, CaseStatus
from domain.cycles import CycleStatus, MilestoneKind

cases = owned_table(
    "cases",
    *points_to("clients", "client_id"),
    *points_to("locations", "location_id"),
    *points_to("members", "supervisor_id", nullable=True),
    Column("title", Line, nullable=False),
    word("status", CaseStatus, CaseStatus.OPEN),
    Column("issued_on", Date),
    Column("expires_on", Date),
    Column("max_sessions", Integer),
    Column("booking_policy", Word(BookingPolicy)),
    one_of("status", CaseStatus),
    one_of("booking_policy", BookingPolicy),
    CheckConstraint("max_sessions > 0", name="max_sessions_is_positive"),
    # What an attendance holds on to: a case of the very client who attends.
    UniqueConstraint("organization_id", "id", "client_id"),
)
by_creation(cases)
Index("ix_cases_of_client", cases.c.organization_id, cases.c.client_id)
Index("ix_cases_of_supervisor", cases.c.organization_id, cases.c.supervisor_id)
Index("ix_cases_of_location", cases.c.organization_id, cases.c.location_id)

cycles = owned_table(
    "cycles",
    *points_to("cases", "case_id"),
    word("status", CycleStatus, CycleStatus.DRAFT),
    Column("authorized", Integer, nullable=False),
    Column("carried_in", Integer, nullable=False, server_default="0"),
    Column("summary_percent", Integer),
    Column("renewal_percent", Integer),
    Column("activated_at", Instant),
    Column("ended_at", Instant),
    Column("ended_because", Text),
    one_of("status", CycleStatus),
    CheckConstraint("authorized > 0", name="authorized_is_positive"),
    CheckConstraint("carried_in BETWEEN 0 AND authorized", name="carried_in_fits"),
    # What the service mix and the attendances hold on to.
    UniqueConstraint("organization_id", "id", "case_id", "status"),
    UniqueConstraint("organization_id", "id", "case_id", name="uq_cycles_of_case"),
)
by_creation(cycles)
Index("ix_cycles_of_case", cycles.c.organization_id, cycles.c.case_id)

cycle_services = Table(
    "cycle_services",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, primary_key=True),
    Column("service_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("cycle_status", Word(CycleStatus), nullable=False),
    ForeignKeyConstraint(
        ["organization_id", "service_id"], ["services.organization_id", "services.id"]
    ),
    # The status follows the cycle's by itself, so that the index below can tell which are active.
    ForeignKeyConstraint(
        ["organization_id", "cycle_id", "case_id", "cycle_status"],
        ["cycles.organization_id", "cycles.id", "cycles.case_id", "cycles.status"],
        onupdate="CASCADE",
    ),
)
only_where(
    "uq_one_active_cycle_per_case_and_service",
    cycle_services.c.cycle_status == "ACTIVE",
    cycle_services.c.organization_id,
    cycle_services.c.case_id,
    cycle_services.c.service_id,
)

cycle_runs = owned_table(
    "cycle_runs",
    *points_to("cycles", "cycle_id"),
    Column("number", Integer, nullable=False),
    UniqueConstraint("organization_id", "cycle_id", "number"),
)

milestones = owned_table(
    "milestones",
    *points_to("cycle_runs", "run_id"),
    *points_to("cycles", "cycle_id"),
    word("kind", MilestoneKind),
    Column("percent", Integer, nullable=False),
    one_of("kind", MilestoneKind),
    UniqueConstraint("organization_id", "run_id", "kind"),
)
Index("ix_milestones_of_cycle", milestones.c.organization_id, milestones.c.cycle_id)

# Append-only. The entries of one attendance form a chain in which +1 and -1 take turns: the first
# has no previous one, each other names its own, and none is named twice. So an attendance never
# has two open entries, whoever writes.
entries = owned_table(
    "entries",
    *points_to("cycles", "cycle_id"),
    Column("attendance_id", Uuid, nullable=False),
    Column("delta", SmallInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("previous_id", Uuid),
    Column("previous_delta", SmallInteger, nullable=False),
    CheckConstraint("delta IN (1, -1)", name="delta_is_one"),
    CheckConstraint("previous_delta = -delta", name="turns_alternate"),
    CheckConstraint("delta = 1 OR previous_id IS NOT NULL", name="only_what_was_taken_returns"),
    UniqueConstraint("organization_id", "id", "attendance_id", "delta"),
    UniqueConstraint("organization_id", "previous_id"),
    ForeignKeyConstraint(
        ["organization_id", "attendance_id"], ["attendances.organization_id", "attendances.id"]
    ),
    ForeignKeyConstraint(
        ["organization_id", "previous_id", "attendance_id", "previous_delta"],
        [
            "entries.organization_id",
            "entries.id",
            "entries.attendance_id",
            "entries.delta",
        ],
    ),
)
only_where(
    "uq_one_first_entry_per_attendance",
    entries.c.previous_id.is_(None),
    entries.c.organization_id,
    entries.c.attendance_id,
)
Index("ix_entries_of_attendance", entries.c.organization_id, entries.c.attendance_id)
Index("ix_entries_of_cycle", entries.c.organization_id, entries.c.cycle_id, entries.c.delta)
