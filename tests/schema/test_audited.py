"""Every change is on record: who, when, what, before and after."""

import re
from typing import Any

from domain.access import Role
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care, furnish
from tests.schema.inputs import IDS, accepted, booking, soon
from tests.schema.rows import nothing_written
from tests.schema.test_audit import entries

# A key that no noun stands before: no front end knows such a thing.
BARE = re.compile(r"(?<!_)\b[0-9a-f]{32}\b")
# The kind of each change, and what is told of it, before and after; names of Care stand for its
# ids, "*" for anything. Facts beside these may be told as well.
TOLD: dict[str, tuple[str, Json, Json]] = {
    "AttendanceComplete": ("ATTENDANCE_COMPLETED", {"status": "OPEN"}, {"status": "COMPLETED"}),
    "AttendanceRelink": ("ATTENDANCE_RELINKED", {"cycle": "full"}, {"cycle": "other"}),
    "AttendanceReopen": ("ATTENDANCE_REOPENED", {"status": "COMPLETED"}, {"status": "OPEN"}),
    "AttendanceUnlink": ("ATTENDANCE_UNLINKED", {"cycle": "full"}, {"cycle": None}),
    "AttendancesComplete": ("ATTENDANCE_COMPLETED", {"status": "OPEN"}, {"status": "COMPLETED"}),
    "CaseOpen": (
        "CASE_OPENED",
        {},
        {
            "title": "Right knee",
            "client": "client",
            "location": "location",
            "supervisor": "member",
            "status": "OPEN",
        },
    ),
    "CaseClose": ("CASE_CLOSED", {"status": "OPEN"}, {"status": "CLOSED"}),
    "CaseReopen": ("CASE_REOPENED", {"status": "CLOSED"}, {"status": "OPEN"}),
    "CaseUpdate": ("CASE_UPDATED", {"title": "Left knee"}, {"title": "Both knees"}),
    "CycleActivate": ("CYCLE_ACTIVATED", {"status": "DRAFT"}, {"status": "ACTIVE"}),
    "CycleAmend": ("CYCLE_AMENDED", {"services": "*"}, {"services": ["service"]}),
    "CycleComplete": ("CYCLE_COMPLETED", {"status": "ACTIVE"}, {"status": "COMPLETED"}),
    "CycleDiscontinue": (
        "CYCLE_DISCONTINUED",
        {"status": "ACTIVE"},
        {"status": "DISCONTINUED", "endedBecause": "Moved away", "unlinkedAttendances": 1},
    ),
    "CycleReopen": ("CYCLE_REOPENED", {"status": "DISCONTINUED"}, {"status": "ACTIVE"}),
    "CycleCreate": (
        "CYCLE_CREATED",
        {},
        {"case": "case", "services": ["service"], "authorized": 5, "status": "DRAFT"},
    ),
    "SessionBook": (
        "SESSION_BOOKED",
        {},
        {
            "location": "location",
            "items": [{"service": "service", "clinician": "member", "location": "location"}],
            "attendees": [{"client": "client", "case": "case", "cycle": "cycle"}],
            "overridden": [],
        },
    ),
    "SessionCancel": (
        "SESSION_CANCELED",
        {"isCanceled": False, "canceledBecause": None},
        {"isCanceled": True, "canceledBecause": "Flu", "attendances": ["attendance"]},
    ),
    "SessionReschedule": (
        "SESSION_RESCHEDULED",
        {"items": [{"item": "item", "clinician": "member", "location": "location"}]},
        {"items": [{"item": "item", "clinician": "member", "location": "location"}]},
    ),
    "SessionUpdateNotes": (
        "SESSION_NOTES_UPDATED",
        {"publicNote": "Bring shoes"},
        {"publicNote": "Bring a towel"},
    ),
    "TodoComplete": ("TODO_COMPLETED", {"status": "OPEN"}, {"status": "DONE"}),
    "TodoCreate": (
        "TODO_CREATED",
        {},
        {"title": "Call", "assigneeRole": "STAFF", "case": "case", "status": "OPEN"},
    ),
    "TodoDismiss": ("TODO_DISMISSED", {"status": "OPEN"}, {"status": "DISMISSED"}),
    "TodoReassign": ("TODO_REASSIGNED", {"assignee": None}, {"assignee": "member"}),
    "TodoReopen": ("TODO_REOPENED", {"status": "DONE"}, {"status": "OPEN"}),
    "TodoUpdate": ("TODO_UPDATED", {"note": None}, {"note": "After noon"}),
    "ClientRegister": ("CLIENT_REGISTERED", {}, {"givenName": "Ada", "familyName": "Byron"}),
    "ClientUpdate": ("CLIENT_UPDATED", {"phone": None}, {"phone": "+12125550123"}),
    "ClientArchive": ("CLIENT_ARCHIVED", {"status": "CURRENT"}, {"status": "ARCHIVED"}),
    "ClientRestore": ("CLIENT_RESTORED", {"status": "ARCHIVED"}, {"status": "CURRENT"}),
    "MemberCreate": ("MEMBER_CREATED", {}, {"name": "Ruth", "role": "CLINICIAN"}),
    "MemberUpdate": ("MEMBER_UPDATED", {"name": "Clinician"}, {"name": "Priya"}),
    "MemberRetire": ("MEMBER_RETIRED", {"status": "ACTIVE"}, {"status": "RETIRED"}),
    "MemberRestore": ("MEMBER_RESTORED", {"status": "RETIRED"}, {"status": "ACTIVE"}),
    "LocationCreate": ("LOCATION_CREATED", {}, {"name": "North Pier"}),
    "LocationUpdate": ("LOCATION_UPDATED", {"name": "Harbor Street"}, {"name": "South Pier"}),
    "LocationRetire": ("LOCATION_RETIRED", {"status": "IN_USE"}, {"status": "RETIRED"}),
    "ServiceCreate": ("SERVICE_CREATED", {}, {"name": "Cupping", "feeMinor": 9000}),
    "ServiceUpdate": ("SERVICE_UPDATED", {"minutes": 45}, {"minutes": 50}),
    "ServiceRetire": ("SERVICE_RETIRED", {"status": "IN_USE"}, {"status": "RETIRED"}),
    "OrganizationUpdate": (
        "ORGANIZATION_UPDATED",
        {"renewalPercent": 90},
        {"renewalPercent": 95},
    ),
}


def holds(facts: Any, expected: Any, care: Care) -> bool:
    """Whether the facts hold what is expected; names of Care stand for its ids."""
    if isinstance(expected, dict):
        return all(holds(facts.get(name, ...), part, care) for name, part in expected.items())
    if isinstance(expected, list):
        pairs = zip(facts, expected, strict=True)
        return all(holds(fact, part, care) for fact, part in pairs)
    if isinstance(expected, str) and hasattr(care, expected):
        return bool(facts == getattr(care, expected))
    return expected == "*" or bool(facts == expected)


def test_every_mutation_and_what_it_tells_is_listed_here() -> None:
    assert set(TOLD) == set(IDS)


async def test_every_change_tells_who_what_before_and_after(api: Api, practice: Practice) -> None:
    owner, me = api.as_("owner"), practice.id_of(Noun.MEMBER, practice.people["owner"])
    seen: set[str] = set()

    for name, (kind, before, after) in TOLD.items():
        care = await furnish(practice)
        done = await owner.run(name, **accepted(name, care))
        assert done["errors"] == []
        new = [entry for entry in await entries(api, kind=[kind]) if entry["id"] not in seen]
        seen |= {entry["id"] for entry in new}
        (entry,) = new
        assert not BARE.search(str(entry)), (name, entry)
        assert entry["actor"]["id"] == me
        assert holds(entry["before"], before, care), (name, entry)
        assert holds(entry["after"], after, care), (name, entry)
        assert not before or entry["recordId"] in str(accepted(name, care)), (name, entry)


async def test_every_item_that_moves_is_told_when_by_whom_and_where(
    api: Api, practice: Practice, care: Care
) -> None:
    second = practice.id_of(Noun.MEMBER, await practice.add_member("second", Role.CLINICIAN))
    (item,) = booking(care)["items"]
    later = {**item, "startsAt": soon(1), "endsAt": soon(2)}
    session = (await api.run("SessionBook", **booking(care, items=[item, later])))["session"]
    first, other = [each["id"] for each in session["items"]]
    moves = [{"itemId": other, "startsAt": soon(3)}, {"itemId": first, "clinicianId": second}]

    await api.run("SessionReschedule", sessionId=session["id"], items=moves)

    moved, made = await entries(api, recordIds=[session["id"]])
    both = {"service": care.service, "location": care.location}
    early = {**both, "item": first, "startsAt": soon(0), "endsAt": soon(1)}
    late = {**both, "item": other, "clinician": care.member}
    assert moved["before"] == {name: made["after"][name] for name in moved["before"]}
    assert moved["before"] == {
        "startsAt": soon(0),
        "endsAt": soon(2),
        "items": [
            {**early, "clinician": care.member},
            {**late, "startsAt": soon(1), "endsAt": soon(2)},
        ],
        "overridden": [],
    }
    assert moved["after"] == {
        "startsAt": soon(0),
        "endsAt": soon(4),
        "items": [
            {**early, "clinician": second},
            {**late, "startsAt": soon(3), "endsAt": soon(4)},
        ],
        "overridden": [],
    }


async def test_completing_without_consuming_is_on_record(api: Api, care: Care) -> None:
    input = {"attendanceId": care.attendance, "withoutConsuming": True}

    await api.run("AttendanceComplete", **input)

    (entry,) = await entries(api)
    assert entry["before"] == {"status": "OPEN", "withoutConsuming": False}
    assert entry["after"] == {"status": "COMPLETED", "withoutConsuming": True}


async def test_notes_that_are_so_already_are_no_change(
    api: Api, practice: Practice, care: Care
) -> None:
    async with nothing_written(practice):
        same = await api.run("SessionUpdateNotes", sessionId=care.session, publicNote="Bring shoes")

    assert (same["errors"], same["session"]["version"]) == ([], 1)


async def test_what_was_refused_is_on_no_record(api: Api, care: Care) -> None:
    await api.run("AttendanceReopen", attendanceId=care.attendance)
    await api.run("CaseUpdate", caseId=care.case, title=" ")

    assert await entries(api) == []
