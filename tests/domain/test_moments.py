"""Moments and days are written as RFC 3339 has them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from domain.moments import NO_DAY, NO_MOMENT, day_of, moment_of

HALF_PAST = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WEST = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T09:30:00Z", HALF_PAST),
        ("2026-11-22t09:30:00z", HALF_PAST),
        ("2026-11-22 09:30:00+00:00", HALF_PAST),
        ("2026-11-22T09:30Z", HALF_PAST),
        ("2026-11-22T09:30:00.125Z", HALF_PAST.replace(microsecond=125_000)),
        ("2026-11-22T09:30:00.123456789Z", HALF_PAST.replace(microsecond=123_456)),
        ("2026-11-22T09:30:00-05:00", HALF_PAST.replace(tzinfo=WEST)),
    ],
)
def test_a_moment_has_a_day_a_time_and_an_offset(text: str, moment: datetime) -> None:
    assert moment_of(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22",
        "2026-11-22T09:30:00",
        "20261122T093000Z",
        "2026-W47-7T09:30:00Z",
        "2026-326T09:30:00Z",
        "2026-11-22T09:30:00+05:00:30",
        "2026-11-22T09:30:00+0500",
        "2026-11-22T24:30:00Z",
        "2026-02-30T09:30:00Z",
        "2026-11-22X09:30:00Z",
        " 2026-11-22T09:30:00Z",
        "2026-11-22T09:30:00Z\n",
        "٢٠٢٦-11-22T09:30:00Z",
        "1899-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
    ],
)
def test_nothing_else_is_a_moment(text: str) -> None:
    assert moment_of(text) is NO_MOMENT


def test_a_day_is_a_year_a_month_and_a_day() -> None:
    assert day_of("2026-11-22") == date(2026, 11, 22)


@pytest.mark.parametrize(
    "text", ["", "20261122", "2026-W47-7", "2026-02-30", "2026-11-22Z", "١-1-1"]
)
def test_nothing_else_is_a_day(text: str) -> None:
    assert day_of(text) is NO_DAY
