"""`node(id:)` and `nodes(ids:)`: any noun by its public id, whatever it is, in one statement."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import FromClause, Select, case, func, literal_column, null, select
from sqlalchemy.types import Text, Uuid

from db.reading.asked import Args, Asked
from db.reading.dialects import Sql
from db.reading.fields import nested, object_of, variant, visible
from db.reading.frame import LONGEST_LIST, Entity, Field, Frame
from db.reading.reach import OWN
from domain.errors import Invalid
from domain.ids import Noun, key_of, noun_of
from domain.keys import only


def node(parent: FromClause, asked: Asked, frame: Frame) -> Sql:
    """The record with the id; null where there is none. An id names one noun, so that of all
    nouns' lookups only one has a key to look for.
    """
    found = [_looked_up(entity, asked, parent, frame) for entity in frame.entities.values()]
    return frame.json.nested(func.coalesce(*found))


def _looked_up(entity: Entity, asked: Asked, parent: FromClause, frame: Frame) -> Sql:
    def key(args: Args) -> UUID | None:
        return key_of(entity.noun, str(args["id"]))

    row = frame.alias(entity.table)
    frame.take_if(row, asked, lambda args: key(args) is not None)
    if entity.noun in OWN:
        frame.narrow(row, OWN[entity.noun], asked, lambda args: only(key(args)))
    return _found(entity, row, frame.bind(asked, key, Uuid()), asked, parent, frame)


def _found(
    entity: Entity, row: FromClause, key: Sql, asked: Asked, parent: FromClause, frame: Frame
) -> Sql:
    own = variant(asked, entity.noun, frame)
    found: Select[Any] = select(object_of(entity, row, own, frame)).select_from(row)
    return nested(found.where(*visible(entity, row, frame), row.c.id == key), parent, frame)


def nodes(parent: FromClause, asked: Asked, frame: Frame) -> Sql:
    """The records with the ids, in their order; null for each that finds nothing."""
    wanted = frame.json.rows(frame.bind(asked, _listed, Text()), "place", "noun", "key")
    kinds = [
        (wanted.c.noun == literal_column(f"'{e.noun}'"), _of_row(e, asked, wanted, frame))
        for e in frame.entities.values()
    ]
    found = select(case(*kinds, else_=null()).label("o")).select_from(wanted)
    ordered = found.order_by(wanted.c.place).subquery()
    return nested(select(frame.json.listed(ordered.c.o)).select_from(ordered), parent, frame)


def _of_row(entity: Entity, asked: Asked, wanted: FromClause, frame: Frame) -> Sql:
    def asks_for(args: Args) -> bool:
        return any(noun_of(text) == entity.noun for text in args["ids"])  # type: ignore[attr-defined]

    row = frame.alias(entity.table)
    frame.take_if(row, asked, asks_for)
    return _found(entity, row, frame.json.key(wanted.c.key), asked, wanted, frame)


def of_noun(noun: Noun) -> Field:
    """The records of one noun with the ids, in their order; what finds nothing is passed over."""

    def numbered(args: Args) -> object:
        ids: Sequence[str] = args["ids"]  # type: ignore[assignment]
        return _as_rows([(noun, text) for text in ids])

    def sql(parent: FromClause, asked: Asked, frame: Frame) -> Sql:
        entity = frame.entities[noun]
        row = frame.alias(entity.table)
        wanted = frame.json.rows(frame.bind(asked, numbered, Text()), "place", "key")
        found: Select[Any] = select(object_of(entity, row, asked, frame).label("o")).select_from(
            row.join(wanted, row.c.id == frame.json.key(wanted.c.key))
        )
        ordered = found.where(*visible(entity, row, frame)).order_by(wanted.c.place).subquery()
        return nested(select(frame.json.listed(ordered.c.o)).select_from(ordered), parent, frame)

    return sql


def _listed(args: Args) -> object:
    ids: Sequence[str] = args["ids"]  # type: ignore[assignment]
    if len(ids) > LONGEST_LIST:
        raise Invalid(f"At most {LONGEST_LIST} ids at once.", ("ids",))
    return _as_rows([(noun_of(text), text) for text in ids])


def _as_rows(named: Sequence[tuple[Noun | None, str]]) -> str:
    # Places are texts in the database, and as texts 10 would come before 2.
    keys = [key_of(noun, text) if noun else None for noun, text in named]
    return orjson.dumps(
        [
            {"place": f"{place:05}", "noun": noun, "key": key.hex if key else None}
            for place, ((noun, _), key) in enumerate(zip(named, keys, strict=True))
        ]
    ).decode()
