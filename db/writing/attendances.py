"""Attendances, as changes see them."""

from uuid import UUID

from sqlalchemy import and_, bindparam, select

from db.tables import attendances, entries, sessions
from db.work import Work
from domain.attendances import Attendance, AttendanceStatus

_there = and_(
    sessions.c.organization_id == attendances.c.organization_id,
    sessions.c.id == attendances.c.session_id,
)
_ONE = (
    select(attendances)
    .join(sessions, _there)
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
    row = await (
        work.first(_ONE, key=key) if at is None else work.first(_ONE_AT, key=key, location=at)
    )
    if row is None:
        return None
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
    )


async def _last_entry(work: Work, attendance: UUID) -> tuple[UUID | None, int, UUID | None]:
    """The newest entry of the attendance's chain: the one that no other names as its previous."""
    row = await work.first(_NEWEST, attendance=attendance)
    return (row.id, row.delta, row.cycle_id) if row else (None, 0, None)


async def end(work: Work, key: UUID, status: AttendanceStatus) -> None:
    """Save how the attendance ended."""
    await work.update_one(
        attendances, key, status=status, completed_at=work.now, completed_by_id=work.viewer.key
    )


async def link(work: Work, key: UUID, cycle: UUID | None) -> None:
    """Save which cycle the attendance draws on."""
    await work.update_one(attendances, key, cycle_id=cycle)


async def reopen(work: Work, key: UUID) -> None:
    """Save that the attendance is open again."""
    await work.update_one(
        attendances, key, status=AttendanceStatus.OPEN, completed_at=None, completed_by_id=None
    )
