"""Every table, by noun. The organization leads every primary key, and every foreign key carries
it, so no row can ever point into another practice.
"""

from db.tables.care import (
    cases,
    cycle_runs,
    cycle_services,
    cycles,
    entries,
    milestones,
)
from db.tables.people import clients, locations, members, organizations, services
from db.tables.record import answers, audit_entries, changes, feeds
from db.tables.shape import metadata
from db.tables.visits import attendances, items, sessions
from db.tables.work import todos

__all__ = [
    "answers",
    "attendances",
    "audit_entries",
    "cases",
    "changes",
    "clients",
    "cycle_runs",
    "cycle_services",
    "cycles",
    "entries",
    "feeds",
    "items",
    "locations",
    "members",
    "metadata",
    "milestones",
    "organizations",
    "services",
    "sessions",
    "todos",
]
