"""an e-mail address is one person's within a practice.

Revision 0002, after 0001.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("members", "clients")


def upgrade() -> None:
    """Go forward: whatever was one person's everywhere is so within each practice."""
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"uq_{table}_email"), type_="unique")
            batch_op.create_unique_constraint(
                batch_op.f(f"uq_{table}_organization_id_email"), ["organization_id", "email"]
            )


def downgrade() -> None:
    """Go back: fails where two practices know one address."""
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(
                batch_op.f(f"uq_{table}_organization_id_email"), type_="unique"
            )
            batch_op.create_unique_constraint(batch_op.f(f"uq_{table}_email"), ["email"])
