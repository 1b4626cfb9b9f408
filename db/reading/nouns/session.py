"""A session and its items: seen by those who work where it takes place, and by who attends."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
)

from db.reading.asked import Asked
from db.reading.cursors import Order
from db.reading.dialects import Sql, text
from db.reading.fields import Where, column, columns, computed, ident, many, one, staff_only
from db.reading.filters import during, flag, for_staff, ids, some, starting, the, words
from db.reading.frame import Entity, Frame
from db.tables import attendances, items, sessions
from domain.attendances import AttendanceStatus
from domain.ids import Noun
from domain.keys import Aspect
from domain.sessions import BookingStatus, SessionKind, SessionScope

BY_START = Order.by("start", "starts_at", descending=True)
_OPEN: Sql = literal_column(f"'{AttendanceStatus.OPEN}'")
_COMPLETED: Sql = literal_column(f"'{AttendanceStatus.COMPLETED}'")


def attends(session: ColumnElement[Any], row: FromClause, frame: Frame) -> ColumnElement[bool]:
    """Whether the viewing client attends the session."""
    own = frame.alias(attendances)
    frame.narrow_to_viewer(own, Aspect.CLIENTS)
    frame.narrow_to_viewer(row, Aspect.CLIENTS)
    part: Select[Any] = select(literal_column("1")).where(
        own.c.organization_id == row.c.organization_id,
        own.c.session_id == session,
        own.c.client_id == frame.viewer(),
    )
    return frame.json.exists(part.correlate(row))


def taking_place_there(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Clients see what they attend; who is limited to a location, what takes place there."""
    if frame.for_client:
        return (attends(row.c.id, row, frame),)
    if not frame.shape.located:
        return ()
    frame.narrow_to_place(row)
    return (row.c.location_id == frame.location(),)


def with_its_session(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """An item is seen with its session."""
    if frame.for_client:
        return (attends(row.c.session_id, row, frame),)
    if not frame.shape.located:
        return ()
    frame.narrow_to_place(row)
    session = frame.alias(sessions, row)
    there: Select[Any] = select(literal_column("1")).where(
        session.c.organization_id == row.c.organization_id,
        session.c.id == row.c.session_id,
        session.c.location_id == frame.location(),
    )
    return (frame.json.exists(there.correlate(row)),)


def in_scope(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """PAST and UPCOMING go by the scheduled date, completed or not (seed: treatment-sessions)."""
    match asked.args.get("scope"):
        case SessionScope.PAST:
            return [row.c.ends_at <= frame.now()]
        case SessionScope.UPCOMING:
            return [row.c.ends_at > frame.now()]
        case _:
            return []


def attended(column: str) -> Where:
    """The sessions that somebody attends who, in that column, names the row above."""
    return _through(attendances, column)


def having(column: str) -> Where:
    """The sessions of which an item names the row above in that column."""
    return _through(items, column)


def attended_by(column: str) -> Where:
    """The same as `attended`, in scope."""
    return scoped(attended(column))


def scoped(every: Where) -> Where:
    """Of the sessions, those in the scope that the list is asked for."""
    return lambda row, parent, asked, frame: [
        *every(row, parent, asked, frame),
        *in_scope(row, parent, asked, frame),
    ]


def _through(table: Table, column: str) -> Where:
    def where(
        row: FromClause, parent: FromClause, asked: Asked, frame: Frame
    ) -> Sequence[ColumnElement[bool]]:
        part = frame.alias(table, parent)
        own: Select[Any] = select(part.c.session_id).where(
            part.c.organization_id == parent.c.organization_id, part.c[column] == parent.c.id
        )
        return [row.c.id.in_(own.correlate(parent))]

    return where


def attendance_count(row: FromClause, frame: Frame) -> ColumnElement[int]:
    """How many attend, whoever asks: that it is a group is no secret in it."""
    return _counted(frame.alias(attendances, row), row)


def parts_shown(row: FromClause, frame: Frame, status: Sql | None = None) -> ColumnElement[int]:
    """How many parts in it the viewer sees, or of them those in a status: clients their own alone,
    because how those of others stand is not theirs to know.
    """
    other = frame.alias(attendances, row)
    held = [] if status is None else [other.c.status == status]
    if frame.for_client:
        frame.narrow_to_viewer(other, Aspect.CLIENTS)
        held.append(other.c.client_id == frame.viewer())
    return _counted(other, row, *held)


def _counted(part: FromClause, row: FromClause, *held: ColumnElement[bool]) -> ColumnElement[int]:
    own = (part.c.organization_id == row.c.organization_id, part.c.session_id == row.c.id)
    counted = select(func.count()).select_from(part).where(*own, *held)
    return counted.correlate(row).scalar_subquery()


def item_count(row: FromClause, frame: Frame, timed: bool = False) -> ColumnElement[int]:
    """How many items, or of them those with a time."""
    item = frame.alias(items, row)
    counted = select(func.count(item.c.starts_at) if timed else func.count()).where(
        item.c.organization_id == row.c.organization_id, item.c.session_id == row.c.id
    )
    return counted.correlate(row).scalar_subquery()


def kind(row: FromClause, frame: Frame) -> Sql:
    """The rule of `domain.sessions.kind_of`, as SQL."""
    many_attend = attendance_count(row, frame) > literal_column("1")
    group = or_(row.c.capacity > literal_column("1"), many_attend)
    return case((group, text(SessionKind.GROUP)), else_=text(SessionKind.SINGLE))


def booking_status(row: FromClause, frame: Frame) -> Sql:
    """The rule of `domain.sessions.booking_status`, as SQL; for clients by their own part."""
    attending, done = parts_shown(row, frame), parts_shown(row, frame, _COMPLETED)
    timed = item_count(row, frame, timed=True)
    return case(
        (and_(attending > literal_column("0"), done == attending), text(BookingStatus.COMPLETED)),
        (timed == literal_column("0"), text(BookingStatus.AWAITING_BOOKING)),
        (timed == item_count(row, frame), text(BookingStatus.BOOKED)),
        else_=text(BookingStatus.PARTIALLY_BOOKED),
    )


def is_unsaved(row: FromClause, frame: Frame) -> ColumnElement[bool]:
    """The time has passed and an attendance is still open (Sessions 5); for clients, their own."""
    passed = func.coalesce(row.c.ends_at <= frame.now(), literal_column("false"))
    return and_(passed, parts_shown(row, frame, _OPEN) > literal_column("0"))


SESSION = Entity(
    Noun.SESSION,
    "Session",
    sessions,
    {
        "id": ident(Noun.SESSION),
        **columns(
            "starts_at",
            "ends_at",
            "capacity",
            "public_note",
            "canceled_at",
            "version",
            "created_at",
        ),
        "private_note": staff_only(lambda row, a, f: row.c.private_note),
        "canceled_because": staff_only(lambda row, a, f: row.c.canceled_because),
        "kind": computed(kind),
        "booking_status": computed(booking_status),
        "is_unsaved": computed(is_unsaved),
        "location": one(Noun.LOCATION, "location_id"),
        "items": many(Noun.ITEM, "session_id", ("position",)),
        "attendances": many(Noun.ATTENDANCE, "session_id", ("created_at", "id")),
        "todos": many(Noun.TODO, "session_id", ("created_at", "id")),
    },
    taking_place_there,
    {
        "ids": ids(Noun.SESSION),
        "kind": words(kind),
        "booking_status": words(booking_status),
        "is_unsaved": flag(is_unsaved),
        "starts_at": starting("starts_at"),
        "ends_at": during("ends_at"),
        "canceled_at": during("canceled_at"),
        "created_at": during("created_at"),
        "location": the(Noun.LOCATION, "location_id"),
        "items": some(Noun.ITEM, "session_id"),
        "attendances": some(Noun.ATTENDANCE, "session_id"),
        "todos": some(Noun.TODO, "session_id"),
    },
    {"STARTS_AT": ("starts_at",), "CREATED_AT": ("created_at",)},
)

ITEM = Entity(
    Noun.ITEM,
    "SessionItem",
    items,
    {
        "id": ident(Noun.ITEM),
        **columns("position", "starts_at", "ends_at"),
        "conflict_overridden": staff_only(column("conflict_overridden")),
        "service": one(Noun.SERVICE, "service_id"),
        "clinician": one(Noun.MEMBER, "clinician_id"),
        "location": one(Noun.LOCATION, "location_id"),
        "session": one(Noun.SESSION, "session_id"),
    },
    with_its_session,
    {
        "ids": ids(Noun.ITEM),
        "starts_at": starting("starts_at"),
        "ends_at": during("ends_at"),
        "conflict_overridden": for_staff(flag("conflict_overridden")),
        "service": the(Noun.SERVICE, "service_id"),
        "clinician": the(Noun.MEMBER, "clinician_id"),
        "location": the(Noun.LOCATION, "location_id"),
        "session": the(Noun.SESSION, "session_id"),
    },
)
