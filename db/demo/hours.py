"""Working hours: who is free when, in the local time of the practice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID

from db.demo.draft import Draft, Span, day_from_today, local

MORNING: Span = (8 * 60, 12 * 60)
AFTERNOON: Span = (13 * 60, 18 * 60)
STEP = 15

PAST = 42
AHEAD = 27


@dataclass(frozen=True, slots=True)
class Slot:
    """A clinician's time, taken."""

    clinician: UUID
    starts_at: datetime
    ends_at: datetime


def working_days(draft: Draft, first: int, last: int) -> list[date]:
    """Mondays to Fridays from `first` to `last` days after today, both included."""
    days = (day_from_today(draft, n) for n in range(first, last + 1))
    return [day for day in days if day.weekday() < 5]


def find(
    draft: Draft, clinicians: Sequence[UUID], client: UUID, days: Sequence[date], minutes: int
) -> Slot | None:
    """A slot with the first of the clinicians who has a gap, on a day on which the client comes
    anyway only where no other is left; None where nobody has a gap.
    """
    apart = [day for day in days if (client, day) not in draft.taken]
    for choice, clinician in product((apart, days), clinicians):
        for day in draft.rng.sample(choice, len(choice)):
            start = _gap(draft, (clinician, client), day, minutes)
            if start is not None:
                return take(draft, clinician, [client], day, (start, start + minutes))
    return None


def take(draft: Draft, clinician: UUID, clients: Sequence[UUID], day: date, span: Span) -> Slot:
    """The span, from now on nobody else's."""
    for who in (clinician, *clients):
        draft.taken[who, day].append(span)
    starts_at = local(draft, day, span[0])
    return Slot(clinician, starts_at, starts_at + timedelta(minutes=span[1] - span[0]))


def _gap(draft: Draft, both: tuple[UUID, UUID], day: date, minutes: int) -> int | None:
    """The first start that fits into the morning or the afternoon, whichever is tried first."""
    taken = [span for who in both for span in draft.taken.get((who, day), ())]
    for start in _starts(draft, minutes):
        if all(start + minutes <= begin or end <= start for begin, end in taken):
            return start
    return None


def _starts(draft: Draft, minutes: int) -> Iterator[int]:
    for begin, end in draft.rng.sample((MORNING, AFTERNOON), 2):
        yield from range(begin, end - minutes + 1, STEP)
