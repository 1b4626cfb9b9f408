"""For each mutation an input that would be accepted, and where ids stand in it."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.ids import Noun
from tests.api import Json
from tests.schema.care import Care

Path = tuple[str | int, ...]

# Where each mutation takes an id, and of what.
IDS: dict[str, dict[Path, Noun]] = {
    "AttendanceComplete": {("attendanceId",): Noun.ATTENDANCE},
    "AttendanceReopen": {("attendanceId",): Noun.ATTENDANCE},
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
}


def soon(hours: float = 0) -> str:
    """A time two days from now, or so many hours later."""
    tomorrow = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    return (tomorrow + timedelta(hours=hours)).isoformat()


def accepted(name: str, care: Care) -> Json:
    """An input that the mutation accepts."""
    inputs: dict[str, Json] = {
        "AttendanceComplete": {"attendanceId": care.attendance},
        "AttendanceReopen": {"attendanceId": care.ended},
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
        "TodoComplete": {"todoId": care.todo},
        "TodoCreate": {"title": "Call", "assigneeRole": "STAFF", "caseId": care.case},
        "TodoDismiss": {"todoId": care.todo},
        "TodoReassign": {"todoId": care.todo, "assigneeId": care.member},
        "TodoReopen": {"todoId": care.done},
        "TodoUpdate": {"todoId": care.todo, "note": "After noon"},
    }
    return inputs[name]


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
