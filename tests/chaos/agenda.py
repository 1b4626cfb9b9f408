"""What a practice changes all day, so planned that nothing is ever refused and its end is known."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid4

from domain.access import Role
from domain.changes import ChangeKind
from domain.ids import Noun
from tests.api import Json
from tests.practice import NOON, Practice
from tests.schema.care import item_of, session_of

CASES: Final = 3
AUTHORIZED: Final = 10
CLINICIANS: Final = 4
MOVABLE: Final = 20
_OFTEN: Final = 0.7


@dataclass
class Record:
    """Something that is changed again and again: an attendance that is completed and reopened, or
    a session that goes from one clinician to the next. One change at a time, so that its end is
    known.
    """

    key: UUID
    id: str
    item: str | None = None
    changes: int = 0
    busy: bool = False


@dataclass(frozen=True)
class Change:
    """A mutation with its input, key included, and the kind by which the feed tells of it."""

    name: str
    kind: ChangeKind
    input: Json
    of: Record | None = None

    @property
    def key(self) -> str:
        """The key under which it is sent, however often."""
        return str(self.input["idempotencyKey"])

    def ended(self) -> None:
        """It was answered: its record may be changed again."""
        if self.of is not None:
            self.of.busy = False


@dataclass
class Agenda:
    """A practice's changes to come. `made` are all that were handed out."""

    practice: Practice
    cases: list[str]
    clinicians: list[str]
    attendances: list[Record] = field(default_factory=list)
    sessions: list[Record] = field(default_factory=list)
    made: list[Change] = field(default_factory=list)

    def next(self, chance: Random) -> Change:
        """A change of something that nobody else is changing."""
        free = [each for each in (*self.attendances, *self.sessions) if not each.busy]
        of = chance.choice(free) if free and chance.random() < _OFTEN else None
        change = self._written() if of is None else self._changed(of)
        self.made.append(change)
        return change

    def whose(self, session: Record) -> str:
        """The clinician whom so many moves have brought a session to."""
        return self.clinicians[session.changes % len(self.clinicians)]

    def _written(self) -> Change:
        key = uuid4().hex
        input = {"title": f"Call {key}", "assigneeRole": "STAFF", "idempotencyKey": key}
        return Change("TodoCreate", ChangeKind.TODO_CREATED, input)

    def _changed(self, of: Record) -> Change:
        of.busy = True
        of.changes += 1
        key = {"idempotencyKey": uuid4().hex}
        if of.item is not None:
            moved = {"itemId": of.item, "clinicianId": self.whose(of)}
            input = {"sessionId": of.id, "items": [moved], **key}
            return Change("SessionReschedule", ChangeKind.SESSION_RESCHEDULED, input, of)
        input = {"attendanceId": of.id, **key}
        if of.changes % 2:
            return Change("AttendanceComplete", ChangeKind.ATTENDANCE_COMPLETED, input, of)
        return Change("AttendanceReopen", ChangeKind.ATTENDANCE_REOPENED, input, of)


async def draw_up(practice: Practice) -> Agenda:
    """Cases whose cycles come to 80 % and 90 % but are never used up, and sessions to move about,
    each at an hour of its own.
    """
    agenda = Agenda(practice, [], [practice.id_of(Noun.MEMBER, practice.people["clinician"])])
    async with practice.together():
        for nth in range(1, CLINICIANS):
            key = await practice.add_member(f"clinician{nth}", Role.CLINICIAN)
            agenda.clinicians.append(practice.id_of(Noun.MEMBER, key))
        for _ in range(CASES):
            await _add_case(agenda)
        for _ in range(MOVABLE):
            await _add_movable(agenda)
    return agenda


async def _add_case(agenda: Agenda) -> None:
    practice = agenda.practice
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, AUTHORIZED)
    for _ in range(AUTHORIZED - 1):
        key = await practice.add_attendance(case, cycle, _next_hour(agenda))
        agenda.attendances.append(Record(key, practice.id_of(Noun.ATTENDANCE, key)))
    agenda.cases.append(practice.id_of(Noun.CASE, case))


async def _add_movable(agenda: Agenda) -> None:
    practice = agenda.practice
    session = await session_of(
        practice, await practice.add_attendance(None, None, _next_hour(agenda))
    )
    item = practice.id_of(Noun.ITEM, await item_of(practice, session))
    agenda.sessions.append(Record(session, practice.id_of(Noun.SESSION, session), item))


def _next_hour(agenda: Agenda) -> datetime:
    return NOON + timedelta(hours=len(agenda.attendances) + len(agenda.sessions))
