"""Moments as people and programs write them."""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.errors import Invalid

# Nothing in a practice is farther away. At the ends of the calendar (0001, 9999) a change of time
# zone alone leaves what Python can hold, and PostgreSQL's driver takes them for infinity.
YEARS: Final = range(1900, 2201)


# As RFC 3339 writes them; seconds may be left out. Python takes more, such as week dates, which
# nobody who writes 20261126 by mistake for a number means.
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT: Final = re.compile(
    rf"{_DAY.pattern}[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


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


class NotADay(Invalid):
    """A date is written as ISO 8601, such as 2026-11-22, in a year from 1900 to 2200."""


@dataclass(frozen=True)
class Unread:
    """Stands for a text that is no moment or no day: where it stands is known to who uses it
    alone, who tells it as the refusal.
    """

    refusal: type[Invalid]


NO_MOMENT: Final = Unread(NotAMoment)
NO_DAY: Final = Unread(NotADay)


def moment_of(text: str) -> datetime | Unread:
    """The moment; NO_MOMENT unless it has an offset and a year that a practice can mean."""
    if not _MOMENT.fullmatch(text):
        return NO_MOMENT
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return NO_MOMENT
    return moment if is_meant(moment) else NO_MOMENT


def day_of(text: str) -> date | Unread:
    """The day; NO_DAY unless its year is one that a practice can mean."""
    if not _DAY.fullmatch(text):
        return NO_DAY
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return NO_DAY
    return day if is_meant(day) else NO_DAY


def must_be_read(value: object, path: tuple[str, ...]) -> None:
    """The refusal of what is unread, at the path."""
    if isinstance(value, Unread):
        raise value.refusal(path=path)
