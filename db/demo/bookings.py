"""What was and will be done on a case, session by session."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from db.demo.care import Care, services_of
from db.demo.courses import Part, Stage
from db.demo.draft import Draft, chance
from db.demo.hours import AHEAD, PAST, find, working_days
from db.demo.people import Practice, Service
from db.demo.visits import Visit, add_attendance, add_session, booked_at
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus, serving

# (services, of which have a time): plain, two in a row, partially booked, awaiting booking.
FORMS = ((1, 1), (2, 2), (2, 1), (1, 0))
WEIGHTS = (40, 4, 3, 4)

# Days: the next weeks fill up first.
HORIZONS = (7, 14, AHEAD)


def book_case(draft: Draft, practice: Practice, care: Care) -> None:
    """Everything of its course: before the cycles, on each, and beside them."""
    _book_before(draft, practice, care)
    for cycle, stage in care.cycles:
        _book_past(draft, practice, care, cycle, stage)
        _book_ahead(draft, practice, care, stage)
    for _ in range(care.course.loose_ahead):
        _book_one_ahead(draft, practice, care, practice.services[Part.MAIN])


def book(
    draft: Draft,
    practice: Practice,
    care: Care,
    cycle: UUID | None,
    services: tuple[Service, ...],
    days: Sequence[date],
    status: AttendanceStatus,
    timed: int = 1,
) -> None:
    """One session on one of the days, with whoever of the location has time; none where nobody
    has.
    """
    minutes = sum(service.minutes for service in services[:timed])
    team = (care.clinician, *practice.treating[care.location])
    slot = find(draft, team, care.client, days, minutes) if timed else None
    if timed and slot is None:
        return
    visit = Visit(care.location, services, slot, booked_at(draft, care, slot), timed)
    session = add_session(draft, practice, visit)
    add_attendance(draft, practice, visit, session, care, cycle, status)


def _book_before(draft: Draft, practice: Practice, care: Care) -> None:
    """Done before any cycle was active, so on none."""
    first = max((stage.since for _, stage in care.cycles), default=0)
    days = working_days(draft, -PAST, -first - 1)
    for nth in range(care.course.loose):
        service = practice.services[Part.MAIN if nth else Part.EVALUATION]
        book(draft, practice, care, None, (service,), days, AttendanceStatus.COMPLETED)


def _book_past(draft: Draft, practice: Practice, care: Care, cycle: UUID, stage: Stage) -> None:
    if stage.status is CycleStatus.DRAFT:
        return
    days = working_days(draft, -stage.since, -stage.until - 1)
    for status in _endings(draft, stage):
        service = _one_of(draft, practice, stage)
        book(draft, practice, care, cycle, (service,), days, status)
    if _has_room(stage) and chance(draft, 6):
        service = _one_of(draft, practice, stage)
        book(draft, practice, care, cycle, (service,), days[-5:], AttendanceStatus.OPEN)


def _endings(draft: Draft, stage: Stage) -> list[AttendanceStatus]:
    """As many completed ones as the stage wants, and some that came to nothing."""
    lost = draft.rng.choice((0, 0, 1, 1, 2)) if stage.consumed else 0
    others = (AttendanceStatus.CANCELED, AttendanceStatus.MISSED)
    return [AttendanceStatus.COMPLETED] * stage.consumed + draft.rng.choices(others, (3, 2), k=lost)


def _has_room(stage: Stage) -> bool:
    """Whether one more may be open without booking beyond the authorized ones."""
    planned = stage.carried_in + stage.consumed + stage.ahead
    return stage.status is CycleStatus.ACTIVE and planned < stage.authorized


def _book_ahead(draft: Draft, practice: Practice, care: Care, stage: Stage) -> None:
    for _ in range(stage.ahead):
        _book_one_ahead(draft, practice, care, _one_of(draft, practice, stage))


def _book_one_ahead(draft: Draft, practice: Practice, care: Care, first: Service) -> None:
    """An open session in one of the forms, linked as the system links it."""
    count, timed = draft.rng.choices(FORMS, WEIGHTS)[0]
    services = (first, practice.services[Part.EXTRA])[:count]
    cycle = serving(care.active, [service.key for service in services])
    days = working_days(draft, 0, draft.rng.choice(HORIZONS))
    book(draft, practice, care, cycle, services, days, AttendanceStatus.OPEN, timed)


def _one_of(draft: Draft, practice: Practice, stage: Stage) -> Service:
    """A service of the mix that is given to one client at a time."""
    alone = tuple(part for part in stage.mix if part is not Part.GROUP)
    return draft.rng.choice(services_of(practice, alone))
