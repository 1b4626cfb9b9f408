"""A cycle with its ledger and milestones: seen by those who see its case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, false, func, literal_column, select
from sqlalchemy.types import Float

from db.reading.asked import Asked
from db.reading.dialects import Sql
from db.reading.fields import columns, computed, ident, many, one, total
from db.reading.filters import during, ids, some, the, words
from db.reading.frame import Entity, Frame
from db.reading.nouns.attendance import NEWEST
from db.reading.nouns.session import BY_START, attended_by
from db.reading.pages import connection
from db.tables import attendances, cases, cycle_services, cycles, entries, milestones, sessions
from domain.attendances import AttendanceStatus
from domain.ids import Noun


def with_its_case(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Who is limited to a location sees the cycles of its cases; clients see none."""
    if frame.for_client:
        return (false(),)
    if not frame.shape.located:
        return ()
    frame.narrow_to_place(row)
    other = frame.alias(cases, row)
    there: Select[Any] = select(literal_column("1")).where(
        other.c.organization_id == row.c.organization_id,
        other.c.id == row.c.case_id,
        other.c.location_id == frame.location(),
    )
    return (frame.json.exists(there.correlate(row)),)


def with_its_cycle(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """Entries and milestones are seen with their cycle."""
    if frame.for_client:
        return (false(),)
    if not frame.shape.located:
        return ()
    frame.narrow_to_place(row)
    cycle = frame.alias(cycles, row)
    other = frame.alias(cases, cycle)
    there: Select[Any] = select(literal_column("1")).where(
        cycle.c.organization_id == row.c.organization_id,
        cycle.c.id == row.c.cycle_id,
        other.c.organization_id == cycle.c.organization_id,
        other.c.id == cycle.c.case_id,
        other.c.location_id == frame.location(),
    )
    return (frame.json.exists(there.correlate(row)),)


def consumed(row: FromClause, frame: Frame) -> ColumnElement[int]:
    """The sum of the ledger."""
    entry = frame.alias(entries, row)
    own = (entry.c.organization_id == row.c.organization_id, entry.c.cycle_id == row.c.id)
    return total(entry.c.delta, entry, row, *own)


def pending(row: FromClause, frame: Frame) -> ColumnElement[int]:
    """Open attendances of the cycle whose session has a time."""
    attendance = frame.alias(attendances, row)
    session = frame.alias(sessions, attendance)
    counted = (
        select(func.count())
        .select_from(attendance)
        .join(
            session,
            (session.c.organization_id == attendance.c.organization_id)
            & (session.c.id == attendance.c.session_id),
        )
        .where(
            attendance.c.organization_id == row.c.organization_id,
            attendance.c.cycle_id == row.c.id,
            attendance.c.status == literal_column(f"'{AttendanceStatus.OPEN}'"),
            session.c.starts_at.is_not(None),
        )
    )
    return counted.correlate(row).scalar_subquery()


def projected(row: FromClause, frame: Frame) -> ColumnElement[int]:
    """Consumed and pending together."""
    return consumed(row, frame) + pending(row, frame)


def remaining(row: FromClause, frame: Frame) -> ColumnElement[int]:
    """Authorized sessions that are not used, here or before the practice moved here."""
    return row.c.authorized - row.c.carried_in - consumed(row, frame)


def unbooked(row: FromClause, frame: Frame) -> Sql:
    """Authorized sessions that are neither used nor booked; 0 where more is booked."""
    free = remaining(row, frame) - pending(row, frame)
    return case((free > literal_column("0"), free), else_=literal_column("0"))


def percent_consumed(row: FromClause, frame: Frame) -> Sql:
    """Used of authorized, cut (never rounded up) to a tenth, so that 79.96 is not yet 80."""
    used = row.c.carried_in + consumed(row, frame)
    tenths = (used * literal_column("1000")).op("/")(row.c.authorized)
    return func.floor(tenths).op("/")(literal_column("10.0")).cast(Float)


def of_mix(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """The services of the cycle's mix."""
    mix = frame.alias(cycle_services, parent)
    held = select(mix.c.service_id).where(
        mix.c.organization_id == parent.c.organization_id, mix.c.cycle_id == parent.c.id
    )
    return [row.c.id.in_(held.correlate(parent))]


CYCLE = Entity(
    Noun.CYCLE,
    "Cycle",
    cycles,
    {
        "id": ident(Noun.CYCLE),
        **columns("status", "authorized", "carried_in", "activated_at", "ended_at", "version"),
        **columns("ended_because", "created_at"),
        "consumed": computed(consumed),
        "pending": computed(pending),
        "projected": computed(projected),
        "remaining": computed(remaining),
        "unbooked": computed(unbooked),
        "percent_consumed": computed(percent_consumed),
        "case": one(Noun.CASE, "case_id"),
        "services": many(Noun.SERVICE, of_mix, ("name", "id")),
        "entries": many(Noun.ENTRY, "cycle_id", ("created_at", "id")),
        "milestones": many(Noun.MILESTONE, "cycle_id", ("created_at", "id")),
        "attendances": connection(Noun.ATTENDANCE, "cycle_id", NEWEST),
        "sessions": connection(Noun.SESSION, attended_by("cycle_id"), BY_START),
        "todos": many(Noun.TODO, "cycle_id", ("created_at", "id")),
    },
    with_its_case,
    {
        "ids": ids(Noun.CYCLE),
        "status": words("status"),
        "activated_at": during("activated_at"),
        "created_at": during("created_at"),
        "case": the(Noun.CASE, "case_id"),
        "services": some(Noun.SERVICE, of_mix),
        "attendances": some(Noun.ATTENDANCE, "cycle_id"),
        "milestones": some(Noun.MILESTONE, "cycle_id"),
        "todos": some(Noun.TODO, "cycle_id"),
    },
    {
        "STATUS": ("status",),
        "ACTIVATED_AT": ("activated_at",),
        "CREATED_AT": ("created_at",),
    },
)

ENTRY = Entity(
    Noun.ENTRY,
    "ConsumptionEntry",
    entries,
    {
        "id": ident(Noun.ENTRY),
        **columns("delta", "reason", "created_at"),
        "attendance": one(Noun.ATTENDANCE, "attendance_id"),
        "actor": one(Noun.MEMBER, "actor_id"),
        "cycle": one(Noun.CYCLE, "cycle_id"),
    },
    with_its_cycle,
)

MILESTONE = Entity(
    Noun.MILESTONE,
    "Milestone",
    milestones,
    {
        "id": ident(Noun.MILESTONE),
        **columns("kind", "percent", "created_at"),
        "cycle": one(Noun.CYCLE, "cycle_id"),
        "todos": many(Noun.TODO, "milestone_id", ("created_at", "id")),
    },
    with_its_cycle,
    {"kind": words("kind"), "created_at": during("created_at")},
)
