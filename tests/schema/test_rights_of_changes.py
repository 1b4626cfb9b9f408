"""Nobody is told of a change of what no question would show them, and everybody of the others."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from domain.access import Role
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care, furnish
from tests.schema.conftest import Neighbor
from tests.schema.inputs import IDS, accepted, booking, soon
from tests.schema.test_rights_of_clients import Group, group
from tests.schema.test_rights_of_places import LIMITED, Places, places
from tests.schema.test_rights_of_roles import name_of

__all__ = ["group", "places"]

OVER = {"SessionBook", "SessionReschedule"}


@dataclass
class History:
    """Everything that can be done was done, by the owner; and where the feed stood before."""

    start: str
    changes: list[Json]

    @property
    def records(self) -> list[str]:
        """The ids of all that was changed."""
        return sorted({change["recordId"] for change in self.changes})


async def stands_at(api: Api) -> str:
    """The cursor of the newest change."""
    async with api.watch("WatchChanges") as view:
        cursor: str = (await view.next())["cursor"]
        return cursor


async def since(api: Api, start: str) -> list[Json]:
    """What the viewer is told of what followed."""
    async with api.watch("WatchChanges", after=start) as view:
        told: list[Json] = (await view.next())["changes"]
        return told


async def do(api: Api, name: str, /, **input: Any) -> Json:
    """Have the owner do it."""
    done = await api.as_("owner").run(name, **input)
    assert done["errors"] == [], (name, done["errors"])
    return done


@asynccontextmanager
async def written(api: Api) -> AsyncIterator[History]:
    """What is done inside the block."""
    history = History(await stands_at(api.as_("owner")), [])
    yield history
    history.changes += await since(api.as_("owner"), history.start)
    assert len(history.changes) < 200


async def seen_by(api: Api, ids: list[str]) -> set[str]:
    """Of the records, those that questions show the viewer."""
    found: list[Json | None] = []
    for begin in range(0, len(ids), 100):
        found += await api.read("Nodes", ids=ids[begin : begin + 100])
    return {record["id"] for record in found if record}


@pytest_asyncio.fixture
async def history(api: Api, practice: Practice, places: Places) -> History:
    """Every mutation here and elsewhere; and visits of cases of one place to the other."""
    async with written(api) as history:
        for care in (places.here, places.elsewhere):
            await do_everything(api, practice, care)
        await visit(api, places.here, places.elsewhere.location, hours=100)
        await visit(api, places.elsewhere, places.here.location, hours=102)
        home = {"locationId": places.here.location}
        await visit(api, places.elsewhere, places.here.location, hours=104, **home)
    return history


async def do_everything(api: Api, practice: Practice, care: Care) -> None:
    """Every mutation, on new records where it cannot be done to the old ones any more."""
    location = UUID(care.location.rpartition("_")[2])
    for name in IDS:
        more = {"overrideConflicts": True} if name in OVER else {}
        if (await api.as_("owner").run(name, **accepted(name, care), **more))["errors"]:
            care = await furnish(practice, location=location)
            await do(api, name, **accepted(name, care), **more)


async def visit(api: Api, care: Care, location: str, hours: int, **home: str) -> None:
    """A session of the case's place, or of its `home`, with an item at a location: called off, on
    again, moved, done, undone.
    """
    span = {"startsAt": soon(hours), "endsAt": soon(hours + 1)}
    item = {"serviceId": care.service, "locationId": location, **span}
    booked = await do(api, "SessionBook", **booking(care, items=[item], **home))
    attendance = booked["session"]["attendances"][0]["id"]
    moves = [{"itemId": booked["session"]["items"][0]["id"], "startsAt": soon(hours + 0.5)}]
    await do(api, "SessionReschedule", sessionId=booked["session"]["id"], items=moves)
    for outcome in ("CANCELED", "COMPLETED"):
        await do(api, "AttendanceComplete", attendanceId=attendance, outcome=outcome)
        await do(api, "AttendanceReopen", attendanceId=attendance)


async def test_everybody_is_told_of_changes_of_what_questions_show_them_and_of_no_others(
    api: Api, places: Places, history: History
) -> None:
    everywhere = [name_of(role) for role in Role if role is not Role.CLIENT]
    for who in [*everywhere, *[f"local {role}" for role in LIMITED]]:
        told = await since(api.as_(who), history.start)
        seen = await seen_by(api.as_(who), history.records)

        whole = [change for change in history.changes if change["recordId"] in seen]
        assert [c["cursor"] for c in told] == [c["cursor"] for c in whole]
        assert who not in everywhere or told == history.changes
        assert who in everywhere or 0 < len(told) < len(history.changes)
    assert {change["noun"] for change in history.changes} == {noun.value for noun in NOUNS}


@pytest.mark.parametrize("aspect", ["sessions", "cases", "cycles"])
async def test_at_a_location_one_is_named_nothing_of_elsewhere(
    api: Api, places: Places, history: History, aspect: str
) -> None:
    told = await since(api.as_(f"local {Role.CLINICIAN}"), history.start)

    keys = [change[name] for change in told for name in ("keysBefore", "keysAfter")]
    named = {id for each in keys for id in each[aspect] or ()}
    assert named
    assert named == await seen_by(api.as_(f"local {Role.CLINICIAN}"), sorted(named))
    assert [secret for secret in places.secrets() if secret in json.dumps(told)] == []


NOUNS = [
    Noun.ATTENDANCE,
    Noun.CASE,
    Noun.CLIENT,
    Noun.CYCLE,
    Noun.LOCATION,
    Noun.MEMBER,
    Noun.ORGANIZATION,
    Noun.SERVICE,
    Noun.SESSION,
    Noun.TODO,
]


async def test_a_case_that_moves_is_told_where_it_was_and_where_it_is(
    api: Api, practice: Practice, places: Places
) -> None:
    async with written(api) as history:
        await do(api, "CaseUpdate", caseId=places.here.case, locationId=places.elsewhere.location)
        await do(api, "CaseUpdate", caseId=places.here.case, title="Moved")
        await do(api, "CaseUpdate", caseId=places.elsewhere.case, locationId=places.here.location)
        await do(api, "CaseUpdate", caseId=places.elsewhere.case, title="Came")

    told = await since(api.as_(f"local {Role.STAFF}"), history.start)

    left, todo_left, _, came, todo_came, after = history.changes
    assert told == [left, todo_left, came, todo_came, after]
    assert [todo["recordId"] for todo in (todo_left, todo_came)] == [
        places.here.todo,
        places.elsewhere.todo,
    ]


async def test_a_client_is_told_of_the_own_record_sessions_and_parts_alone(
    api: Api, practice: Practice, care: Care, group: Group
) -> None:
    stranger = practice.id_of(Noun.CLIENT, group.stranger)
    practice.people["client_stranger"] = group.stranger
    async with written(api) as history:
        await do(api, "ClientUpdate", clientId=stranger, phone="+12125550123")
        await do(api, "SessionReschedule", sessionId=group.session, items=[await moved(api, group)])
        await do(api, "SessionUpdateNotes", sessionId=group.session, privateNote="Quiet")
        both = {"publicNote": "Towel", "privateNote": "Loud"}
        await do(api, "SessionUpdateNotes", sessionId=group.session, **both)
        for each in (group.own, group.others):
            await do(api, "AttendanceComplete", attendanceId=each, outcome="CANCELED")
            await do(api, "AttendanceReopen", attendanceId=each)
        await do(api, "SessionCancel", sessionId=group.session)
        await do(api, "AttendanceReopen", attendanceId=group.others)
        await do(api, "AttendanceReopen", attendanceId=group.own)
        await do(api, "CaseUpdate", caseId=care.case, title="Knee")
        await do(api, "ServiceUpdate", serviceId=care.service, minutes=50)
        await api.as_("client").run("ClientUpdate", clientId=care.client, phone="+12125550123")

    told = await since(api.as_("client"), history.start)
    others = await since(api.as_("client_stranger"), history.start)

    session = [
        ("SESSION_RESCHEDULED", group.session, ["endsAt", "items", "startsAt"]),
        ("SESSION_NOTES_UPDATED", group.session, ["publicNote"]),
    ]
    part = ["ATTENDANCE_COMPLETED", "ATTENDANCE_REOPENED"]
    canceled = ("SESSION_CANCELED", group.session, ["isCanceled"])
    restored = ("SESSION_RESTORED", group.session, ["isCanceled"])
    assert [spelled(change) for change in told] == [
        *session,
        *[(kind, group.own, ["status"]) for kind in part],
        canceled,
        ("ATTENDANCE_COMPLETED", group.own, ["status"]),
        restored,
        ("ATTENDANCE_REOPENED", group.own, ["status"]),
        ("CLIENT_UPDATED", care.client, ["phone"]),
    ]
    assert [spelled(change) for change in others] == [
        ("CLIENT_UPDATED", stranger, ["phone"]),
        *session,
        *[(kind, group.others, ["status"]) for kind in part],
        canceled,
        ("ATTENDANCE_COMPLETED", group.others, ["status"]),
        restored,
        ("ATTENDANCE_REOPENED", group.others, ["status"]),
    ]
    ids = sorted({change["recordId"] for change in told})
    assert await seen_by(api.as_("client"), ids) == {*ids}
    assert [secret for secret in group.secrets(care) if secret in json.dumps(told)] == []
    assert [change["actor"] is None for change in told] == [True] * 8 + [False]


async def moved(api: Api, group: Group) -> Json:
    """Another hour for the only item of the session."""
    session = await api.read("Session", id=group.session)
    return {"itemId": session["items"][0]["id"], "startsAt": soon(50), "endsAt": soon(51)}


def spelled(change: Json) -> tuple[str, str, list[str]]:
    """What was done to which record, and to what of it."""
    return change["kind"], change["recordId"], change["changedFields"]


async def test_a_filter_tells_a_client_nothing_of_others(
    api: Api, practice: Practice, care: Care, group: Group
) -> None:
    stranger = practice.id_of(Noun.CLIENT, group.stranger)
    async with written(api) as history:
        await do(api, "SessionUpdateNotes", sessionId=group.session, publicNote="Towel")
    told = {}

    for name, id in {"clientId": stranger, "caseId": care.case, "sessionId": group.session}.items():
        async with api.as_("client").watch(
            "WatchChanges", after=history.start, **{name: id}
        ) as view:
            told[name] = len((await view.next())["changes"])

    assert told == {"clientId": 0, "caseId": 0, "sessionId": 1}


async def test_nobody_next_door_is_told_of_anything(
    api: Api, neighbor: Neighbor, care: Care
) -> None:
    next_door = Api(api.address, neighbor.practice, api.http).as_("owner")
    start = await stands_at(next_door)

    await do(api, "ClientArchive", clientId=care.leaver)

    assert await since(next_door, start) == []
