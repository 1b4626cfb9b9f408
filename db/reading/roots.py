"""The root fields of Query and Subscription: where a question begins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause
from sqlalchemy.types import Uuid

from db.reading.asked import Args, Asked
from db.reading.fields import embedded, many, one
from db.reading.frame import Field, Frame
from db.reading.nodes import node, nodes, of_noun
from db.reading.nouns import ENTITIES
from db.reading.nouns.client import BY_NAME
from db.reading.nouns.session import BY_START, in_scope
from db.reading.nouns.todo import NEWEST
from db.reading.pages import connection
from db.reading.reach import OWN
from db.types import Instant
from domain.errors import Invalid
from domain.ids import Noun, key_of
from domain.keys import Aspect, only
from domain.moments import must_be_read

LONGEST_SPAN = timedelta(days=42)


def by_id(noun: Noun) -> Field:
    """The row with a public id; an id of another noun is like an unknown one: null."""

    def named(
        row: FromClause, parent: FromClause, asked: Asked, frame: Frame
    ) -> Sequence[ColumnElement[bool]]:
        def key(args: Args) -> UUID | None:
            return key_of(noun, str(args["id"]))

        if noun in OWN:
            frame.narrow(row, OWN[noun], asked, lambda args: only(key(args)))
        return [row.c.id == frame.bind(asked, key, Uuid())]

    return one(noun, named)


def in_span(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """Items that overlap the span; and of one clinician or location where one is named."""
    frame.narrow(row, Aspect.SPANS, asked, lambda args: frozenset({span_of(args)}))
    begin = frame.bind(asked, lambda args: span_of(args)[0], Instant())
    end = frame.bind(asked, lambda args: span_of(args)[1], Instant())
    earliest = frame.bind(asked, lambda args: span_of(args)[0] - timedelta(hours=24), Instant())
    # An item lasts a day at most, so its start alone finds it by the index.
    spans = [row.c.starts_at < end, row.c.starts_at >= earliest, row.c.ends_at > begin]
    return [
        *spans,
        *named_by(row, asked, frame, clinician_id=Noun.MEMBER, location_id=Noun.LOCATION),
    ]


def span_of(args: Args) -> tuple[datetime, datetime]:
    """The span asked for; Invalid where it ends before it starts or is longer than 42 days."""
    begin, end = args["begin"], args["until"]
    must_be_read(begin, ("from",))
    must_be_read(end, ("until",))
    if not isinstance(begin, datetime) or not isinstance(end, datetime) or end <= begin:
        raise Invalid("`until` comes after `from`.", ("until",))
    if end - begin > LONGEST_SPAN:
        raise Invalid("A calendar spans at most 42 days.", ("until",))
    return begin, end


def named_by(
    row: FromClause, asked: Asked, frame: Frame, **nouns: Noun
) -> list[ColumnElement[bool]]:
    """For each argument that is given, the rows that hold its id in the column of that name."""

    def holds(name: str, noun: Noun) -> ColumnElement[bool]:
        def key(args: Args) -> UUID | None:
            return key_of(noun, str(args[name]))

        frame.narrow(row, OWN[noun], asked, lambda args: only(key(args)))
        return row.c[name] == frame.bind(asked, key, Uuid())

    given = {name: noun for name, noun in nouns.items() if asked.args.get(name) is not None}
    return [holds(name, noun) for name, noun in given.items()]


def of_viewer(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """The viewer's own row."""
    frame.narrow_to_viewer(row, Aspect.CLIENTS if frame.for_client else Aspect.MEMBERS)
    return [row.c.id == frame.viewer()]


def everything(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """No condition but who may see it."""
    return []


VIEWER: dict[str, Field] = {
    "role": lambda parent, asked, frame: frame.role(),
    "member": one(Noun.MEMBER, of_viewer),
    "client": one(Noun.CLIENT, of_viewer),
    "organization": one(Noun.ORGANIZATION, everything),
}

QUERY: dict[str, Field] = {
    "node": node,
    "nodes": nodes,
    "viewer": embedded("Viewer", VIEWER),
    "organization": one(Noun.ORGANIZATION, everything),
    "client": by_id(Noun.CLIENT),
    "case": by_id(Noun.CASE),
    "cycle": by_id(Noun.CYCLE),
    "session": by_id(Noun.SESSION),
    "clients": connection(Noun.CLIENT, everything, BY_NAME),
    "cases": connection(Noun.CASE, everything, NEWEST),
    "cycles": connection(Noun.CYCLE, everything, NEWEST),
    "attendances": connection(Noun.ATTENDANCE, everything, NEWEST),
    "sessions": connection(Noun.SESSION, in_scope, BY_START),
    "calendar": many(Noun.ITEM, in_span, ("starts_at", "id")),
    "todos": connection(Noun.TODO, everything, NEWEST),
    "audit": connection(Noun.AUDIT, everything, NEWEST),
}

# What mutations show of the records that they changed.
RECORD: dict[Noun, Field] = {noun: by_id(noun) for noun in ENTITIES}
RECORDS: dict[Noun, Field] = {noun: of_noun(noun) for noun in ENTITIES}
