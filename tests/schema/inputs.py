"""For each mutation an input that would be accepted, and where ids stand in it."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.ids import Noun, new_key
from tests.api import Json
from tests.schema.care import Care

Path = tuple[str | int, ...]

# Where each mutation takes an id, and of what.
IDS: dict[str, dict[Path, Noun]] = {
    "AttendanceComplete": {("attendanceId",): Noun.ATTENDANCE},
    "AttendanceRelink": {("attendanceId",): Noun.ATTENDANCE, ("cycleId",): Noun.CYCLE},
    "AttendanceReopen": {("attendanceId",): Noun.ATTENDANCE},
    "AttendanceUnlink": {("attendanceId",): Noun.ATTENDANCE},
    "AttendancesComplete": {("items", 0, "attendanceId"): Noun.ATTENDANCE},
    "CaseOpen": {
        ("clientId",): Noun.CLIENT,
        ("locationId",): Noun.LOCATION,
        ("supervisingClinicianId",): Noun.MEMBER,
    },
    "CaseClose": {("caseId",): Noun.CASE},
    "CaseReopen": {("caseId",): Noun.CASE},
    "CaseUpdate": {
        ("caseId",): Noun.CASE,
        ("locationId",): Noun.LOCATION,
        ("supervisingClinicianId",): Noun.MEMBER,
    },
    "CycleActivate": {("cycleId",): Noun.CYCLE},
    "CycleAmend": {("cycleId",): Noun.CYCLE, ("serviceIds", 0): Noun.SERVICE},
    "CycleComplete": {("cycleId",): Noun.CYCLE},
    "CycleDiscontinue": {("cycleId",): Noun.CYCLE},
    "CycleReopen": {("cycleId",): Noun.CYCLE},
    "CycleCreate": {("caseId",): Noun.CASE, ("serviceIds", 0): Noun.SERVICE},
    "SessionBook": {
        ("locationId",): Noun.LOCATION,
        ("items", 0, "serviceId"): Noun.SERVICE,
        ("items", 0, "clinicianId"): Noun.MEMBER,
        ("items", 0, "locationId"): Noun.LOCATION,
        ("attendees", 0, "clientId"): Noun.CLIENT,
        ("attendees", 0, "caseId"): Noun.CASE,
    },
    "SessionCancel": {("sessionId",): Noun.SESSION},
    "SessionReschedule": {
        ("sessionId",): Noun.SESSION,
        ("items", 0, "itemId"): Noun.ITEM,
        ("items", 0, "clinicianId"): Noun.MEMBER,
        ("items", 0, "locationId"): Noun.LOCATION,
    },
    "SessionUpdateNotes": {("sessionId",): Noun.SESSION},
    "TodoComplete": {("todoId",): Noun.TODO},
    "TodoCreate": {
        ("caseId",): Noun.CASE,
        ("assigneeId",): Noun.MEMBER,
        ("clientId",): Noun.CLIENT,
        ("cycleId",): Noun.CYCLE,
        ("sessionId",): Noun.SESSION,
    },
    "TodoDismiss": {("todoId",): Noun.TODO},
    "TodoReassign": {("todoId",): Noun.TODO, ("assigneeId",): Noun.MEMBER},
    "TodoReopen": {("todoId",): Noun.TODO},
    "TodoUpdate": {("todoId",): Noun.TODO},
    "ClientRegister": {},
    "ClientUpdate": {("clientId",): Noun.CLIENT},
    "ClientArchive": {("clientId",): Noun.CLIENT},
    "ClientRestore": {("clientId",): Noun.CLIENT},
    "MemberCreate": {("locationId",): Noun.LOCATION},
    "MemberUpdate": {("memberId",): Noun.MEMBER, ("locationId",): Noun.LOCATION},
    "MemberRetire": {("memberId",): Noun.MEMBER},
    "MemberRestore": {("memberId",): Noun.MEMBER},
    "LocationCreate": {("managerId",): Noun.MEMBER},
    "LocationUpdate": {("locationId",): Noun.LOCATION, ("managerId",): Noun.MEMBER},
    "LocationRetire": {("locationId",): Noun.LOCATION},
    "ServiceCreate": {},
    "ServiceUpdate": {("serviceId",): Noun.SERVICE},
    "ServiceRetire": {("serviceId",): Noun.SERVICE},
    "OrganizationUpdate": {("organizationId",): Noun.ORGANIZATION},
}


def soon(hours: float = 0) -> str:
    """A time two days from now, or so many hours later."""
    tomorrow = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    return (tomorrow + timedelta(hours=hours)).isoformat()


def accepted(name: str, care: Care) -> Json:
    """An input that the mutation accepts."""
    inputs: dict[str, Json] = {
        "AttendanceComplete": {"attendanceId": care.attendance},
        "AttendanceRelink": {"attendanceId": care.movable, "cycleId": care.other},
        "AttendanceReopen": {"attendanceId": care.ended},
        "AttendanceUnlink": {"attendanceId": care.movable},
        "AttendancesComplete": {"items": [{"attendanceId": care.attendance}]},
        "CaseOpen": {
            "clientId": care.client,
            "locationId": care.location,
            "supervisingClinicianId": care.member,
            "title": "Right knee",
        },
        "CaseClose": {"caseId": care.quiet},
        "CaseReopen": {"caseId": care.closed},
        "CaseUpdate": {"caseId": care.case, "title": "Both knees"},
        "CycleActivate": {"cycleId": care.draft},
        "CycleAmend": {"cycleId": care.draft, "serviceIds": [care.service]},
        "CycleComplete": {"cycleId": care.full},
        "CycleDiscontinue": {"cycleId": care.cycle, "reason": "Moved away"},
        "CycleReopen": {"cycleId": care.stopped},
        "CycleCreate": {"caseId": care.case, "serviceIds": [care.service], "authorized": 5},
        "SessionBook": booking(care),
        "SessionCancel": {"sessionId": care.session, "reason": "Flu"},
        "SessionReschedule": {
            "sessionId": care.session,
            "items": [{"itemId": care.item, "startsAt": soon(30)}],
        },
        "SessionUpdateNotes": {"sessionId": care.session, "publicNote": "Bring a towel"},
        "TodoComplete": {"todoId": care.todo},
        "TodoCreate": {"title": "Call", "assigneeRole": "STAFF", "caseId": care.case},
        "TodoDismiss": {"todoId": care.todo},
        "TodoReassign": {"todoId": care.todo, "assigneeId": care.member},
        "TodoReopen": {"todoId": care.done},
        "TodoUpdate": {"todoId": care.todo, "note": "After noon"},
        **of_people(care),
        **of_the_practice(care),
    }
    return inputs[name]


def of_people(care: Care) -> dict[str, Json]:
    """Inputs about clients and members."""
    member = {"name": "Ruth", "email": f"{new_key()}@practice.example", "role": "CLINICIAN"}
    return {
        "ClientRegister": {"givenName": "Ada", "familyName": "Byron"},
        "ClientUpdate": {"clientId": care.client, "phone": "+12125550123"},
        "ClientArchive": {"clientId": care.leaver},
        "ClientRestore": {"clientId": care.archived},
        "MemberCreate": member,
        "MemberUpdate": {"memberId": care.member, "name": "Priya"},
        "MemberRetire": {"memberId": care.helper},
        "MemberRestore": {"memberId": care.retired},
    }


def of_the_practice(care: Care) -> dict[str, Json]:
    """Inputs about locations, services and settings."""
    service = {"name": "Cupping", "minutes": 20, "color": "#aabbcc"}
    return {
        "LocationCreate": {"name": "North Pier"},
        "LocationUpdate": {"locationId": care.location, "name": "South Pier"},
        "LocationRetire": {"locationId": care.clinic},
        "ServiceCreate": {**service, "feeMinor": 9000, "wageMinor": 4000},
        "ServiceUpdate": {"serviceId": care.service, "minutes": 50},
        "ServiceRetire": {"serviceId": care.offer},
        "OrganizationUpdate": {"organizationId": care.organization, "renewalPercent": 95},
    }


def booking(care: Care, **given: Any) -> Json:
    """An hour's session of the client on the case, soon."""
    item = {
        "serviceId": care.service,
        "clinicianId": care.member,
        "locationId": care.location,
        "startsAt": soon(),
        "endsAt": soon(1),
    }
    attendee = {"clientId": care.client, "caseId": care.case}
    return {"locationId": care.location, "items": [item], "attendees": [attendee], **given}


def with_value(input: Json, path: Path, value: object) -> Json:
    """The input with another value at the path."""
    changed = copy.deepcopy(input)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed
