"""Sessions and their items, as changes see them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from db.tables import attendances, clients, items, members, sessions
from db.work import Work
from domain.attendances import AttendanceStatus
from domain.booked import Booked, Item, Part
from domain.sessions import NewItem


async def hold_hours(work: Work, clinicians: Collection[UUID], attending: Collection[UUID]) -> None:
    """Lock the owners of the hours, in the order of their keys: of two writers that want the same
    hour, the second looks after the first has committed.
    """
    for table, keys in ((members, clinicians), (clients, attending)):
        owners = select(table.c.id).where(
            table.c.organization_id == work.organization, table.c.id.in_(sorted(keys))
        )
        await work.lock(owners.order_by(table.c.id).with_for_update(key_share=True))


async def conflicts(
    work: Work,
    wanted: Sequence[NewItem],
    attending: Collection[UUID],
    besides: UUID | None = None,
) -> list[UUID]:
    """Sessions that occupy the clinician or a client in a wanted item's time, `besides` the one
    that is about to move there. A session whose attendances are all canceled or missed occupies
    nobody.
    """
    timed = [item for item in wanted if item.starts_at is not None]
    if not timed:
        return []
    overlaps = or_(*[_overlaps(item, attending) for item in timed])
    found = _occupied(work, besides).where(overlaps).distinct()
    return [row.session_id for row in await work.rows(found.order_by(items.c.session_id))]


async def taken(
    work: Work,
    wanted: Sequence[NewItem],
    attending: Collection[UUID],
    besides: UUID | None = None,
) -> frozenset[int]:
    """The places of the wanted items whose time is such a session's."""
    timed = {place: item for place, item in enumerate(wanted) if item.starts_at is not None}
    ways = {
        place: _occupied(work, besides).where(_overlaps(item, attending)).exists()
        for place, item in timed.items()
    }
    row = (await work.rows(select(*[way.label(str(place)) for place, way in ways.items()])))[0]
    return frozenset(place for place, is_taken in zip(ways, row, strict=True) if is_taken)


def _occupied(work: Work, besides: UUID | None) -> Select[tuple[UUID]]:
    """The sessions, by their items, that somebody attends who was not canceled or missed."""
    occupying = and_(
        attendances.c.organization_id == items.c.organization_id,
        attendances.c.session_id == items.c.session_id,
        attendances.c.status.in_((AttendanceStatus.OPEN, AttendanceStatus.COMPLETED)),
    )
    found = (
        select(items.c.session_id)
        .select_from(items.join(attendances, occupying))
        .where(items.c.organization_id == work.organization)
    )
    return found if besides is None else found.where(items.c.session_id != besides)


def _overlaps(item: NewItem, attending: Collection[UUID]) -> ColumnElement[bool]:
    """An item in the wanted one's time, of its clinician or of one of the clients. Items that have
    no clinician yet are in no clinician's way.
    """
    takes: ColumnElement[bool] = attendances.c.client_id.in_(attending)
    if item.clinician is not None:
        takes = or_(takes, items.c.clinician_id == item.clinician)
    return and_(items.c.starts_at < item.ends_at, items.c.ends_at > item.starts_at, takes)


async def add(
    work: Work, new: Booked, capacity: int, public_note: str | None, private_note: str | None
) -> None:
    """Insert a session with its items and its open attendances."""
    starts = [item.starts_at for item in new.items if item.starts_at]
    ends = [item.ends_at for item in new.items if item.ends_at]
    row = {
        "id": new.key,
        "location_id": new.location,
        "capacity": capacity,
        "starts_at": min(starts, default=None),
        "ends_at": max(ends, default=None),
        "public_note": public_note,
        "private_note": private_note,
    }
    await work.insert(sessions, row)
    await work.insert(items, *[_item(new.key, at, item) for at, item in enumerate(new.items)])
    await work.insert(attendances, *[_attendance(new.key, part) for part in new.parts])


def _item(session: UUID, position: int, item: Item) -> dict[str, object]:
    return {
        "id": item.key,
        "session_id": session,
        "position": position,
        "service_id": item.service,
        "clinician_id": item.clinician,
        "location_id": item.location,
        "starts_at": item.starts_at,
        "ends_at": item.ends_at,
        "conflict_overridden": item.overridden,
    }


def _attendance(session: UUID, part: Part) -> dict[str, object]:
    return {
        "id": part.key,
        "session_id": session,
        "client_id": part.client,
        "case_id": part.case,
        "cycle_id": part.cycle,
    }
