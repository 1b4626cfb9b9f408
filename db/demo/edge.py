"""The case to show: one treatment from 80 %, two from 90 %, three from full, four from refused."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.demo.care import Care, Referral, open_case, services_of
from db.demo.clients import add_client
from db.demo.courses import USUAL, Course, Stage
from db.demo.draft import Draft, office_hour
from db.demo.harbor import CLIENT, CLINICIAN
from db.demo.hours import AHEAD, take, working_days
from db.demo.people import Practice
from db.demo.visits import Visit, add_attendance, add_session, booked_at
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus, serving

CONSUMED, AUTHORIZED = 7, 10
NINE = 9 * 60
_COURSE = Course((Stage(CycleStatus.ACTIVE, AUTHORIZED, CONSUMED, ahead=4),), loose=0)


@dataclass(frozen=True, slots=True)
class Edge:
    """The keys of the case, its cycle and its open attendances by start."""

    case: UUID
    cycle: UUID
    attendances: tuple[UUID, ...]


def add_edge(draft: Draft, practice: Practice) -> Edge:
    """José's seven treatments, one of yesterday that nobody saved, and three to come, always at
    nine. To be called before anybody else takes a clinician's time.
    """
    at = office_hour(draft, 90)
    client = add_client(draft, at, "José", "Álvarez", CLIENT, practice.setup.phones[1] + "99")
    place, clinician = practice.locations[0], practice.members[CLINICIAN]
    title = "Right shoulder after rotator cuff repair"
    care = open_case(draft, practice, Referral(client, place, clinician, title, _COURSE))
    past, ahead = working_days(draft, -_COURSE.stages[0].since, -1), working_days(draft, 0, AHEAD)
    for day in past[1::3][:CONSUMED]:
        _visit(draft, practice, care, day, AttendanceStatus.COMPLETED)
    open_days = (past[-1], ahead[0], ahead[2], ahead[4])
    left = [_visit(draft, practice, care, day, AttendanceStatus.OPEN) for day in open_days]
    return Edge(care.case, care.cycles[0][0], tuple(left))


def _visit(
    draft: Draft, practice: Practice, care: Care, day: date, status: AttendanceStatus
) -> UUID:
    services = services_of(practice, USUAL)[:1]
    span = (NINE, NINE + services[0].minutes)
    slot = take(draft, care.clinician, [care.client], day, span)
    visit = Visit(care.location, services, slot, booked_at(draft, care, slot))
    session = add_session(draft, practice, visit)
    cycle = serving(care.active, [service.key for service in services])
    return add_attendance(draft, practice, visit, session, care, cycle, status)
