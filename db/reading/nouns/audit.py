"""The audit: who did what to which record, when; for owners and admins."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, false, literal_column
from sqlalchemy.types import TypeEngine

from db.reading.dialects import Sql
from db.reading.fields import columns, computed, ident, one
from db.reading.filters import during, ids, the, words
from db.reading.frame import Entity, Frame, Given
from db.tables import audit_entries
from domain.access import Act, may
from domain.ids import Noun, key_of, noun_of


def for_auditors(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Nobody else sees a row."""
    return () if may(frame.shape.role, Act.READ_AUDIT) else (false(),)


def _record_id(row: FromClause, frame: Frame) -> Sql:
    return row.c.noun.concat(literal_column("'_'")).concat(frame.json.key_text(row.c.noun_id))


def about(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
    """The record is one of a list; looked up by its key, because that is indexed. What is no id
    is passed over: it may be a text that no database takes.
    """

    def named(texts: Sequence[str]) -> dict[str, UUID]:
        nouns = [(noun_of(text), text) for text in given.checked(texts)]
        found = {text: key_of(noun, text) for noun, text in nouns if noun}
        return {text: key for text, key in found.items() if key}

    def bound(kind: TypeEngine[Any], parts: Callable[[dict[str, UUID]], Iterable[Any]]) -> Sql:
        return given.bind(frame, kind, lambda t: frame.json.list_of([*parts(named(t))]))

    keyed = frame.json.among(row.c.noun_id, bound(frame.json.keys, dict.values))
    return and_(keyed, frame.json.among(_record_id(row, frame), bound(frame.json.texts, dict.keys)))


AUDIT = Entity(
    Noun.AUDIT,
    "AuditEntry",
    audit_entries,
    {
        "id": ident(Noun.AUDIT),
        **columns("created_at", "kind", "noun", "before", "after"),
        "record_id": computed(_record_id),
        "actor": one(Noun.MEMBER, "actor_id"),
        "acting_client": one(Noun.CLIENT, "actor_id"),
    },
    for_auditors,
    {
        "ids": ids(Noun.AUDIT),
        "kind": words("kind"),
        "record_ids": about,
        "created_at": during("created_at"),
        "actor": the(Noun.MEMBER, "actor_id"),
        "acting_client": the(Noun.CLIENT, "actor_id"),
    },
    {"CREATED_AT": ("created_at",)},
)
