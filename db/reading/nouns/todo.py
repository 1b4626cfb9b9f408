"""A todo: seen by those who work where its case is treated; never by clients."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, and_, false, func, or_

from db.reading.cursors import Order
from db.reading.fields import columns, ident, one, one_of
from db.reading.filters import during, flag, ids, on_days, the, words
from db.reading.frame import Entity, Frame, Given
from db.tables import todos
from domain.ids import Noun
from domain.keys import Aspect

NEWEST = Order.by("newest", "created_at", descending=True)


def working_there(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Who is limited to a location sees its todos and those of no location."""
    if frame.for_client:
        return (false(),)
    if not frame.shape.located:
        return ()
    return (or_(row.c.location_id == frame.location(), row.c.location_id.is_(None)),)


def own(row: FromClause, frame: Frame) -> ColumnElement[bool]:
    """Assigned to the viewer, or to nobody but the viewer's role."""
    for_role = and_(row.c.assignee_id.is_(None), row.c.assignee_role == frame.role())
    return or_(func.coalesce(row.c.assignee_id == frame.viewer(), false()), for_role)


def mine(row: FromClause, given: Given, frame: Frame) -> ColumnElement[bool]:
    """The viewer's own, or all others."""
    if given.value:
        # Of one for nobody but a role, changes say nothing of members: it may be anybody's.
        frame.narrow_to_viewer(row, Aspect.MEMBERS)
    return flag(own)(row, given, frame)


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
        "subject": one_of(
            (Noun.SESSION, "session_id"),
            (Noun.CYCLE, "cycle_id"),
            (Noun.CASE, "case_id"),
            (Noun.CLIENT, "client_id"),
        ),
        "location": one(Noun.LOCATION, "location_id"),
        "milestone": one(Noun.MILESTONE, "milestone_id"),
    },
    working_there,
    {
        "ids": ids(Noun.TODO),
        "status": words("status"),
        "assignee_role": words("assignee_role"),
        "mine": mine,
        "due_on": on_days("due_on"),
        "closed_at": during("closed_at"),
        "created_at": during("created_at"),
        "assignee": the(Noun.MEMBER, "assignee_id"),
        "client": the(Noun.CLIENT, "client_id"),
        "case": the(Noun.CASE, "case_id"),
        "cycle": the(Noun.CYCLE, "cycle_id"),
        "session": the(Noun.SESSION, "session_id"),
        "location": the(Noun.LOCATION, "location_id"),
        "milestone": the(Noun.MILESTONE, "milestone_id"),
    },
    {
        "TITLE": ("title",),
        "STATUS": ("status",),
        "DUE_ON": ("due_on",),
        "CREATED_AT": ("created_at",),
    },
)
