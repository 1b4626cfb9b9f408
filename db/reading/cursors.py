"""Sorts and cursors: `name.6d696c6c6572.0193…`, each key in hex, the row's own key as the last.

A cursor is bound to its sort by the name, and places a row even when that row is gone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, func, literal_column, or_
from sqlalchemy.types import TypeEngine

from db.reading.asked import Args, Asked
from db.reading.dialects import Sql
from db.reading.frame import Frame
from db.types import Instant
from domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Order:
    """A sort by columns and then by the row's key. Nulls stand last, whichever the direction."""

    name: str
    columns: tuple[str, ...]
    descending: bool = False

    def by(self, row: FromClause, backward: bool) -> list[ColumnElement[Any]]:
        """The ORDER BY; backward, from the end to the start."""
        down = self.descending is not backward
        marks = [
            row.c[name].desc() if down else row.c[name].asc() for name in (*self.columns, "id")
        ]
        return [mark.nulls_first() if backward else mark.nulls_last() for mark in marks]

    def cursor(self, row: FromClause, frame: Frame) -> Sql:
        """The cursor of a row."""
        joined: Sql = literal_column(f"'{self.name}'")
        for name in self.columns:
            hexed = func.coalesce(frame.json.hexed(row.c[name]), literal_column("'~'"))
            joined = joined.concat(literal_column("'.'")).concat(hexed)
        return joined.concat(literal_column("'.'")).concat(frame.json.key_text(row.c.id))

    def beyond(self, row: FromClause, asked: Asked, edge: str, frame: Frame) -> ColumnElement[bool]:
        """The rows on the far side of the cursor in the argument `edge` (`after` or `before`)."""
        backward = edge == "before"
        down = self.descending is not backward
        ways: list[ColumnElement[bool]] = []
        same: list[ColumnElement[bool]] = []
        for at, name in enumerate((*self.columns, "id")):
            column = row.c[name]
            mark = self._mark(asked, edge, at, column.type, frame)
            ways.append(and_(*same, _farther(column, mark, down, backward)))
            same.append(column.is_not_distinct_from(mark))
        return or_(*ways)

    def _mark(
        self, asked: Asked, edge: str, at: int, kind: TypeEngine[Any], frame: Frame
    ) -> ColumnElement[Any]:
        def pick(args: Args) -> object:
            return self.place(args[edge], edge, kinds=kind, at=at)

        return frame.bind(asked, pick, kind)

    def place(self, cursor: object, edge: str, kinds: TypeEngine[Any], at: int) -> object:
        """Key number `at` of a cursor; Invalid for a torn cursor or one of another sort."""
        name, *parts = cursor.split(".") if isinstance(cursor, str) else ("",)
        try:
            if name != self.name or len(parts) != len(self.columns) + 1:
                raise ValueError("another sort's")
            return _parsed(parts[at], kinds, last=at == len(self.columns))
        except ValueError as wrong:
            told = f"`{edge}` is no cursor of this list and sort; take one from its pageInfo."
            raise Invalid(told, (edge,)) from wrong


def _farther(
    column: ColumnElement[Any], mark: ColumnElement[Any], down: bool, backward: bool
) -> ColumnElement[bool]:
    passed = column < mark if down else column > mark
    if backward:
        return or_(passed, and_(mark.is_(None), column.is_not(None)))
    return or_(passed, and_(mark.is_not(None), column.is_(None)))


def _parsed(part: str, kind: TypeEngine[Any], last: bool) -> object:
    if last:
        return UUID(hex=part)
    if part == "~":
        return None
    plain = bytes.fromhex(part).decode()
    return datetime.fromisoformat(plain) if isinstance(kind, Instant) else plain
