"""A todo: seen by those who work where its case is treated; never by clients."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, false, or_

from db.reading.cursors import Order
from db.reading.fields import columns, ident, one
from db.reading.frame import Entity, Frame
from db.tables import todos
from domain.ids import Noun

NEWEST = Order("newest", ("created_at",), descending=True)


def working_there(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Who is limited to a location sees its todos and those of no location."""
    if frame.for_client:
        return (false(),)
    if not frame.shape.located:
        return ()
    return (or_(row.c.location_id == frame.location(), row.c.location_id.is_(None)),)


TODO = Entity(
    Noun.TODO,
    "Todo",
    todos,
    {
        "id": ident(Noun.TODO),
        **columns("title", "note", "status", "due_on", "closed_at", "created_at", "version"),
        **columns("assignee_role"),
        "assignee": one(Noun.MEMBER, "assignee_id"),
        "client": one(Noun.CLIENT, "client_id"),
        "case": one(Noun.CASE, "case_id"),
        "cycle": one(Noun.CYCLE, "cycle_id"),
        "session": one(Noun.SESSION, "session_id"),
    },
    working_there,
)
