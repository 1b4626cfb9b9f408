"""A case: seen by those who work where it is treated; never by clients."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, false, select

from db.reading.asked import Asked
from db.reading.fields import columns, ident, many, one
from db.reading.frame import Entity, Frame
from db.reading.nouns.attendance import NEWEST
from db.reading.nouns.session import BY_START, in_scope
from db.reading.pages import connection
from db.tables import attendances, cases
from domain.ids import Noun


def working_there(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Who is limited to a location sees the cases of that location."""
    if frame.for_client:
        return (false(),)
    return (row.c.location_id == frame.location(),) if frame.shape.located else ()


def of_case(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """The sessions that somebody attends on the case."""
    other = frame.alias(attendances)
    attended = select(other.c.session_id).where(
        other.c.organization_id == parent.c.organization_id, other.c.case_id == parent.c.id
    )
    return [row.c.id.in_(attended.correlate(parent)), *in_scope(row, parent, asked, frame)]


CASE = Entity(
    Noun.CASE,
    "Case",
    cases,
    {
        "id": ident(Noun.CASE),
        **columns("title", "status", "issued_on", "expires_on", "max_sessions", "version"),
        **columns("booking_policy", "created_at"),
        "client": one(Noun.CLIENT, "client_id"),
        "location": one(Noun.LOCATION, "location_id"),
        "supervising_clinician": one(Noun.MEMBER, "supervisor_id"),
        "cycles": many(Noun.CYCLE, "case_id", ("created_at", "id")),
        "sessions": connection(Noun.SESSION, of_case, BY_START),
        "attendances": connection(Noun.ATTENDANCE, "case_id", NEWEST),
        "todos": many(Noun.TODO, "case_id", ("created_at", "id")),
    },
    working_there,
)
