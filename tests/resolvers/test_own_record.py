"""What a change does to other records than its own is on their record, too: what was, what is now,
and whom, where and when it concerns.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from db import tables
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api, Json
from tests.live.soundness import is_sound, rows
from tests.practice import NOON, TOMORROW, Practice
from tests.resolvers.cases_of_ten import ten
from tests.resolvers.test_statements_of_changes import counted
from tests.schema.care import Care, furnish
from tests.schema.test_audit import entries
from tests.schema.test_booked import booked

LINKED = {"kind": "ATTENDANCE_RELINKED", "noun": "attendance"}
UNLINKED = {"kind": "ATTENDANCE_UNLINKED", "noun": "attendance"}


async def own(api: Api, id: str, kind: str | None = None) -> Json:
    """What is on record of an attendance alone."""
    (entry,) = await entries(api, recordIds=[id], **({"kind": [kind]} if kind else {}))
    return entry


def cycles(entry: Json) -> tuple[str | None, str | None]:
    """The cycle that an attendance drew on before and after."""
    return entry["before"]["cycle"], entry["after"]["cycle"]


async def open_on_case(practice: Practice, case: UUID, count: int, **row: Any) -> list[str]:
    """Booked sessions of a case that draw on nothing."""
    async with practice.together():
        keys = [
            await practice.add_attendance(case, starts_at=NOON + TOMORROW * nth, **row)
            for nth in range(count)
        ]
    return [practice.id_of(Noun.ATTENDANCE, key) for key in keys]


@pytest.mark.parametrize(
    ("name", "status"),
    [("CycleActivate", CycleStatus.DRAFT), ("CycleReopen", CycleStatus.DISCONTINUED)],
)
async def test_each_attendance_that_a_cycle_takes_on_has_it_on_its_own_record(
    api: Api, practice: Practice, name: str, status: CycleStatus
) -> None:
    case = await practice.add_case()
    cycle = practice.id_of(Noun.CYCLE, await practice.add_cycle(case, status=status))
    there = await open_on_case(practice, case, 2)
    (ended,) = await open_on_case(practice, case, 1, status=AttendanceStatus.MISSED)

    done = await api.run(name, cycleId=cycle)

    assert done["errors"] == []
    for id in there:
        entry = await own(api, id)
        assert entry == {**entry, **LINKED}
        assert cycles(entry) == (None, cycle)
    assert await entries(api, recordIds=[ended]) == []
    await is_sound(practice)


@pytest.mark.parametrize(
    ("name", "used", "input", "left"),
    [
        ("CycleDiscontinue", 1, {"reason": "Ill"}, 0),
        ("CycleComplete", 10, {}, 0),
        ("CycleAmend", 8, {"authorized": 9, "acceptOrphans": True}, 1),
    ],
)
async def test_each_attendance_that_a_cycle_gives_up_has_it_on_its_own_record(
    api: Api, practice: Practice, name: str, used: int, input: Json, left: int
) -> None:
    made = await ten(practice, used=used, booked=3)

    done = await api.run(name, cycleId=made.cycle, **input)

    assert done["errors"] == []
    for id in made.booked[left:]:
        entry = await own(api, id)
        assert entry == {**entry, **UNLINKED}
        assert cycles(entry) == (made.cycle, None)
    assert await entries(api, recordIds=made.booked[:left] or ["?"]) == []
    await is_sound(practice)


async def test_an_attendance_linked_by_its_cycle_concerns_whom_one_does_that_is_linked_by_hand(
    api: Api, practice: Practice
) -> None:
    elsewhere = await practice.add(tables.locations, name="Annex")
    for place in (practice.location, elsewhere):
        case = await practice.add_case()
        cycle = practice.id_of(Noun.CYCLE, await practice.add_cycle(case, status=CycleStatus.DRAFT))
        (id,) = await open_on_case(practice, case, 1, location_id=place)
        await api.run("CycleActivate", cycleId=cycle)
        await api.run("AttendanceUnlink", attendanceId=id)
        await api.run("AttendanceRelink", attendanceId=id, cycleId=cycle)
        await api.run("CycleDiscontinue", cycleId=cycle, reason="Ill")

        fed = [row for row in await rows(practice, tables.changes) if row.noun == "attendance"]
        by_cycle, unlinked, by_hand, given_up = sorted(fed, key=lambda row: row.number)[-4:]
        assert said(by_cycle) == said(by_hand)
        assert said(given_up) == said(unlinked)
        assert given_up.keys_before["cycles"] == [cycle.rpartition("_")[2]]
        assert given_up.keys_after["cycles"] == []


def said(row: Any) -> tuple[Any, Any, Any]:
    return row.kind, row.keys_before, row.keys_after


@pytest.mark.parametrize("name", ["CycleActivate", "CycleDiscontinue", "CycleReopen"])
async def test_a_cycle_without_open_sessions_touches_no_attendance(
    api: Api, practice: Practice, name: str
) -> None:
    status = {"CycleActivate": CycleStatus.DRAFT, "CycleReopen": CycleStatus.DISCONTINUED}
    made = await ten(practice, status=status.get(name, CycleStatus.ACTIVE))
    reason = {"reason": "Ill"} if name == "CycleDiscontinue" else {}

    await api.run(name, cycleId=made.cycle, **reason)

    (change,) = await rows(practice, tables.changes)
    assert "cycles" in change.tables
    assert "attendances" not in change.tables


@pytest.mark.parametrize("name", ["CycleActivate", "CycleDiscontinue"])
async def test_a_cycle_of_two_hundred_sessions_takes_as_many_statements_as_one_of_one(
    api: Api, practice: Practice, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("resolvers.viewers.FRESH_SECONDS", 3600)
    reason = {"reason": "Ill"} if name == "CycleDiscontinue" else {}
    taken = []

    for count in (1, 1, 200):
        case = await practice.add_case()
        cycle = await practice.add_cycle(case, 250, status=CycleStatus.DRAFT)
        id = practice.id_of(Noun.CYCLE, cycle)
        there = await open_on_case(practice, case, count)
        if name == "CycleDiscontinue":
            await api.run("CycleActivate", cycleId=id)
        with counted() as sent:
            assert (await api.run(name, cycleId=id, **reason))["errors"] == []
        taken.append(len(sent))
        assert len(await rows_of(practice, there)) == count * (2 if reason else 1)

    assert taken[1] == taken[2]


async def rows_of(practice: Practice, ids: Sequence[str]) -> list[Any]:
    """The audit of the records."""
    found = await rows(practice, tables.audit_entries)
    return [row for row in found if f"{row.noun}_{row.noun_id.hex}" in ids]


async def test_each_open_attendance_of_a_canceled_session_has_it_on_its_own_record(
    api: Api, practice: Practice
) -> None:
    care = await furnish(practice)
    missed, *left = await three_of_a_group(api, practice, care)
    await api.run("AttendanceComplete", attendanceId=missed, outcome="MISSED")
    session = await session_of_part(api, left[0])

    done = await api.run("SessionCancel", sessionId=session, reason="Flu")

    assert done["errors"] == []
    for id in left:
        entry = await own(api, id)
        assert entry["kind"] == "ATTENDANCE_COMPLETED"
        assert (entry["before"], entry["after"]) == ({"status": "OPEN"}, {"status": "CANCELED"})
    assert (await own(api, missed))["after"] == {"status": "MISSED"}
    await is_sound(practice)


async def three_of_a_group(api: Api, practice: Practice, care: Care) -> list[str]:
    """Three parts in one session."""
    people = [{"clientId": care.client, "caseId": care.case}] + [
        {"clientId": practice.id_of(Noun.CLIENT, await practice.add_client(name))}
        for name in ("Grace", "Alan")
    ]
    session = await booked(api, care, attendees=people)
    return [part["id"] for part in session["attendances"]]


async def session_of_part(api: Api, id: str) -> str:
    """The session of an attendance."""
    query = f'{{ node(id: "{id}") {{ ... on Attendance {{ session {{ id }} }} }} }}'
    found: str = (await api.post(query)).json()["data"]["node"]["session"]["id"]
    return found


async def test_a_part_of_a_group_that_is_called_off_names_nobody_else_as_its_own(
    api: Api, practice: Practice
) -> None:
    care = await furnish(practice)
    parts = await three_of_a_group(api, practice, care)
    by_hand, *_ = parts
    await api.run("AttendanceComplete", attendanceId=by_hand, outcome="CANCELED")
    await api.run("AttendanceReopen", attendanceId=by_hand)
    await api.run("SessionCancel", sessionId=await session_of_part(api, by_hand))

    fed = sorted(await rows(practice, tables.changes), key=lambda row: row.number)
    completed = [row for row in fed if row.kind == "ATTENDANCE_COMPLETED"]
    first, *called_off = completed
    again = next(row for row in called_off if row.noun_id == first.noun_id)
    alike = {name: keys for name, keys in again.keys_after.items() if not name.startswith("party")}
    assert alike == first.keys_after
    assert len({tuple(row.keys_after["clients"]) for row in called_off}) == 3
    assert {len(row.keys_after["party"]) for row in called_off} == {3}


async def test_a_canceled_session_and_its_restoring_tell_the_reason_before_and_after(
    api: Api, practice: Practice
) -> None:
    care = await furnish(practice)
    await api.run("SessionCancel", sessionId=care.session, reason="Flu")
    await api.run("AttendanceReopen", attendanceId=care.attendance)

    restored, canceled = await entries(api, recordIds=[care.session])
    reopened, called_off = await entries(api, recordIds=[care.attendance])
    is_there = {"isCanceled": False, "canceledBecause": None}
    is_off = {"isCanceled": True, "canceledBecause": "Flu"}
    assert canceled["before"] == restored["after"] == is_there
    assert canceled["after"] == {**is_off, "attendances": [care.attendance]}
    assert restored["before"] == is_off
    assert called_off["after"] == reopened["before"] == {"status": "CANCELED"}
    assert called_off["before"] == reopened["after"] == {"status": "OPEN"}
