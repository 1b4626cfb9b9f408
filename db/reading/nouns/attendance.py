"""An attendance: seen with its session; a client sees their own."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    literal_column,
    null,
    or_,
    select,
)

from db.reading.cursors import Order
from db.reading.dialects import Sql, text
from db.reading.fields import columns, computed, ident, many, one, staff_only, total
from db.reading.filters import during, flag, for_staff, ids, some, the, words
from db.reading.frame import Entity, Frame
from db.tables import attendances, cycles, entries, sessions
from domain.attendances import AttendanceStatus, NotConsuming
from domain.cycles import CycleStatus
from domain.ids import Noun
from domain.keys import Aspect

NEWEST = Order.by("newest", "created_at", descending=True)


def own_or_of_session(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """A client sees their own; who is limited to a location, those of its sessions."""
    if frame.for_client:
        frame.narrow_to_viewer(row, Aspect.CLIENTS)
        return (row.c.client_id == frame.viewer(),)
    if not frame.shape.located:
        return ()
    other = frame.alias(sessions, row)
    frame.narrow_to_place(other)
    there: Select[Any] = select(literal_column("1")).where(
        other.c.organization_id == row.c.organization_id,
        other.c.id == row.c.session_id,
        other.c.location_id == frame.location(),
    )
    return (frame.json.exists(there.correlate(row)),)


def is_consumed(row: FromClause, frame: Frame) -> ColumnElement[bool]:
    """Whether the attendance has an open entry in the ledger."""
    entry = frame.alias(entries, row)
    own = (entry.c.organization_id == row.c.organization_id, entry.c.attendance_id == row.c.id)
    return total(entry.c.delta, entry, row, *own) > 0


def why_not_consuming(row: FromClause, frame: Frame) -> Sql:
    """The rule of `domain.attendances.why_not_consuming`, as SQL; a test holds them together."""
    cycle = frame.alias(cycles, row)
    own = (cycle.c.organization_id == row.c.organization_id, cycle.c.id == row.c.cycle_id)
    status = select(cycle.c.status).where(*own).correlate(row).scalar_subquery()
    is_open = row.c.status == AttendanceStatus.OPEN
    ended = (AttendanceStatus.CANCELED, AttendanceStatus.MISSED)
    return case(
        (is_consumed(row, frame), null()),
        (or_(*[row.c.status == word for word in ended]), text(NotConsuming.NOT_TREATED)),
        (row.c.without_consuming, text(NotConsuming.COMPLETED_WITHOUT_CONSUMING)),
        (row.c.case_id.is_(None), text(NotConsuming.NOT_LINKED_TO_CASE)),
        (row.c.cycle_id.is_(None), text(NotConsuming.NOT_LINKED_TO_CYCLE)),
        (and_(status == CycleStatus.ACTIVE, is_open), text(NotConsuming.NOT_TREATED)),
        else_=text(NotConsuming.CYCLE_NOT_ACTIVE),
    )


ATTENDANCE = Entity(
    Noun.ATTENDANCE,
    "Attendance",
    attendances,
    {
        "id": ident(Noun.ATTENDANCE),
        **columns("status", "completed_at", "version", "created_at"),
        "is_consuming": staff_only(computed(is_consumed)),
        "why_not_consuming": staff_only(computed(why_not_consuming)),
        "completed_by": staff_only(one(Noun.MEMBER, "completed_by_id")),
        "session": one(Noun.SESSION, "session_id"),
        "client": one(Noun.CLIENT, "client_id"),
        "case": one(Noun.CASE, "case_id"),
        "cycle": one(Noun.CYCLE, "cycle_id"),
        "entries": many(Noun.ENTRY, "attendance_id", ("created_at", "id")),
    },
    own_or_of_session,
    {
        "ids": ids(Noun.ATTENDANCE),
        "status": words("status"),
        "is_consuming": for_staff(flag(is_consumed)),
        "why_not_consuming": for_staff(words(why_not_consuming)),
        "completed_at": during("completed_at"),
        "created_at": during("created_at"),
        "completed_by": for_staff(the(Noun.MEMBER, "completed_by_id")),
        "session": the(Noun.SESSION, "session_id"),
        "client": the(Noun.CLIENT, "client_id"),
        "case": the(Noun.CASE, "case_id"),
        "cycle": the(Noun.CYCLE, "cycle_id"),
        "entries": some(Noun.ENTRY, "attendance_id"),
    },
    {
        "STATUS": ("status",),
        "COMPLETED_AT": ("completed_at",),
        "CREATED_AT": ("created_at",),
    },
)
