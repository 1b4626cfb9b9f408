"""A case: seen by those who work where it is treated; never by clients."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.types import Float

from db.reading.dialects import Sql
from db.reading.fields import columns, computed, ident, many, one
from db.reading.filters import during, ids, on_days, some, the, words
from db.reading.frame import Entity, Frame
from db.reading.nouns.attendance import NEWEST
from db.reading.nouns.session import BY_START, attended_by
from db.reading.pages import connection
from db.tables import attendances, cases, sessions
from domain.attendances import AttendanceStatus
from domain.ids import Noun

_COUNTED = (AttendanceStatus.OPEN, AttendanceStatus.COMPLETED)


def working_there(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Who is limited to a location sees the cases of that location."""
    if frame.for_client:
        return (false(),)
    if not frame.shape.located:
        return ()
    frame.narrow_to_place(row)
    return (row.c.location_id == frame.location(),)


def _visits(row: FromClause, frame: Frame, in_span: Callable[[FromClause], Sql]) -> Sql:
    """The case's sessions in a span that are neither canceled nor missed on it."""
    part = frame.alias(attendances, row)
    session = frame.alias(sessions, part)
    visit = and_(
        session.c.organization_id == part.c.organization_id, session.c.id == part.c.session_id
    )
    counted: Select[Any] = (
        select(func.count(part.c.session_id.distinct()))
        .select_from(part.join(session, visit))
        .where(
            part.c.organization_id == row.c.organization_id,
            part.c.case_id == row.c.id,
            or_(*[part.c.status == word for word in _COUNTED]),
            in_span(session),
        )
    )
    return counted.correlate(row).scalar_subquery()


def sessions_done(row: FromClause, frame: Frame) -> Sql:
    """In the past and neither canceled nor missed; an open one counts (seed: case-automation)."""
    return _visits(row, frame, lambda session: session.c.ends_at <= frame.now())


def sessions_booked(row: FromClause, frame: Frame) -> Sql:
    """With a time and neither canceled nor missed, past or future."""
    return _visits(row, frame, lambda session: session.c.starts_at.is_not(None))


def sessions_left(row: FromClause, frame: Frame) -> Sql:
    """Of the case's maximum, never below 0; null where there is none."""
    left = row.c.max_sessions - sessions_done(row, frame)
    return case((left < literal_column("0"), literal_column("0")), else_=left)


def _share(part: Sql, row: FromClause) -> Sql:
    """In % of the case's maximum, cut to a tenth; null where there is none."""
    tenths = (part * literal_column("1000")).op("/")(row.c.max_sessions)
    share = func.floor(tenths).op("/")(literal_column("10.0")).cast(Float)
    return case((row.c.max_sessions.is_(None), null()), else_=share)


CASE = Entity(
    Noun.CASE,
    "Case",
    cases,
    {
        "id": ident(Noun.CASE),
        **columns("title", "status", "issued_on", "expires_on", "max_sessions", "version"),
        **columns("booking_policy", "created_at"),
        "sessions_done": computed(sessions_done),
        "sessions_booked": computed(sessions_booked),
        "sessions_left": computed(sessions_left),
        "percent_done": computed(lambda row, f: _share(sessions_done(row, f), row)),
        "percent_booked": computed(lambda row, f: _share(sessions_booked(row, f), row)),
        "client": one(Noun.CLIENT, "client_id"),
        "location": one(Noun.LOCATION, "location_id"),
        "supervising_clinician": one(Noun.MEMBER, "supervisor_id"),
        "cycles": many(Noun.CYCLE, "case_id", ("created_at", "id")),
        "sessions": connection(Noun.SESSION, attended_by("case_id"), BY_START),
        "attendances": connection(Noun.ATTENDANCE, "case_id", NEWEST),
        "todos": many(Noun.TODO, "case_id", ("created_at", "id")),
    },
    working_there,
    {
        "ids": ids(Noun.CASE),
        "status": words("status"),
        "booking_policy": words("booking_policy"),
        "issued_on": on_days("issued_on"),
        "expires_on": on_days("expires_on"),
        "created_at": during("created_at"),
        "client": the(Noun.CLIENT, "client_id"),
        "location": the(Noun.LOCATION, "location_id"),
        "supervising_clinician": the(Noun.MEMBER, "supervisor_id"),
        "cycles": some(Noun.CYCLE, "case_id"),
        "attendances": some(Noun.ATTENDANCE, "case_id"),
        "todos": some(Noun.TODO, "case_id"),
    },
    {
        "TITLE": ("title",),
        "STATUS": ("status",),
        "ISSUED_ON": ("issued_on",),
        "EXPIRES_ON": ("expires_on",),
        "CREATED_AT": ("created_at",),
    },
)
