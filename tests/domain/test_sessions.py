"""Sessions 1 and 2: the kind and the booking status are derived; what cannot be booked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.attendances import AttendanceStatus
from domain.errors import DomainError
from domain.ids import new_key
from domain.sessions import (
    Attendee,
    BookingStatus,
    NewItem,
    SessionKind,
    booking_status,
    faults_in_session,
    given_at_once,
    kind_of,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN, COMPLETED = AttendanceStatus.OPEN, AttendanceStatus.COMPLETED


def item(starts_at: datetime | None = NOW, lasts: timedelta = HOUR) -> NewItem:
    ends_at = starts_at + lasts if starts_at else None
    return NewItem(new_key(), None, new_key(), starts_at, ends_at)


def attendees(count: int) -> list[Attendee]:
    return [Attendee(new_key(), None) for _ in range(count)]


def paths(faults: list[DomainError]) -> list[tuple[str, ...]]:
    return [fault.path for fault in faults]


@pytest.mark.parametrize(("attending", "capacity"), [(0, 1), (1, 1)])
def test_one_attendee_and_no_room_for_more_is_single(attending: int, capacity: int) -> None:
    assert kind_of(attending, capacity) is SessionKind.SINGLE


@pytest.mark.parametrize(("attending", "capacity"), [(2, 2), (1, 2), (0, 8), (2, 1)])
def test_more_than_one_attendee_or_room_for_more_is_a_group(attending: int, capacity: int) -> None:
    assert kind_of(attending, capacity) is SessionKind.GROUP


@pytest.mark.parametrize(
    ("times", "status"),
    [
        ([], BookingStatus.AWAITING_BOOKING),
        ([None], BookingStatus.AWAITING_BOOKING),
        ([None, None], BookingStatus.AWAITING_BOOKING),
        ([NOW, None], BookingStatus.PARTIALLY_BOOKED),
        ([None, NOW], BookingStatus.PARTIALLY_BOOKED),
        ([NOW], BookingStatus.BOOKED),
        ([NOW, NOW], BookingStatus.BOOKED),
    ],
)
def test_the_booking_status_follows_from_the_items_times(
    times: list[datetime | None], status: BookingStatus
) -> None:
    assert booking_status(times, [OPEN]) is status
    assert booking_status(times, []) is status


@given(st.lists(st.sampled_from([NOW, None])), st.lists(st.sampled_from(AttendanceStatus)))
def test_a_session_is_completed_exactly_when_all_its_attendances_are(
    times: list[datetime | None], statuses: list[AttendanceStatus]
) -> None:
    all_completed = bool(statuses) and set(statuses) == {COMPLETED}

    assert (booking_status(times, statuses) is BookingStatus.COMPLETED) == all_completed


@pytest.mark.parametrize(
    ("items", "attending", "capacity"), [(1, 1, 1), (20, 100, 100), (1, 1, 100)]
)
def test_a_session_at_its_bounds_is_booked(items: int, attending: int, capacity: int) -> None:
    faults = faults_in_session([item()] * items, attendees(attending), capacity, NOW)

    assert faults == []


@pytest.mark.parametrize(
    ("items", "attending", "capacity", "wrong"),
    [
        (0, 1, 1, ["items"]),
        (21, 1, 1, ["items"]),
        (1, 0, 1, ["attendees"]),
        (1, 101, 101, ["attendees"]),
        (1, 2, 1, ["capacity"]),
        (1, 1, 101, ["capacity"]),
        (0, 0, -1, ["items", "attendees", "capacity"]),
    ],
)
def test_everything_wrong_with_a_session_is_told_at_once(
    items: int, attending: int, capacity: int, wrong: list[str]
) -> None:
    faults = faults_in_session([item()] * items, attendees(attending), capacity, NOW)

    assert paths(faults) == [("input", name) for name in wrong]


def test_nobody_attends_twice() -> None:
    (somebody,) = attendees(1)

    faults = faults_in_session([item()], [somebody, somebody], 2, NOW)

    assert paths(faults) == [("input", "attendees")]


@pytest.mark.parametrize(
    "booked",
    [
        item(starts_at=None),
        item(lasts=timedelta(seconds=1)),
        item(lasts=timedelta(hours=24)),
        item(NOW.replace(year=2021)),
        item(NOW.replace(year=2031)),
    ],
)
def test_a_time_at_its_bounds_is_booked(booked: NewItem) -> None:
    assert faults_in_session([booked], attendees(1), 1, NOW) == []


@pytest.mark.parametrize(
    ("booked", "wrong"),
    [
        (item(lasts=timedelta()), "endsAt"),
        (item(lasts=-HOUR), "endsAt"),
        # Times are kept to the second: less than one would end when it starts.
        (item(lasts=timedelta(milliseconds=999)), "endsAt"),
        (item(lasts=timedelta(hours=24, seconds=1)), "endsAt"),
        (item(NOW.replace(year=2031, second=1)), "startsAt"),
        (item(NOW.replace(year=2021) - timedelta(seconds=1)), "startsAt"),
        (item(datetime(1, 1, 1, tzinfo=timezone(HOUR))), "startsAt"),
        (item(datetime(9999, 12, 31, 22, tzinfo=timezone(-HOUR))), "startsAt"),
    ],
)
def test_a_time_beyond_its_bounds_is_refused_at_its_item(booked: NewItem, wrong: str) -> None:
    faults = faults_in_session([item(), booked], attendees(1), 1, NOW)

    assert paths(faults) == [("input", "items", "1", wrong)]


def test_five_years_from_a_leap_day_are_told_by_the_28th() -> None:
    leap = NOW.replace(year=2028, month=2, day=29)
    last, first = (leap.replace(year=year, day=28) for year in (2033, 2023))
    times = [first - timedelta(seconds=1), first, last, last + timedelta(seconds=1)]

    faults = faults_in_session([item(time) for time in times], attendees(1), 1, leap)

    assert paths(faults) == [("input", "items", place, "startsAt") for place in ("0", "3")]


def test_nobody_gives_two_items_of_a_session_at_once() -> None:
    first, second = item(), item(NOW + HOUR / 2)
    later, open_ended = item(NOW + HOUR), item(starts_at=None)
    somebody, other = new_key(), new_key()

    def by(who: UUID | None, one: NewItem) -> NewItem:
        return replace(one, clinician=who)

    assert given_at_once([by(somebody, first), by(somebody, second)]) == {0, 1}
    assert given_at_once([first, by(somebody, second)], beside=[by(somebody, later)]) == {1}
    assert not given_at_once([by(somebody, first), by(other, second)])
    assert not given_at_once([by(somebody, first), by(somebody, later)])
    assert not given_at_once([by(somebody, first), by(somebody, open_ended)])
    assert not given_at_once([by(None, first), by(None, second)])
    # What stays is not judged again: it was overridden when it was booked.
    assert not given_at_once([], beside=[by(somebody, first), by(somebody, second)])
