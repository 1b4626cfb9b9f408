"""How each database builds JSON; everything else in `db/reading/` is the same for both."""

import re
from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import orjson
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    FromClause,
    Select,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.types import JSON, Text, TypeEngine, Uuid

from db.types import Facts

Sql: TypeAlias = ColumnElement[Any]
Pairs = Sequence[tuple[str, Sql]]

# Both databases cap a function's arguments (100 and 127): longer objects are built in pieces.
PAIRS_AT_ONCE = 45
_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]*\Z")


def text(literal: str) -> Sql:
    """A name of the plan, such as a response key, as an SQL literal. GraphQL's grammar allows
    nothing in a name that SQL could misread, and this refuses anything else.
    """
    if not _NAME.match(literal):
        raise ValueError("not a GraphQL name")
    return literal_column(f"'{literal}'")


class Json(Protocol):
    """What a database must be able to do."""

    dialect: Dialect
    keys: TypeEngine[Any]
    texts: TypeEngine[Any]

    def __hash__(self) -> int: ...
    def value(self, expression: Sql) -> Sql: ...
    def nested(self, expression: Sql) -> Sql: ...
    def keyed(self, pairs: Pairs) -> Sql: ...
    def listed(self, element: Sql, where: ColumnElement[bool] | None = None) -> Sql: ...
    def hexed(self, expression: Sql) -> Sql: ...
    def key_text(self, key: ColumnElement[UUID]) -> Sql: ...
    def among(self, column: Sql, bound: Sql) -> ColumnElement[bool]: ...
    def shares(self, column: Sql, bound: Sql) -> ColumnElement[bool]: ...
    def list_of(self, values: Sequence[UUID | str]) -> object: ...
    def rows(self, bound: Sql, *names: str) -> FromClause: ...
    def key(self, digits: Sql) -> Sql: ...
    def unindexed(self, column: Sql) -> Sql: ...
    def exists(self, found: Select[Any]) -> ColumnElement[bool]: ...


def in_pieces(pairs: Pairs) -> list[Pairs]:
    """The pairs, in runs that one function call can take."""
    return [pairs[i : i + PAIRS_AT_ONCE] for i in range(0, len(pairs), PAIRS_AT_ONCE)]


class Postgres:
    """PostgreSQL's `json` functions."""

    dialect: Dialect = postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]
    keys: TypeEngine[Any] = postgresql.ARRAY(Uuid)
    texts: TypeEngine[Any] = postgresql.ARRAY(Text)

    def value(self, expression: Sql) -> Sql:
        """The expression as JSON sees it: PostgreSQL knows its types itself."""
        return expression

    def nested(self, expression: Sql) -> Sql:
        """JSON inside JSON needs nothing here: the type says what it is."""
        return expression

    def keyed(self, pairs: Pairs) -> Sql:
        """A JSON object with these keys, in this order."""
        pieces = [self._piece(piece) for piece in in_pieces(pairs)] or [self._piece(())]
        if len(pieces) == 1:
            return pieces[0]
        inner = [func.substr(cast(p, Text), 2, func.length(cast(p, Text)) - 2) for p in pieces]
        joined: Sql = inner[0]
        for piece in inner[1:]:
            joined = joined.concat(literal_column("','")).concat(piece)
        return cast(literal_column("'{'").concat(joined).concat(literal_column("'}'")), JSON)

    def _piece(self, pairs: Pairs) -> Sql:
        return func.json_build_object(
            *[part for k, v in pairs for part in (text(k), v)], type_=JSON
        )

    def listed(self, element: Sql, where: ColumnElement[bool] | None = None) -> Sql:
        """The elements of all rows that meet the condition, `[]` where none does."""
        listed = func.json_agg(element)
        kept = listed if where is None else listed.filter(where)
        return func.coalesce(kept, literal_column("'[]'::json"), type_=JSON)

    def hexed(self, expression: Sql) -> Sql:
        """The hex digits of a value's text, for cursors. An instant is printed as JSON prints it,
        so that it reads back.
        """
        printed = func.to_json(expression).op("#>>")(literal_column("'{}'"))
        return func.encode(
            func.convert_to(printed, literal_column("'UTF8'")), literal_column("'hex'")
        )

    def key_text(self, key: ColumnElement[UUID]) -> Sql:
        """A key as 32 hex digits."""
        return func.replace(cast(key, Text), literal_column("'-'"), literal_column("''"))

    def among(self, column: Sql, bound: Sql) -> ColumnElement[bool]:
        """Whether the column is one of a bound list."""
        return column == func.any(bound)

    def shares(self, column: Sql, bound: Sql) -> ColumnElement[bool]:
        """Whether a JSON list of texts has one of a bound list."""
        return column.bool_op("?|")(bound)

    def list_of(self, values: Sequence[UUID | str]) -> object:
        """What is bound for a list of keys or of texts."""
        return list(values)

    def rows(self, bound: Sql, *names: str) -> FromClause:
        """A bound JSON list of objects as rows of texts."""
        texts = [column(name, Text) for name in names]
        listed = func.json_to_recordset(cast(bound, JSON))
        return listed.table_valued(*texts).render_derived(with_types=True)

    def key(self, digits: Sql) -> Sql:
        """A key from its hex digits."""
        return cast(digits, Uuid)

    def unindexed(self, column: Sql) -> Sql:
        """The column, to sort few rows by: PostgreSQL's statistics tell it that they are few."""
        return column

    def exists(self, found: Select[Any]) -> ColumnElement[bool]:
        """Whether the statement finds a row."""
        return found.exists()


class Sqlite:
    """SQLite's JSON functions, 3.40 and later."""

    dialect: Dialect = sqlite.aiosqlite.dialect()
    keys: TypeEngine[Any] = Text()
    texts: TypeEngine[Any] = Text()

    def value(self, expression: Sql) -> Sql:
        """SQLite has no booleans and takes JSON for text: say which it is."""
        if isinstance(expression.type, Boolean):
            word = case(
                (expression, literal_column("'true'")), (~expression, literal_column("'false'"))
            )
            return func.json(word)
        if isinstance(expression.type, type(Facts)):
            return func.json(type_coerce(expression, Text))
        return expression

    def nested(self, expression: Sql) -> Sql:
        """JSON that comes out of a subquery has forgotten that it is JSON."""
        return func.json(expression)

    def keyed(self, pairs: Pairs) -> Sql:
        """A JSON object with these keys, in this order."""
        pieces = [self._piece(piece) for piece in in_pieces(pairs)] or [self._piece(())]
        if len(pieces) == 1:
            return pieces[0]
        joined: Sql = func.substr(pieces[0], 1, func.length(pieces[0]) - 1)
        for piece in pieces[1:]:
            inner = func.substr(piece, 2, func.length(piece) - 2)
            joined = joined.concat(literal_column("','")).concat(inner)
        return func.json(joined.concat(literal_column("'}'")))

    def _piece(self, pairs: Pairs) -> Sql:
        return func.json_object(*[part for k, v in pairs for part in (text(k), v)], type_=JSON)

    def listed(self, element: Sql, where: ColumnElement[bool] | None = None) -> Sql:
        """The elements of all rows that meet the condition, `[]` where none does."""
        listed = func.json_group_array(func.json(element))
        return type_coerce(listed if where is None else listed.filter(where), JSON)

    def hexed(self, expression: Sql) -> Sql:
        """The hex digits of a text, for cursors."""
        return func.lower(func.hex(type_coerce(expression, Text)))

    def key_text(self, key: ColumnElement[UUID]) -> Sql:
        """A key as 32 hex digits, which is how it is stored."""
        return type_coerce(key, Text)

    def among(self, column: Sql, bound: Sql) -> ColumnElement[bool]:
        """Whether the column is one of a bound list."""
        listed = func.json_each(bound).table_valued("value")
        return type_coerce(column, Text).in_(listed.select().with_only_columns(listed.c.value))

    def shares(self, column: Sql, bound: Sql) -> ColumnElement[bool]:
        """Whether a JSON list of texts has one of a bound list."""
        held = func.json_each(type_coerce(column, Text)).table_valued("value", name="held")
        found: Select[Any] = select(literal_column("1")).select_from(held)
        return self.exists(found.where(self.among(held.c.value, bound)))

    def list_of(self, values: Sequence[UUID | str]) -> object:
        """What is bound for a list of keys or of texts."""
        return orjson.dumps([v.hex if isinstance(v, UUID) else v for v in values]).decode()

    def rows(self, bound: Sql, *names: str) -> FromClause:
        """A bound JSON list of objects as rows of texts."""
        each = func.json_each(bound).table_valued("value")
        picked = [func.json_extract(each.c.value, literal_column(f"'$.{n}'")) for n in names]
        return select(*[p.label(n) for p, n in zip(picked, names, strict=True)]).subquery()

    def key(self, digits: Sql) -> Sql:
        """A key from its hex digits, which is how it is stored."""
        return digits

    def unindexed(self, column: Sql) -> Sql:
        """The column, to sort few rows by. Without statistics SQLite would rather walk a whole
        table in the order of an index than sort the few rows that it can look up; the `+` keeps
        the index out of it.
        """
        return UnaryExpression(column, operator=custom_op("+"))

    def exists(self, found: Select[Any]) -> ColumnElement[bool]:
        """Whether the statement finds a row. Limited, because SQLite 3.51.1 makes a join of any
        other EXISTS, and where an IN stands inside, that join finds a row once for each match.
        """
        return found.limit(literal_column("1")).exists()


POSTGRES = Postgres()
SQLITE = Sqlite()
