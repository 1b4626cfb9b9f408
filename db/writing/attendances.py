"""Attendances, as changes see them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, select

from db.tables import attendances, cases, cycles, entries, items, sessions
from db.work import Work
from domain.attendances import Attendance, AttendanceStatus
from domain.booked import Item
from domain.keys import Keys
from domain.sessions import party_keys, visit_keys

_there = and_(
    sessions.c.organization_id == attendances.c.organization_id,
    sessions.c.id == attendances.c.session_id,
)
on_case = and_(
    cases.c.organization_id == attendances.c.organization_id,
    cases.c.id == attendances.c.case_id,
)
_part_of = and_(
    items.c.organization_id == sessions.c.organization_id, items.c.session_id == sessions.c.id
)
# A row for each item of the session, of which there is at least one.
_ONE = (
    select(
        attendances,
        sessions.c.location_id.label("session_location_id"),
        sessions.c.capacity,
        items.c.id.label("item_id"),
        items.c.service_id,
        items.c.clinician_id,
        items.c.location_id,
        items.c.starts_at,
        items.c.ends_at,
        (cases.c.location_id != sessions.c.location_id).label("is_away"),
    )
    .join(sessions, _there)
    .join(items, _part_of)
    .outerjoin(cases, on_case)
    .where(
        attendances.c.organization_id == bindparam("organization"),
        attendances.c.id == bindparam("key"),
    )
    .with_for_update(of=attendances, key_share=True)
)
_ONE_AT = _ONE.where(sessions.c.location_id == bindparam("location"))

_later = entries.alias("later")
_named = select(_later.c.id).where(
    _later.c.organization_id == entries.c.organization_id, _later.c.previous_id == entries.c.id
)
_NEWEST = select(entries.c.id, entries.c.delta, entries.c.cycle_id).where(
    entries.c.organization_id == bindparam("organization"),
    entries.c.attendance_id == bindparam("attendance"),
    ~_named.exists(),
)


async def hold(work: Work, key: UUID) -> Attendance | None:
    """The attendance, locked until the change ends, if the viewer may see its session."""
    at = work.viewer.location
    rows = await (
        work.rows(_ONE, key=key) if at is None else work.rows(_ONE_AT, key=key, location=at)
    )
    if not rows:
        return None
    row = rows[0]
    last, delta, cycle = await _last_entry(work, key)
    return Attendance(
        key,
        row.session_id,
        row.client_id,
        row.case_id,
        row.cycle_id,
        row.status,
        row.version,
        consumed_of=cycle if delta == 1 else None,
        last_entry=last,
        without_consuming=row.without_consuming,
        is_away=bool(row.is_away),
        visit=_said(rows),
    )


def _said(rows: Sequence[Row[tuple[object, ...]]]) -> Keys:
    """What is to be said of the attendance's session. Where it has room for one, nobody else is
    there; of a group's others nothing is said, because they would have to be looked up.
    """
    row = rows[0]
    alone = party_keys([row.client_id], [row.case_id]) if row.capacity == 1 else {}
    return {**_visit(rows), **alone}


def _visit(rows: Sequence[Row[tuple[object, ...]]]) -> Keys:
    found = [
        Item(
            row.item_id,
            row.service_id,
            row.clinician_id,
            row.location_id,
            row.starts_at,
            row.ends_at,
        )
        for row in rows
    ]
    return visit_keys(rows[0].session_id, rows[0].session_location_id, found)


async def _last_entry(work: Work, attendance: UUID) -> tuple[UUID | None, int, UUID | None]:
    """The newest entry of the attendance's chain: the one that no other names as its previous."""
    row = await work.first(_NEWEST, attendance=attendance)
    return (row.id, row.delta, row.cycle_id) if row else (None, 0, None)


async def hold_all(work: Work, keys: Collection[UUID]) -> None:
    """Lock the attendances and then their cycles, each in the order of their keys: of two changes
    that save many, one waits for the other instead of both for each other.
    """
    own = (attendances.c.organization_id == work.organization, attendances.c.id.in_(keys))
    found = select(attendances.c.cycle_id).where(*own).order_by(attendances.c.id)
    drawn_on = {row.cycle_id for row in await work.rows(found.with_for_update(key_share=True))}
    of = (cycles.c.organization_id == work.organization, cycles.c.id.in_(drawn_on - {None}))
    locked = select(cycles.c.id).where(*of).order_by(cycles.c.id)
    await work.rows(locked.with_for_update(key_share=True))


async def end(work: Work, key: UUID, status: AttendanceStatus, without_consuming: bool) -> None:
    """Save how the attendance ended, and whether it is to consume nothing."""
    await work.update_one(
        attendances,
        key,
        status=status,
        completed_at=work.now,
        completed_by_id=work.viewer.key,
        without_consuming=without_consuming,
    )


async def link(work: Work, key: UUID, cycle: UUID | None) -> None:
    """Save which cycle the attendance draws on."""
    await work.update_one(attendances, key, cycle_id=cycle)


async def reopen(work: Work, key: UUID) -> None:
    """Save that the attendance is open again."""
    await work.update_one(
        attendances,
        key,
        status=AttendanceStatus.OPEN,
        completed_at=None,
        completed_by_id=None,
        without_consuming=False,
    )
