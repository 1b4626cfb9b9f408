"""Todos: work for a member or for a role."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Text

from db.tables.shape import by_creation, one_of, owned_table, points_to, word
from db.types import Instant, Line, Word
from domain.access import Role
from domain.todos import TodoStatus

todos = owned_table(
    "todos",
    Column("title", Line, nullable=False),
    Column("note", Text),
    word("status", TodoStatus, TodoStatus.OPEN),
    Column("due_on", Date),
    Column("closed_at", Instant),
    *points_to("members", "assignee_id", nullable=True),
    Column("assignee_role", Word(Role)),
    *points_to("locations", "location_id", nullable=True),
    *points_to("clients", "client_id", nullable=True),
    *points_to("cases", "case_id", nullable=True),
    *points_to("cycles", "cycle_id", nullable=True),
    *points_to("sessions", "session_id", nullable=True),
    *points_to("milestones", "milestone_id", nullable=True),
    one_of("status", TodoStatus),
    CheckConstraint("(status = 'OPEN') = (closed_at IS NULL)", name="closed_has_a_time"),
    CheckConstraint("assignee_id IS NOT NULL OR assignee_role IS NOT NULL", name="is_for_somebody"),
)
Index(
    "ix_todos_by_status",
    todos.c.organization_id,
    todos.c.status,
    todos.c.created_at,
    todos.c.id,
)
by_creation(todos)
for _owner in (
    "assignee_id",
    "location_id",
    "client_id",
    "case_id",
    "cycle_id",
    "session_id",
    "milestone_id",
):
    Index(f"ix_todos_of_{_owner[:-3]}", todos.c.organization_id, todos.c[_owner])
