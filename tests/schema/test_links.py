"""Linking an attendance elsewhere moves what it consumed, in one transaction (Cycles 3 to 6)."""

from typing import Any
from uuid import UUID

import pytest

from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus
from domain.ids import Noun, key_of
from tests.api import Api, Json
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import Care, add_service, session_of
from tests.schema.rows import nothing_written


def told(payload: Json) -> list[tuple[str, list[str]]]:
    """Code and path of each refusal."""
    return [(each["code"], each["path"]) for each in payload["errors"]]


async def another(practice: Practice, care: Care, authorized: int = 10, **row: Any) -> UUID:
    """Another active cycle of the same case."""
    case = key_of(Noun.CASE, care.case)
    assert case is not None
    services = [await add_service(practice)]
    return await practice.add_cycle(case, authorized, services=services, **row)


async def relink(api: Api, attendance: str, cycle: UUID, **input: Any) -> Json:
    """Send the change."""
    to = api.practice.id_of(Noun.CYCLE, cycle)
    return await api.run("AttendanceRelink", attendanceId=attendance, cycleId=to, **input)


async def test_a_treated_attendance_moves_its_consumption(
    api: Api, practice: Practice, care: Care
) -> None:
    other = await another(practice, care)
    done = await relink(api, care.ended, other)

    assert done["errors"] == []
    assert done["attendance"]["isConsuming"]
    assert done["cycle"] == {
        "id": practice.id_of(Noun.CYCLE, other),
        "consumed": 1,
        "remaining": 9,
    }
    assert done["previousCycle"] == {"id": care.cycle, "consumed": 0, "remaining": 10}


async def test_there_and_back_again_leaves_what_was(
    api: Api, practice: Practice, care: Care
) -> None:
    first = await relink(api, care.ended, await another(practice, care))
    key = key_of(Noun.CYCLE, care.cycle)
    assert key is not None
    back = await relink(api, care.ended, key)

    assert first["errors"] == back["errors"] == []
    assert back["cycle"]["consumed"] == 1
    assert back["previousCycle"]["consumed"] == 0


async def test_an_open_attendance_only_links(api: Api, practice: Practice, care: Care) -> None:
    other = await another(practice, care)
    done = await relink(api, care.attendance, other)

    assert done["attendance"]["cycle"]["id"] == practice.id_of(Noun.CYCLE, other)
    assert (done["cycle"]["consumed"], done["previousCycle"]["consumed"]) == (0, 1)


async def test_it_is_refused_where_the_other_cycle_is_used_up(
    api: Api, practice: Practice, care: Care
) -> None:
    full = await another(practice, care, authorized=1, carried_in=1)
    async with nothing_written(practice):
        refused = await relink(api, care.ended, full)

    assert told(refused) == [("CYCLE_EXHAUSTED", ["input", "cycleId"])]


async def test_the_milestones_that_the_other_cycle_passes_fire(
    api: Api, practice: Practice, care: Care
) -> None:
    done = await relink(api, care.ended, await another(practice, care, authorized=1))

    titles = [todo["title"] for todo in done["todosCreated"]]
    assert titles == ["Progress Summary Due", "Cycle Renewal Due"]


async def test_only_another_active_cycle_of_the_same_case_is_linked_to(
    api: Api, practice: Practice, care: Care
) -> None:
    draft = await another(practice, care, status=CycleStatus.DRAFT)
    elsewhere = await practice.add_cycle(await practice.add_case())
    own = key_of(Noun.CYCLE, care.cycle)
    assert own is not None
    async with nothing_written(practice):
        refused = [await relink(api, care.ended, cycle) for cycle in (draft, elsewhere, own)]

    assert [told(each) for each in refused] == [[("INVALID", ["input", "cycleId"])]] * 3


async def test_unlinking_gives_the_session_back_and_the_field_says_why(
    api: Api, care: Care
) -> None:
    done = await api.run("AttendanceUnlink", attendanceId=care.ended)
    again = await api.run("AttendanceUnlink", attendanceId=care.ended)

    assert done["previousCycle"]["consumed"] == 0
    assert done["attendance"]["whyNotConsuming"] == "NOT_LINKED_TO_CYCLE"
    assert told(again) == [("INVALID", ["input", "attendanceId"])]


async def test_a_treated_attendance_that_consumed_nothing_consumes_where_it_is_linked_to(
    api: Api, practice: Practice, care: Care
) -> None:
    await api.run("AttendanceUnlink", attendanceId=care.ended)
    done = await relink(api, care.ended, await another(practice, care))

    assert done["cycle"]["consumed"] == 1
    assert done["previousCycle"] is None


async def test_what_was_completed_without_consuming_goes_on_so_wherever_it_is_linked_to(
    api: Api, practice: Practice, care: Care
) -> None:
    chosen = {"attendanceId": care.attendance, "withoutConsuming": True}
    await api.run("AttendanceComplete", **chosen)
    linked = await relink(api, care.attendance, await another(practice, care))
    unlinked = await api.run("AttendanceUnlink", attendanceId=care.attendance)
    again = await relink(api, care.attendance, await another(practice, care))

    whys = [done["attendance"]["whyNotConsuming"] for done in (linked, unlinked, again)]
    assert whys == ["COMPLETED_WITHOUT_CONSUMING"] * 3
    assert [linked["cycle"]["consumed"], again["cycle"]["consumed"]] == [0, 0]


async def test_completed_once_more_it_consumes_like_any_other(
    api: Api, practice: Practice, care: Care
) -> None:
    chosen = {"attendanceId": care.attendance, "withoutConsuming": True}
    await api.run("AttendanceComplete", **chosen)
    await api.run("AttendanceReopen", attendanceId=care.attendance)
    await api.run("AttendanceComplete", attendanceId=care.attendance)
    done = await relink(api, care.attendance, await another(practice, care))

    assert done["attendance"]["isConsuming"]


async def test_what_was_treated_before_its_cycle_was_reopened_does_not_say_that_it_was_chosen(
    api: Api, practice: Practice
) -> None:
    case = await practice.add_case()
    stopped = await practice.add_cycle(case, status=CycleStatus.DISCONTINUED)
    late = await practice.add_attendance(case, stopped, status=AttendanceStatus.COMPLETED)
    done = await api.run("CycleReopen", cycleId=practice.id_of(Noun.CYCLE, stopped))
    session = practice.id_of(Noun.SESSION, await session_of(practice, late))
    (attendance,) = (await api.read("Session", id=session))["attendances"]

    assert done["errors"] == []
    assert attendance["whyNotConsuming"] == "CYCLE_NOT_ACTIVE"


async def test_a_stale_version_is_refused_with_the_current_one(
    api: Api, practice: Practice, care: Care
) -> None:
    refused = await relink(api, care.ended, await another(practice, care), expectedVersion=7)

    assert refused["errors"][0]["current"] == 1


@pytest.mark.parametrize("who", ["clinician", "staff", "client"])
async def test_only_clinic_managers_and_up_link(api: Api, care: Care, who: str) -> None:
    async with nothing_written(api.practice):
        answer = await api.as_(who).ask("AttendanceUnlink", input={"attendanceId": care.ended})

    assert [each["extensions"]["code"] for each in answer["errors"]] == ["FORBIDDEN"]


async def test_what_is_unknown_is_not_found(api: Api, practice: Practice, care: Care) -> None:
    unknown = await relink(api, care.client, await another(practice, care))
    nowhere = await api.run("AttendanceRelink", attendanceId=care.ended, cycleId=care.case)

    assert told(unknown) == [("NOT_FOUND", ["input", "attendanceId"])]
    assert told(nowhere) == [("NOT_FOUND", ["input", "cycleId"])]


async def test_an_attendance_that_was_canceled_gets_its_hour_back_only_where_it_is_free(
    api: Api, practice: Practice, care: Care
) -> None:
    canceled = await api.run("AttendanceComplete", attendanceId=care.attendance, outcome="CANCELED")
    await practice.add_attendance(starts_at=NOON + TOMORROW)
    async with nothing_written(practice):
        refused = await api.run("AttendanceReopen", attendanceId=care.attendance)

    assert canceled["errors"] == []
    assert told(refused) == [("BOOKING_CONFLICT", ["input", "attendanceId"])]
