"""Moments as people and programs write them."""

from calendar import isleap
from datetime import date, datetime
from typing import Final

from domain.errors import Invalid

# Nothing in a practice is farther away. At the ends of the calendar (0001, 9999) a change of time
# zone alone leaves what Python can hold, and PostgreSQL's driver takes them for infinity.
YEARS: Final = range(1900, 2201)


def is_meant(day: date) -> bool:
    """Whether a day, or the day of a moment, is in a year that a practice can mean."""
    return day.year in YEARS


def years_from(moment: datetime, years: int) -> datetime:
    """The same day and time so many years on; of February 29, where there is none, the 28th."""
    day = 28 if (moment.month, moment.day) == (2, 29) and not isleap(moment.year + years) else None
    return moment.replace(year=moment.year + years, day=day or moment.day)


class NotAMoment(Invalid):
    """A time is written as ISO 8601 with an offset, such as 2026-11-22T09:30:00-05:00, in a year
    from 1900 to 2200.
    """


class Unread:
    """Stands for a text that is no moment: where it stands is known to who uses it alone."""


UNREAD: Final = Unread()


def moment_of(text: str) -> datetime | Unread:
    """The moment; UNREAD unless it has an offset and a year that a practice can mean."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return UNREAD
    return UNREAD if moment.tzinfo is None or not is_meant(moment) else moment


def must_be_read(value: object, path: tuple[str, ...]) -> None:
    """NotAMoment at the path for what is UNREAD."""
    if value is UNREAD:
        raise NotAMoment(path=path)
