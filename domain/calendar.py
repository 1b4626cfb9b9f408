"""Which days and moments a practice can mean."""

from datetime import date
from typing import Final

# Nothing in a practice is farther away. At the ends of the calendar (0001, 9999) a change of time
# zone alone leaves what Python can hold, and PostgreSQL's driver takes them for infinity.
YEARS: Final = range(1900, 2201)


def is_meant(day: date) -> bool:
    """Whether a day, or the day of a moment, is in a year that a practice can mean."""
    return day.year in YEARS
