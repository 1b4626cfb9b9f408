"""Attendances, as changes see them."""

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select

from db.tables import attendances, cases, entries, items, sessions
from db.work import Work
from db.writing.turns import of_attendance, of_attendances
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
# The end of the attendance's chain in the ledger: the entry that no other names as its previous.
_newest, _later = entries.alias("newest"), entries.alias("later")
_named = select(_later.c.id).where(
    _later.c.organization_id == _newest.c.organization_id, _later.c.previous_id == _newest.c.id
)
_last = and_(
    _newest.c.organization_id == attendances.c.organization_id,
    _newest.c.attendance_id == attendances.c.id,
    ~_named.exists(),
)
# A row for each item of the session, of which there is at least one.
_EVERY = (
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
        _newest.c.id.label("last_entry"),
        _newest.c.delta.label("last_delta"),
        _newest.c.cycle_id.label("last_cycle"),
        (cases.c.location_id != sessions.c.location_id).label("is_away"),
    )
    .join(sessions, _there)
    .join(items, _part_of)
    .outerjoin(cases, on_case)
    .outerjoin(_newest, _last)
    .where(attendances.c.organization_id == bindparam("organization"))
    .with_for_update(of=attendances, key_share=True)
)
_ONE = _EVERY.where(attendances.c.id == bindparam("key"))
_ONE_AT = _ONE.where(sessions.c.location_id == bindparam("location"))


async def hold(work: Work, key: UUID) -> Attendance | None:
    """The attendance, locked until the change ends after its case, if the viewer may see its
    session. What the ledger holds of it is read once the case is had, because a statement sees
    what was committed when it began, not when it stopped waiting.
    """
    await of_attendance(work, key)
    at = work.viewer.location
    rows = await (
        work.lock(_ONE, key=key) if at is None else work.lock(_ONE_AT, key=key, location=at)
    )
    return _attendance(rows) if rows else None


def those(*which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """The question for all such attendances of the practice, for `hold_each`."""
    return _EVERY.where(*which).order_by(attendances.c.id, items.c.position)


async def hold_each(
    work: Work, wanted: Select[tuple[object, ...]], **values: object
) -> list[Attendance]:
    """All of them as `hold` gives one, of cases that are locked already; in the order of their
    keys, by one statement.
    """
    rows = await work.lock(wanted, **values)
    return [_attendance([*own]) for _, own in groupby(rows, lambda row: row.id)]


def _attendance(rows: Sequence[Row[tuple[object, ...]]]) -> Attendance:
    row = rows[0]
    return Attendance(
        row.id,
        row.session_id,
        row.client_id,
        row.case_id,
        row.cycle_id,
        row.status,
        row.version,
        consumed_of=row.last_cycle if row.last_delta == 1 else None,
        last_entry=row.last_entry,
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


async def hold_all(work: Work, keys: Collection[UUID]) -> None:
    """Lock the attendances' cases and then themselves, each in the order of their keys: of two
    changes that save many, one waits for the other instead of both for each other.
    """
    await of_attendances(work, keys)
    own = (attendances.c.organization_id == work.organization, attendances.c.id.in_(keys))
    found = select(attendances.c.id).where(*own).order_by(attendances.c.id)
    await work.lock(found.with_for_update(key_share=True))


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
