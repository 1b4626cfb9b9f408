"""The kinds of readable fields. Each is a function from a row and a question to SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    case,
    func,
    literal_column,
    null,
    select,
    table,
)

from db.reading.asked import Asked
from db.reading.dialects import Sql, text
from db.reading.frame import Entity, Field, Frame
from domain.ids import Noun

# Root fields have no row above them; this stands in for it and never reaches the SQL.
ROOT = table("root")

Where = Callable[[FromClause, FromClause, Asked, Frame], Sequence[ColumnElement[bool]]]


def column(name: str) -> Field:
    """A column as it stands."""
    return lambda row, asked, frame: frame.json.value(row.c[name])


def columns(*names: str) -> dict[str, Field]:
    """Several columns, each a field of its own name."""
    return {name: column(name) for name in names}


def ident(noun: Noun, name: str = "id") -> Field:
    """A public id: the noun, an underscore, the key."""

    def sql(row: FromClause, asked: Asked, frame: Frame) -> Sql:
        return literal_column(f"'{noun}_'").concat(frame.json.key_text(row.c[name]))

    return sql


def computed(expression: Callable[[FromClause, Frame], Sql]) -> Field:
    """A value worked out by the database."""
    return lambda row, asked, frame: frame.json.value(expression(row, frame))


def staff_only(field: Field) -> Field:
    """Null for clients."""

    def sql(row: FromClause, asked: Asked, frame: Frame) -> Sql:
        return null() if frame.for_client else field(row, asked, frame)

    return sql


def visible(entity: Entity, row: FromClause, frame: Frame) -> list[ColumnElement[bool]]:
    """Which rows of the entity the viewer may see. The compiler, not the entity, keeps practices
    apart: every row of every entity passes here.
    """
    owner = "id" if entity.noun is Noun.ORGANIZATION else "organization_id"
    return [row.c[owner] == frame.organization(), *entity.visible(row, frame)]


def embedded(typename: str, fields: Mapping[str, Field]) -> Field:
    """A JSON object of fields of the same row."""

    def part(row: FromClause, child: Asked, frame: Frame) -> Sql:
        if child.field == "__typename":
            return text(typename)
        return fields[child.field](row, child, frame)

    return lambda row, asked, frame: frame.json.keyed(
        [(child.key, part(row, child, frame)) for child in asked.children]
    )


def object_of(entity: Entity, row: FromClause, asked: Asked, frame: Frame) -> Sql:
    """The JSON object that the question wants of one row."""
    return embedded(entity.typename, entity.fields)(row, asked, frame)


def rows_of(
    noun: Noun, where: Where, parent: FromClause, asked: Asked, frame: Frame
) -> tuple[Entity, FromClause, list[ColumnElement[bool]]]:
    """A fresh row of the noun and every condition that it must meet."""
    entity = frame.entities[noun]
    row = frame.alias(entity.table, parent)
    return entity, row, [*visible(entity, row, frame), *where(row, parent, asked, frame)]


def nested(statement: Select[Any], parent: FromClause, frame: Frame) -> Sql:
    """A statement about the parent row, as a value inside the parent's object."""
    return frame.json.nested(statement.correlate(parent).scalar_subquery())


def one(noun: Noun, by: str | Where) -> Field:
    """The one row that a column of the parent names, or null."""
    where: Where = by if callable(by) else lambda row, parent, a, f: [row.c.id == parent.c[by]]

    def sql(parent: FromClause, asked: Asked, frame: Frame) -> Sql:
        entity, row, conditions = rows_of(noun, where, parent, asked, frame)
        found = select(object_of(entity, row, asked, frame)).select_from(row).where(*conditions)
        return nested(found, parent, frame)

    return sql


def one_of(*ways: tuple[Noun, str]) -> Field:
    """The row, of whichever noun, that the first of these columns to hold a key names; null where
    none does, and where the viewer may not see that row.
    """

    def sql(parent: FromClause, asked: Asked, frame: Frame) -> Sql:
        found = [
            (parent.c[by].is_not(None), one(noun, by)(parent, variant(asked, noun, frame), frame))
            for noun, by in ways
        ]
        return frame.json.nested(case(*found, else_=null()))

    return sql


def variant(asked: Asked, noun: Noun, frame: Frame) -> Asked:
    """What is asked in case that the object is of the noun."""
    return replace(asked, children=asked.variants.get(frame.entities[noun].typename, ()))


def many(noun: Noun, by: str | Where, order: Sequence[str] = ("id",)) -> Field:
    """All rows that name the parent in a column; for what is bounded by nature."""
    where: Where = by if callable(by) else lambda row, parent, a, f: [row.c[by] == parent.c.id]

    def sql(parent: FromClause, asked: Asked, frame: Frame) -> Sql:
        entity, row, conditions = rows_of(noun, where, parent, asked, frame)
        element = object_of(entity, row, asked, frame).label("o")
        listed = select(element).select_from(row).where(*conditions).correlate(parent)
        ordered = listed.order_by(*[row.c[name] for name in order]).subquery()
        return nested(select(frame.json.listed(ordered.c.o)).select_from(ordered), parent, frame)

    return sql


def total(
    expression: Sql, of: FromClause, row: FromClause, *where: ColumnElement[bool]
) -> ColumnElement[int]:
    """A sum over other rows, 0 where there are none."""
    summed = select(func.coalesce(func.sum(expression), 0)).select_from(of).where(*where)
    return summed.correlate(row).scalar_subquery()
