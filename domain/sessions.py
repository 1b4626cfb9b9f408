"""Sessions: one visit, its items and who attends (domain: Sessions and the calendar)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.attendances import AttendanceStatus
from domain.errors import DomainError, Invalid
from domain.keys import Aspect, Keys, only
from domain.moments import years_from

MOST_ITEMS = 20
MOST_ATTENDEES = 100
FARTHEST = 5  # years
LONGEST = timedelta(hours=24)
SHORTEST = timedelta(seconds=1)  # because times are kept to the second


class SessionKind(StrEnum):
    """Follows from the attendees or the capacity; never asked for."""

    SINGLE = "SINGLE"
    GROUP = "GROUP"


class BookingStatus(StrEnum):
    """Derived from the items' times and the attendances (Sessions 2)."""

    AWAITING_BOOKING = "AWAITING_BOOKING"
    PARTIALLY_BOOKED = "PARTIALLY_BOOKED"
    BOOKED = "BOOKED"
    COMPLETED = "COMPLETED"


class SessionScope(StrEnum):
    """Which sessions a list shows: by the scheduled date, completed or not."""

    ALL = "ALL"
    PAST = "PAST"
    UPCOMING = "UPCOMING"


@dataclass(frozen=True, slots=True)
class NewItem:
    """A service to be given; no time yet where `starts_at` is None."""

    service: UUID
    clinician: UUID | None
    location: UUID
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attendee:
    """A client who is to attend, on a case or on none."""

    client: UUID
    case: UUID | None


class Item(Protocol):
    """A service of a session, to be given or there."""

    @property
    def clinician(self) -> UUID | None: ...
    @property
    def location(self) -> UUID: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...


def party_keys(clients: Iterable[UUID], cases: Iterable[UUID | None]) -> Keys:
    """What a change of a session says of all who attend it."""
    attending, on = only(*clients), only(*cases)
    return {
        Aspect.CLIENTS: attending,
        Aspect.PARTY: attending,
        Aspect.CASES: on,
        Aspect.PARTY_CASES: on,
    }


def visit_keys(session: UUID, location: UUID, items: Sequence[Item]) -> Keys:
    """What a change of a session, or of a part in it, says of when, where and by whom."""
    return {
        Aspect.SESSIONS: only(session),
        Aspect.LOCATIONS: only(location, *[item.location for item in items]),
        Aspect.HOMES: only(location),
        Aspect.MEMBERS: only(*[item.clinician for item in items]),
        Aspect.SPANS: frozenset((i.starts_at, i.ends_at) for i in items if i.starts_at),
    }


def kind_of(attendees: int, capacity: int) -> SessionKind:
    """More than one attendee, or room for more than one, is a group (Sessions 1)."""
    return SessionKind.GROUP if max(attendees, capacity) > 1 else SessionKind.SINGLE


def booking_status(
    times: Sequence[datetime | None], attendances: Iterable[AttendanceStatus]
) -> BookingStatus:
    """Where a session stands; all attendances completed wins over its items' times."""
    statuses = list(attendances)
    if statuses and all(s is AttendanceStatus.COMPLETED for s in statuses):
        return BookingStatus.COMPLETED
    timed = sum(time is not None for time in times)
    if timed == 0:
        return BookingStatus.AWAITING_BOOKING
    return BookingStatus.BOOKED if timed == len(times) else BookingStatus.PARTIALLY_BOOKED


def given_at_once(wanted: Sequence[Item], beside: Sequence[Item] = ()) -> frozenset[int]:
    """The places of the wanted items that a clinician would give while giving another item of the
    same session (Sessions 3). A client may well have two at once, from two clinicians.
    """
    return frozenset(
        place
        for place, item in enumerate(wanted)
        if any(_at_once(item, other) for other in _others(wanted, place, beside))
    )


def _others(wanted: Sequence[Item], place: int, beside: Sequence[Item]) -> Sequence[Item]:
    return (*wanted[:place], *wanted[place + 1 :], *beside)


def _at_once(one: Item, other: Item) -> bool:
    if one.clinician is None or one.clinician != other.clinician:
        return False
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def faults_in_session(
    items: Sequence[NewItem], attendees: Sequence[Attendee], capacity: int, now: datetime
) -> list[DomainError]:
    """Everything that is wrong with a session to be booked; empty where nothing is."""
    faults: list[DomainError] = []
    if not 1 <= len(items) <= MOST_ITEMS:
        faults.append(Invalid("A session has 1 to 20 items.", ("input", "items")))
    if not 1 <= len(attendees) <= MOST_ATTENDEES:
        faults.append(Invalid("A session has 1 to 100 attendees.", ("input", "attendees")))
    if len(attendees) <= MOST_ATTENDEES and not len(attendees) <= capacity <= MOST_ATTENDEES:
        faults.append(Invalid("capacity is the number of attendees to 100.", ("input", "capacity")))
    if len({attendee.client for attendee in attendees}) != len(attendees):
        faults.append(Invalid("Name each client once.", ("input", "attendees")))
    for place, item in enumerate(items):
        faults += faults_in_time(item, now, ("input", "items", str(place)))
    return faults


def faults_in_time(item: NewItem, now: datetime, path: tuple[str, ...]) -> list[DomainError]:
    """An item's time lasts a second at least and a day at most, and is at most five years away, by
    the calendar.
    """
    if item.starts_at is None or item.ends_at is None:
        return []
    if item.ends_at - item.starts_at < SHORTEST:
        return [Invalid("An item ends at least a second after it starts.", (*path, "endsAt"))]
    if item.ends_at - item.starts_at > LONGEST:
        return [Invalid("An item lasts at most 24 hours.", (*path, "endsAt"))]
    if not years_from(now, -FARTHEST) <= item.starts_at <= years_from(now, FARTHEST):
        return [Invalid("A time is at most 5 years from now.", (*path, "startsAt"))]
    return []
