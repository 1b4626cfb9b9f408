"""completing without consuming is kept; what lists find rows by is indexed.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from db.types import Facts

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_entries_of_attendance", "entries", "attendance_id"),
    ("ix_todos_of_location", "todos", "location_id"),
    ("ix_todos_of_session", "todos", "session_id"),
    ("ix_todos_of_milestone", "todos", "milestone_id"),
    ("ix_sessions_of_location", "sessions", "location_id"),
    ("ix_items_of_service", "items", "service_id"),
)
PEOPLE = ("members", "clients")

attendances = sa.table(
    "attendances",
    *(sa.column(name, sa.Uuid()) for name in ("organization_id", "id")),
    sa.column("status", sa.Text()),
    sa.column("without_consuming", sa.Boolean()),
)
audit = sa.table(
    "audit_entries",
    *(sa.column(name, sa.Uuid()) for name in ("organization_id", "id", "noun_id")),
    sa.column("kind", sa.Text()),
    sa.column("after", Facts),
)


def upgrade() -> None:
    """Go forward."""
    whether = sa.Column("without_consuming", sa.Boolean(), server_default="0", nullable=False)
    op.add_column("attendances", whether)
    op.execute(chosen_before())
    for name, table, column in INDEXES:
        op.create_index(name, table, ["organization_id", column])
    for table in PEOPLE:
        op.create_index(f"ix_{table}_by_id", table, ["id"])


def chosen_before() -> sa.Update:
    """Until now the audit alone said so: by the last completing of what is still COMPLETED."""
    ended = audit.alias("ended")
    last = (
        sa.select(ended.c.after["withoutConsuming"].as_boolean())
        .where(
            ended.c.organization_id == attendances.c.organization_id,
            ended.c.noun_id == attendances.c.id,
            ended.c.kind == "ATTENDANCE_COMPLETED",
        )
        .order_by(ended.c.id.desc())
        .limit(1)
    )
    chosen = sa.func.coalesce(last.scalar_subquery(), sa.false())
    treated = attendances.c.status == "COMPLETED"
    return sa.update(attendances).where(treated).values(without_consuming=chosen)


def downgrade() -> None:
    """Go back."""
    for table in PEOPLE:
        op.drop_index(f"ix_{table}_by_id", table)
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table)
    op.drop_column("attendances", "without_consuming")
