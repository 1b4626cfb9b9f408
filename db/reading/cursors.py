"""Sorts and cursors: `client-name.6d696c6c6572.0193…`, each key in hex, the row's own key as the
last.

A cursor is bound to its kind of list and its sort by the name, and places a row even when that row
is gone. A missing
value counts as the latest of all, so it stands last in an ascending sort and first in a descending
one: that is how PostgreSQL's indexes run, in both directions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, case, literal_column, or_, tuple_
from sqlalchemy.types import Date, TypeEngine, Uuid

from db.reading.asked import Args, Asked
from db.reading.dialects import Sql
from db.reading.frame import Frame
from db.types import Instant, Word
from domain.errors import Invalid
from domain.ids import Noun
from domain.moments import is_meant


@dataclass(frozen=True, slots=True)
class Key:
    """One column of a sort."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A sort by several keys; the row's own key, the last, makes each place unique."""

    name: str
    keys: tuple[Key, ...]

    @classmethod
    def by(cls, name: str, *columns: str, descending: bool = False) -> "Order":
        """A sort in one direction."""
        return cls(name, tuple(Key(column, descending) for column in (*columns, "id")))

    def then(self, other: "Order") -> "Order":
        """The other sort where this one ties."""
        return Order(f"{self.name}-{other.name}", (*self.keys[:-1], *other.keys))

    def of(self, noun: Noun) -> "Order":
        """The sort of lists of the noun: cursors of no others fit, though they be named alike."""
        return Order(f"{noun}-{self.name}", self.keys)

    def clauses(self, row: FromClause, backward: bool) -> list[ColumnElement[Any]]:
        """The ORDER BY; backward, from the end to the start."""
        return [clause(row.c[k.column], k.descending is not backward) for k in self.keys]

    def clauses_of_few(
        self, row: FromClause, backward: bool, frame: Frame
    ) -> list[ColumnElement[Any]]:
        """The ORDER BY of rows that a parent row has already narrowed to a few."""
        few = frame.json.unindexed
        downs = [(row.c[k.column], k.descending is not backward) for k in self.keys]
        return [clause(column, down, few(column)) for column, down in downs]

    def cursor(self, row: FromClause, frame: Frame) -> Sql:
        """The cursor of a row."""
        joined: Sql = literal_column(f"'{self.name}'")
        for key in self.keys[:-1]:
            value = row.c[key.column]
            part = case((value.is_(None), literal_column("'~'")), else_=frame.json.hexed(value))
            joined = joined.concat(literal_column("'.'")).concat(part)
        return joined.concat(literal_column("'.'")).concat(frame.json.key_text(row.c.id))

    def beyond(self, row: FromClause, asked: Asked, edge: str, frame: Frame) -> ColumnElement[bool]:
        """The rows on the far side of the cursor in the argument `edge` (`after` or `before`)."""
        backward = edge == "before"
        columns = [row.c[key.column] for key in self.keys]
        marks = [self._mark(asked, edge, at, c, frame) for at, c in enumerate(columns)]
        downs = [key.descending is not backward for key in self.keys]
        if len(set(downs)) == 1 and not any(c.nullable for c in columns):
            # One comparison of whole rows, which an index answers by itself.
            here, there = tuple_(*columns), tuple_(*marks)
            return here < there if downs[0] else here > there
        return _stepwise(columns, marks, downs)

    def _mark(
        self, asked: Asked, edge: str, at: int, column: ColumnElement[Any], frame: Frame
    ) -> ColumnElement[Any]:
        def pick(args: Args) -> object:
            return self.place(args[edge], edge, column, at)

        return frame.bind(asked, pick, column.type)

    def place(self, cursor: object, edge: str, column: ColumnElement[Any], at: int) -> object:
        """Key number `at` of a cursor; Invalid for a torn cursor or one of another sort."""
        name, *parts = cursor.split(".") if isinstance(cursor, str) else ("",)
        try:
            if name != self.name or len(parts) != len(self.keys):
                raise ValueError("another list's or sort's")
            return _parsed(parts[at], column)
        except ValueError as wrong:
            told = f"`{edge}` is no cursor of this list and sort; take one from its pageInfo."
            raise Invalid(told, (edge,)) from wrong


def clause(
    column: ColumnElement[Any], down: bool, shown: ColumnElement[Any] | None = None
) -> ColumnElement[Any]:
    """A column's part of an ORDER BY, `shown` in its place where given."""
    shown = column if shown is None else shown
    mark = shown.desc() if down else shown.asc()
    if not getattr(column, "nullable", True):
        return mark
    return mark.nulls_first() if down else mark.nulls_last()


def _stepwise(
    columns: Sequence[ColumnElement[Any]],
    marks: Sequence[ColumnElement[Any]],
    downs: Sequence[bool],
) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for column, mark, down in zip(columns, marks, downs, strict=True):
        ways.append(and_(*same, _farther(column, mark, down)))
        same.append(column.is_not_distinct_from(mark))
    return or_(*ways)


def _farther(column: ColumnElement[Any], mark: ColumnElement[Any], down: bool) -> Sql:
    if down:
        return or_(column < mark, and_(mark.is_(None), column.is_not(None)))
    return or_(column > mark, and_(mark.is_not(None), column.is_(None)))


def _parsed(part: str, column: ColumnElement[Any]) -> object:
    """A key as the column holds it; ValueError for what it never holds, which no row can have."""
    if isinstance(column.type, Uuid):
        return UUID(hex=part)
    if part == "~" and getattr(column, "nullable", True):
        return None
    return _read(bytes.fromhex(part).decode(), column.type)


def _read(plain: str, kind: TypeEngine[Any]) -> object:
    if isinstance(kind, Instant):
        moment = datetime.fromisoformat(plain)
        if moment.utcoffset() != timedelta(0):
            raise ValueError("not as instants are printed")
        return _meant(moment)
    if isinstance(kind, Date):
        return _meant(date.fromisoformat(plain))
    if "\0" in plain:
        raise ValueError("no text holds it")
    return kind.words(plain) if isinstance(kind, Word) else plain


def _meant(when: date) -> date:
    if not is_meant(when):
        raise ValueError("no year of a practice")
    return when
