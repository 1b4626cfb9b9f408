"""What lists can be narrowed by. Each kind of filter is a function from a row and a place in the
arguments to a condition; absent and null narrow nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, literal_column, select, true
from sqlalchemy.types import Boolean, Date, Text, TypeEngine

from db.reading.dialects import Sql
from db.reading.fields import Where, visible
from db.reading.frame import Filter, Frame, Given
from db.reading.reach import OWN
from db.types import Instant
from domain.clients import folded
from domain.errors import Invalid
from domain.ids import Noun, key_of
from domain.keys import Aspect, Span
from domain.moments import must_be_read

# The path counts the argument itself. SQLite compiles no 14 levels, PostgreSQL plans 45 for long.
DEEPEST_FILTER = 9
_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))

# What no database takes in a text, so that it could not even be looked for.
_UNHEARD_OF = frozenset(map(chr, (0, *range(0xD800, 0xE000))))


def conditions(
    filters: Mapping[str, Filter], row: FromClause, given: Given, frame: Frame
) -> list[ColumnElement[bool]]:
    """All that is given must hold."""
    named = [name for name, value in given.value.items() if value is not None]
    return [filters[name](row, given.inner(name), frame) for name in named]


def ids(noun: Noun) -> Filter:
    """The row's own id is one of a list."""

    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        def keys(texts: Sequence[str]) -> list[UUID]:
            found = [key_of(noun, text) for text in given.checked(texts)]
            return [key for key in found if key]

        if noun in OWN:
            given.narrow(frame, row, OWN[noun], lambda texts: frozenset(keys(texts)))
        listed = given.bind(frame, frame.json.keys, lambda texts: frame.json.list_of(keys(texts)))
        return frame.json.among(row.c.id, listed)

    return narrow


def words(of: str | Callable[[FromClause, Frame], Sql]) -> Filter:
    """A column or a computed value is one of a list of words."""

    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        value = row.c[of] if isinstance(of, str) else of(row, frame)
        if len(given.value) == 1:
            # Words steer the plan, so their number is known: one is an equality, and an index
            # on it can serve the sort as well.
            return value == given.bind(frame, Text(), lambda found: str(found[0]))
        listed = given.bind(
            frame,
            frame.json.texts,
            lambda found: frame.json.list_of([str(word) for word in given.checked(found)]),
        )
        return frame.json.among(value, listed)

    return narrow


def words_in(name: str) -> Filter:
    """A column that holds a list of words has one of a list."""

    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        listed = given.bind(
            frame,
            frame.json.texts,
            lambda found: frame.json.list_of([str(word) for word in given.checked(found)]),
        )
        return frame.json.shares(row.c[name], listed)

    return narrow


def for_staff(narrow: Filter) -> Filter:
    """A filter by what clients are not shown: for them nothing meets it, as if it were null."""
    return lambda row, given, frame: false() if frame.for_client else narrow(row, given, frame)


def flag(of: str | Callable[[FromClause, Frame], Sql]) -> Filter:
    """A column or a computed value is true, or is false."""

    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        value = row.c[of] if isinstance(of, str) else of(row, frame)
        return value == given.bind(frame, Boolean())

    return narrow


def starting(name: str) -> Filter:
    """When rows of a session start, which is where their spans begin."""
    narrow = during(name)

    def narrowed(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        if any(given.value.get(end) is not None for end in ("begin", "until")):
            given.narrow(frame, row, Aspect.SPANS, _whole)
        return narrow(row, given, frame)

    return narrowed


def _whole(span: Mapping[str, Any]) -> frozenset[Span]:
    """The span, its open ends at the ends of time."""
    return frozenset({(span.get("begin") or _EVER[0], span.get("until") or _EVER[1])})


def during(name: str) -> Filter:
    """A moment at or after `begin` and before `until`; either end may be open."""

    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        ends = _ends(given, frame, Instant(), "until", strict=True)
        return and_(true(), *[_side(row.c[name], end, mark, ">=", "<") for end, mark in ends])

    return narrow


def on_days(name: str) -> Filter:
    """A date from `begin` to `to`, both included; either end may be open."""

    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        ends = _ends(given, frame, Date(), "to", strict=False)
        return and_(true(), *[_side(row.c[name], end, mark, ">=", "<=") for end, mark in ends])

    return narrow


def _side(column: Sql, end: str, mark: Sql, low: str, high: str) -> ColumnElement[bool]:
    return column.bool_op(low if end == "begin" else high)(mark)


def _ends(
    given: Given, frame: Frame, kind: TypeEngine[Any], last: str, strict: bool
) -> list[tuple[str, Sql]]:
    def in_order(span: Mapping[str, Any], name: str) -> date | datetime:
        for side, mark in span.items():
            must_be_read(mark, (*given.path, "from" if side == "begin" else side))
        begin, end = span.get("begin"), span.get(last)
        if begin and end and (end < begin or (strict and end == begin)):
            told = "comes after" if strict else "is not before"
            raise Invalid(f"In a range `{last}` {told} `from`.", (*given.path, last))
        found: date | datetime = span[name]
        return found

    named = [name for name in ("begin", last) if given.value.get(name) is not None]
    return [
        (name, given.bind(frame, kind, lambda span, name=name: in_order(span, name)))  # type: ignore[misc]
        for name in named
    ]


def search(name: str) -> Filter:
    """The folded column holds the folded text; `jose` finds `José`."""

    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        def pattern(text: str) -> str:
            if len(text) > 200:
                raise Invalid("Search by at most 200 characters.", given.path)
            if not _UNHEARD_OF.isdisjoint(text):
                raise Invalid("No name holds NUL or half a character.", given.path)
            return f"%{_literally(folded(text))}%"

        return row.c[name].like(given.bind(frame, Text(), pattern), escape="\\")

    return narrow


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def some(noun: Noun, by: str | Where) -> Filter:
    """At least one row of the relation, of those that the viewer may see, meets the filter."""
    where: Where = by if callable(by) else lambda row, parent, a, f: [row.c[by] == parent.c.id]
    return _related(noun, where)


def the(noun: Noun, by: str) -> Filter:
    """The one row that a column names meets the filter."""
    return _related(noun, lambda row, parent, asked, frame: [row.c.id == parent.c[by]])


def _related(noun: Noun, where: Where) -> Filter:
    def narrow(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
        if len(given.path) > DEEPEST_FILTER:
            raise Invalid(f"Filters go over at most {DEEPEST_FILTER - 1} relations.", given.path)
        entity = frame.entities[noun]
        other = frame.alias(entity.table, row)
        held = [
            *visible(entity, other, frame),
            *where(other, row, given.asked, frame),
            *conditions(entity.filters, other, given, frame),
        ]
        found: Select[Any] = select(literal_column("1")).select_from(other).where(*held)
        return frame.json.exists(found.correlate(row))

    return narrow
