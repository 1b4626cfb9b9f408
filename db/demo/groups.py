"""Group sessions: each location's group meets twice a week, whoever of it comes."""

from datetime import date
from uuid import UUID

from db.demo.care import Care
from db.demo.courses import Part
from db.demo.draft import Draft
from db.demo.hours import AHEAD, PAST, take, working_days
from db.demo.people import Practice
from db.demo.visits import Visit, add_attendance, add_session, booked_at
from domain.attendances import AttendanceStatus

TUESDAY, THURSDAY = 1, 3
SPAN = (10 * 60, 11 * 60)
FEWEST, MOST = 4, 8
_ENDINGS = (AttendanceStatus.COMPLETED, AttendanceStatus.CANCELED, AttendanceStatus.MISSED)
_WEIGHTS = (17, 2, 1)


def book_groups(draft: Draft, practice: Practice, cares: list[Care]) -> None:
    """Every meeting of every group; a group of fewer than four does not meet."""
    for location in practice.locations:
        group = [care for care in cares if care.location == location and _cycle(practice, care)]
        for day in _meetings(draft, group) if len(group) >= FEWEST else ():
            _meet(draft, practice, location, group, day)


def _cycle(practice: Practice, care: Care) -> UUID | None:
    """The case's active cycle for the group."""
    wanted = practice.services[Part.GROUP].key
    return next((cycle for cycle, mix in care.active.items() if wanted in mix), None)


def _meetings(draft: Draft, group: list[Care]) -> list[date]:
    """Tuesdays and Thursdays on which every cycle of the group was active already."""
    first = min(stage.since for care in group for _, stage in care.cycles)
    days = working_days(draft, -min(first, PAST), AHEAD)
    return [day for day in days if day.weekday() in (TUESDAY, THURSDAY)]


def _meet(draft: Draft, practice: Practice, location: UUID, group: list[Care], day: date) -> None:
    # By client, because somebody may be in the group on two cases and still comes only once.
    free = {care.client: care for care in group if (care.client, day) not in draft.taken}
    here = list(free.values())
    coming = draft.rng.sample(here, min(len(here), draft.rng.randint(FEWEST, MOST)))
    clinicians = [key for key in practice.treating[location] if (key, day) not in draft.taken]
    if len(coming) < FEWEST or not clinicians:
        return
    slot = take(draft, clinicians[0], [care.client for care in coming], day, SPAN)
    at = max(booked_at(draft, care, slot) for care in coming)
    services = (practice.services[Part.GROUP],)
    visit = Visit(location, services, slot, at, capacity=MOST)
    session = add_session(draft, practice, visit)
    for care in coming:
        status = _status(draft, day)
        add_attendance(draft, practice, visit, session, care, _cycle(practice, care), status)


def _status(draft: Draft, day: date) -> AttendanceStatus:
    if day >= draft.today:
        return AttendanceStatus.OPEN
    return draft.rng.choices(_ENDINGS, _WEIGHTS)[0]
