"""What was done: audit entries for people, the change feed for screens."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Table, Text, Uuid

from db.tables.shape import by_creation, metadata, owned_table
from db.types import Facts, Instant, Word
from domain.changes import ChangeKind

audit_entries = owned_table(
    "audit_entries",
    Column("actor_id", Uuid, nullable=False),
    Column("kind", Word(ChangeKind), nullable=False),
    Column("noun", Text, nullable=False),
    Column("noun_id", Uuid, nullable=False),
    Column("before", Facts, nullable=False),
    Column("after", Facts, nullable=False),
)
Index(
    "ix_audit_entries_of_record",
    audit_entries.c.organization_id,
    audit_entries.c.noun_id,
)

by_creation(audit_entries)

# One counter row per organization, the last lock that a change takes: its numbers are therefore
# gap-free and in commit order, which neither a sequence nor a clock can promise.
feeds = Table(
    "feeds",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("epoch", Uuid, nullable=False),
    Column("head", BigInteger, nullable=False, server_default="0"),
    ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
)

changes = Table(
    "changes",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    # Drawn by lot, never 0: by it a row is told from another that got its number after a restore.
    Column("mark", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("kind", Word(ChangeKind), nullable=False),
    Column("noun", Text, nullable=False),
    Column("noun_id", Uuid, nullable=False),
    Column("fields", Facts, nullable=False),
    # Whom, where and when it concerns: as it was, and as it is.
    Column("keys_before", Facts, nullable=False),
    Column("keys_after", Facts, nullable=False),
    # What the transaction wrote, told by its last change; of the others it is empty.
    Column("tables", Facts, nullable=False),
    # The sender's, by which a front end knows its own echo.
    Column("idempotency_key", Text),
    ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
)

# What a change that carried an idempotency key answered, for the day on which it may be sent again.
answers = Table(
    "answers",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("viewer_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("input", Text, nullable=False),
    Column("selection", Text, nullable=False),
    Column("answer", Facts),
    ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
)
Index("ix_answers_by_time", answers.c.organization_id, answers.c.viewer_id, answers.c.at)
