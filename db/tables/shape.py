"""What all tables share: constraint names, keys led by the organization, and references by it."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Uuid,
)
from sqlalchemy.schema import SchemaItem

from db.types import Instant, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def owned_table(name: str, *parts: SchemaItem) -> Table:
    """A table whose rows belong to one organization, with a version and its times."""
    return Table(
        name,
        metadata,
        Column("organization_id", Uuid, primary_key=True),
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False, server_default="1"),
        Column("created_at", Instant, nullable=False),
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        *parts,
    )


def points_to(table: str, column: str, nullable: bool = False) -> tuple[SchemaItem, SchemaItem]:
    """A column that refers to a row of the same organization."""
    return (
        Column(column, Uuid, nullable=nullable),
        ForeignKeyConstraint(
            ["organization_id", column], [f"{table}.organization_id", f"{table}.id"]
        ),
    )


def word(name: str, words: type[StrEnum], default: StrEnum | None = None) -> Column[StrEnum]:
    """A column that holds one of the words; null only where there is no default to fall back on."""
    return Column(name, Word(words), nullable=False, server_default=default)


def one_of(column: str, words: Iterable[StrEnum]) -> CheckConstraint:
    """The database, too, refuses any other word."""
    listed = ", ".join(f"'{w.value}'" for w in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


def only_where(name: str, condition: ColumnElement[bool], *columns: Column[object]) -> Index:
    """A unique index over the rows that meet the condition."""
    return Index(name, *columns, unique=True, postgresql_where=condition, sqlite_where=condition)


def by_creation(table: Table) -> Index:
    """The index behind lists that show the newest first."""
    columns = (table.c.organization_id, table.c.created_at, table.c.id)
    return Index(f"ix_{table.name}_by_creation", *columns)
