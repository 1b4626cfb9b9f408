"""Sessions that are there, as changes see them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Row, select, update

from db.tables import attendances, cases, items, sessions
from db.work import Work
from db.writing.attendances import on_case
from db.writing.turns import of_session
from domain.attendances import AttendanceStatus
from domain.booked import Booked, Item, Part
from domain.sessions import NewItem


async def hold(work: Work, key: UUID) -> Booked | None:
    """The session, locked until the change ends with its attendances, if the viewer may see it."""
    await of_session(work, key)
    wanted = select(sessions).where(
        sessions.c.organization_id == work.organization, sessions.c.id == key
    )
    if work.viewer.location is not None:
        wanted = wanted.where(sessions.c.location_id == work.viewer.location)
    row = await work.lock_first(wanted.with_for_update(key_share=True))
    return None if row is None else await _booked(work, row)


async def hold_unscoped(work: Work, key: UUID) -> Booked:
    """The session of a record that the viewer was already let at, locked in the same way."""
    wanted = select(sessions).where(
        sessions.c.organization_id == work.organization, sessions.c.id == key
    )
    return await _booked(work, (await work.lock(wanted.with_for_update(key_share=True)))[0])


async def _booked(work: Work, row: Row[tuple[object, ...]]) -> Booked:
    key: UUID = row.id
    return Booked(
        key,
        row.version,
        row.location_id,
        tuple([_item(each) for each in await _items(work, key)]),
        tuple([_part(each) for each in await _parts(work, key, row.location_id)]),
        row.canceled_at is not None,
        row.canceled_because,
    )


async def _items(work: Work, session: UUID) -> list[Row[tuple[object, ...]]]:
    own = select(items).where(
        items.c.organization_id == work.organization, items.c.session_id == session
    )
    return list(await work.rows(own.order_by(items.c.position)))


async def _parts(work: Work, session: UUID, home: UUID) -> list[Row[tuple[object, ...]]]:
    own = (attendances.c.organization_id == work.organization, attendances.c.session_id == session)
    away = (cases.c.location_id != home).label("is_away")
    found = (
        select(attendances, away).outerjoin(cases, on_case).where(*own).order_by(attendances.c.id)
    )
    return list(await work.lock(found.with_for_update(of=attendances, key_share=True)))


def _item(row: Row[tuple[object, ...]]) -> Item:
    return Item(
        row.id,
        row.service_id,
        row.clinician_id,
        row.location_id,
        row.starts_at,
        row.ends_at,
        row.conflict_overridden,
    )


def _part(row: Row[tuple[object, ...]]) -> Part:
    return Part(row.id, row.client_id, row.case_id, row.cycle_id, row.status, bool(row.is_away))


async def move(
    work: Work,
    session: UUID,
    kept: list[NewItem],
    moved: Mapping[UUID, NewItem],
    overridden: Mapping[UUID, bool],
) -> None:
    """Save the moved items, with whether they go over a conflict where that was judged anew, and
    the session's span over them and those that stay.
    """
    for key, item in moved.items():
        judged = {"conflict_overridden": overridden[key]} if key in overridden else {}
        await work.update_one(
            items,
            key,
            clinician_id=item.clinician,
            location_id=item.location,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            **judged,
        )
    whole = [*kept, *moved.values()]
    starts = [item.starts_at for item in whole if item.starts_at]
    ends = [item.ends_at for item in whole if item.ends_at]
    span = {"starts_at": min(starts, default=None), "ends_at": max(ends, default=None)}
    await work.update_one(sessions, session, **span)


async def notes(work: Work, session: UUID) -> Mapping[str, str | None]:
    """The notes of a held session, as they are."""
    found = select(sessions.c.public_note, sessions.c.private_note).where(
        sessions.c.organization_id == work.organization, sessions.c.id == session
    )
    return dict((await work.rows(found))[0]._mapping)


async def note(work: Work, session: UUID, notes: Mapping[str, object]) -> None:
    """Save the notes that are named."""
    await work.update_one(sessions, session, **notes)


async def call_off(work: Work, session: UUID) -> None:
    """End what is open of the session as CANCELED."""
    open_parts = update(attendances).where(
        attendances.c.organization_id == work.organization,
        attendances.c.session_id == session,
        attendances.c.status == AttendanceStatus.OPEN,
    )
    ended = {
        "status": AttendanceStatus.CANCELED,
        "completed_at": work.now,
        "completed_by_id": work.viewer.key,
        "version": attendances.c.version + 1,
    }
    await work.change(open_parts.values(ended))


async def cancel(work: Work, session: UUID, because: str | None) -> None:
    """Save that the session is canceled."""
    await work.update_one(sessions, session, canceled_at=work.now, canceled_because=because)


async def override(work: Work, keys: Collection[UUID]) -> None:
    """Save that these items are booked over a conflict."""
    own = (items.c.organization_id == work.organization, items.c.id.in_(keys))
    over = {"conflict_overridden": True, "version": items.c.version + 1}
    await work.change(update(items).where(*own).values(over))


async def revive(work: Work, session: UUID) -> None:
    """A session of which something is open again is not canceled any more."""
    await work.update_one(sessions, session, canceled_at=None, canceled_because=None)
