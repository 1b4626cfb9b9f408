"""What the database works out for a front end is what the domain's rules say, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations_with_replacement, product
from uuid import UUID

from db import tables
from domain.attendances import AttendanceStatus, why_not_consuming
from domain.cycles import CycleStatus
from domain.ids import Noun, public_id
from domain.sessions import booking_status, kind_of
from tests.api import Api
from tests.db.rows import HOUR, Rows
from tests.practice import NOON, Practice


@dataclass(frozen=True)
class Part:
    """An attendance: how it ended, what it is linked to (True: a case and no cycle), how many
    entries it has in the ledger, in which taking and giving back take turns, and whether it was
    completed without consuming.
    """

    status: AttendanceStatus
    linked: CycleStatus | bool
    entries: int
    chosen: bool

    @property
    def cycle(self) -> CycleStatus | None:
        return None if isinstance(self.linked, bool) else self.linked

    @property
    def answer(self) -> tuple[bool, str | None]:
        consumed = self.entries % 2 == 1
        linked = bool(self.linked)
        reason = why_not_consuming(self.status, linked, self.cycle, consumed, self.chosen)
        return consumed, reason


LINKS = [False, True, *CycleStatus]
PARTS = [Part(*each) for each in product(AttendanceStatus, LINKS, range(4), [False, True])]


def added(rows: Rows, part: Part) -> str:
    """The id of the session of a fresh attendance like that."""
    case = rows.case()
    drafted = rows.add(tables.cycles, case_id=case, authorized=10, status=CycleStatus.DRAFT)
    cycle = None
    if part.cycle:
        cycle = rows.add(tables.cycles, case_id=case, authorized=10, status=part.cycle)
    session = rows.session(NOON)
    links = {"case_id": case if part.linked else None, "cycle_id": cycle}
    attendance = rows.attendance(session, part.status, **links, without_consuming=part.chosen)
    rows.entries(cycle or drafted, attendance, part.entries)
    return public_id(Noun.SESSION, session)


async def test_why_an_attendance_does_not_consume_is_the_rules_answer(
    api: Api, practice: Practice
) -> None:
    rows = Rows(practice)
    sessions = {part: added(rows, part) for part in PARTS}
    await rows.save()

    answers = {}
    for part, session in sessions.items():
        (attendance,) = (await api.read("Session", id=session))["attendances"]
        answers[part] = attendance["isConsuming"], attendance["whyNotConsuming"]

    assert answers == {part: part.answer for part in PARTS}


@dataclass(frozen=True)
class Visit:
    """A session: its items' times, its attendances' statuses, its capacity."""

    times: tuple[datetime | None, ...]
    statuses: tuple[AttendanceStatus, ...]
    capacity: int

    @property
    def answer(self) -> tuple[str, str]:
        kind = kind_of(len(self.statuses), self.capacity)
        return kind, booking_status(self.times, self.statuses)


TIMES = [times for count in range(4) for times in product((NOON, None), repeat=count)]
STATUSES = [
    statuses
    for count in range(3)
    for statuses in combinations_with_replacement(AttendanceStatus, count)
]
VISITS = [Visit(*each) for each in product(TIMES, STATUSES, (1, 2))]


def booked(rows: Rows, visit: Visit, clients: Sequence[UUID]) -> str:
    """The id of a fresh session like that."""
    session = rows.session(None, visit.capacity)
    what = {"service_id": rows.practice.service, "location_id": rows.practice.location}
    for position, time in enumerate(visit.times):
        span = {"starts_at": time, "ends_at": time + HOUR if time else None}
        rows.add(tables.items, session_id=session, position=position, **what, **span)
    for client, status in zip(clients, visit.statuses, strict=False):
        rows.attendance(session, status, client_id=client)
    return public_id(Noun.SESSION, session)


async def test_a_sessions_kind_and_booking_status_are_the_rules_answers(
    api: Api, practice: Practice
) -> None:
    clients, rows = [practice.client, await practice.add_client()], Rows(practice)
    sessions = {visit: booked(rows, visit, clients) for visit in VISITS}
    await rows.save()

    answers = {}
    for visit, session in sessions.items():
        read = await api.read("Session", id=session)
        answers[visit] = read["kind"], read["bookingStatus"]

    assert answers == {visit: visit.answer for visit in VISITS}
