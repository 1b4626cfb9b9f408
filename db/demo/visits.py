"""Sessions, their items and attendances, one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.care import Care
from db.demo.draft import Draft, add, chance, office_hour
from db.demo.hours import Slot
from db.demo.people import Practice, Service
from db.tables import attendances, items, sessions
from domain.attendances import AttendanceStatus


@dataclass(frozen=True, slots=True)
class Visit:
    """A session to be: its services one after the other, the first `timed` of them in the slot."""

    location: UUID
    services: tuple[Service, ...]
    slot: Slot | None
    booked_at: datetime
    timed: int = 1
    capacity: int = 1


def booked_at(draft: Draft, care: Care, slot: Slot | None) -> datetime:
    """Some days before it starts, but neither before the case was opened nor after yesterday."""
    recently = office_hour(draft, draft.rng.randrange(1, 6))
    if slot is None:
        return recently
    wanted = slot.starts_at - timedelta(days=draft.rng.randrange(2, 11))
    return max(min(wanted, recently), care.opened_at + timedelta(minutes=20))


def add_session(draft: Draft, practice: Practice, visit: Visit) -> UUID:
    """The session and its items; now and then with notes."""
    slot = visit.slot
    session = add(
        draft,
        sessions,
        visit.booked_at,
        location_id=visit.location,
        capacity=visit.capacity,
        starts_at=slot and slot.starts_at,
        ends_at=slot and slot.ends_at,
        public_note=draft.rng.choice(practice.setup.notes) if chance(draft, 6) else None,
        private_note="Watch for pain above 4 of 10." if chance(draft, 14) else None,
    )
    for position, (service, times) in enumerate(zip(visit.services, _times(visit), strict=True)):
        _add_item(draft, visit, session, position, service, times)
    return session


def add_attendance(
    draft: Draft,
    practice: Practice,
    visit: Visit,
    session: UUID,
    care: Care,
    cycle: UUID | None,
    status: AttendanceStatus,
) -> UUID:
    """The client's part in it, and how it ended."""
    at, by = _ended(draft, practice, visit.slot, status)
    return add(
        draft,
        attendances,
        visit.booked_at,
        session_id=session,
        client_id=care.client,
        case_id=care.case,
        cycle_id=cycle,
        status=status,
        completed_at=at,
        completed_by_id=by,
    )


Times = tuple[datetime | None, datetime | None]


def _times(visit: Visit) -> Sequence[Times]:
    """Start and end of each service; those that wait for a time have neither."""
    times: list[Times] = [(None, None)] * len(visit.services)
    if visit.slot is None:
        return times
    start = visit.slot.starts_at
    for place, service in enumerate(visit.services[: visit.timed]):
        end = start + timedelta(minutes=service.minutes)
        times[place] = (start, end)
        start = end
    return times


def _add_item(
    draft: Draft, visit: Visit, session: UUID, position: int, service: Service, times: Times
) -> None:
    add(
        draft,
        items,
        visit.booked_at,
        session_id=session,
        position=position,
        service_id=service.key,
        clinician_id=visit.slot.clinician if visit.slot and times[0] else None,
        location_id=visit.location,
        starts_at=times[0],
        ends_at=times[1],
        conflict_overridden=False,
    )


def _ended(
    draft: Draft, practice: Practice, slot: Slot | None, status: AttendanceStatus
) -> tuple[datetime | None, UUID | None]:
    """When it was saved, and by whom: cancelations at the desk and ahead of time."""
    if status is AttendanceStatus.OPEN or slot is None:
        return None, None
    if status is AttendanceStatus.CANCELED:
        return slot.starts_at - timedelta(hours=draft.rng.randrange(3, 30)), practice.desk
    saver = practice.desk if chance(draft, 5) else slot.clinician
    return slot.ends_at + timedelta(minutes=draft.rng.randrange(2, 20)), saver
