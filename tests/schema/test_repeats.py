"""A change sent again under its key answers as the first time and changes nothing."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from db import tables
from db.tables import answers, changes
from domain.errors import IdempotencyKeyReused, sentence
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import codes, over_http

KEY = "6b0f8f7e-6a52-4f0e-9b8e-3c1d7a3f2b11"
REUSED = {"code": "IDEMPOTENCY_KEY_REUSED", "path": ["input", "idempotencyKey"]}


async def head(practice: Practice) -> int:
    """How many changes there were."""
    async with practice.store.reading() as tx:
        return int((await tx.execute(select(func.count()).select_from(changes))).scalar_one())


async def complete(api: Api, attendance: str, **input: Any) -> Json:
    """Save the attendance under the key."""
    return await api.run("AttendanceComplete", attendanceId=attendance, idempotencyKey=KEY, **input)


def refusals(payload: Json) -> list[Json]:
    """Code and path of each."""
    return [{"code": each["code"], "path": each["path"]} for each in payload["errors"]]


async def test_sent_again_it_answers_as_the_first_time_and_changes_nothing(
    api: Api, care: Care
) -> None:
    first = await complete(api, care.attendance)
    done = await head(api.practice)
    again = await complete(api, care.attendance)

    assert first["errors"] == []
    assert first["cycle"]["consumed"] == 2
    assert again == first
    assert await head(api.practice) == done


async def test_it_answers_so_even_where_the_record_has_moved_on(api: Api, care: Care) -> None:
    first = await complete(api, care.attendance)
    await api.run("AttendanceReopen", attendanceId=care.attendance)
    again = await complete(api, care.attendance)

    assert again == first
    assert (await api.read("Cycle", id=care.cycle))["consumed"] == 1


async def test_asked_to_show_something_else_it_shows_the_same_records_as_they_are(
    api: Api, care: Care
) -> None:
    await complete(api, care.attendance)
    other = """mutation($input: AttendanceCompleteInput!) {
      attendanceComplete(input: $input) { attendance { id status } errors { code } } }"""
    variables = {"input": {"attendanceId": care.attendance, "idempotencyKey": KEY}}
    answer = (await api.post(other, variables)).json()["data"]["attendanceComplete"]

    assert answer == {"attendance": {"id": care.attendance, "status": "COMPLETED"}, "errors": []}


async def test_while_the_first_is_still_running_the_others_wait_and_answer_alike(
    api: Api, care: Care
) -> None:
    told = await asyncio.gather(*[complete(api, care.attendance) for _ in range(10)])

    assert told[0]["errors"] == []
    assert all(each == told[0] for each in told)
    assert (await api.read("Cycle", id=care.cycle))["consumed"] == 2


async def test_the_same_key_with_another_input_is_refused_and_changes_nothing(
    api: Api, care: Care
) -> None:
    await complete(api, care.attendance)
    done = await head(api.practice)
    other_outcome = await complete(api, care.attendance, outcome="MISSED")
    other_change = await api.run(
        "AttendanceReopen", attendanceId=care.attendance, idempotencyKey=KEY
    )

    assert refusals(other_outcome) == refusals(other_change) == [REUSED]
    assert other_outcome["errors"][0]["message"] == sentence(IdempotencyKeyReused)
    assert await head(api.practice) == done


async def test_two_viewers_may_choose_the_same_key(api: Api, care: Care) -> None:
    first = await complete(api, care.attendance)
    other = await complete(api.as_("admin"), care.attendance)

    assert first["errors"] == []
    assert refusals(other) == [{"code": "ILLEGAL_STEP", "path": ["input", "attendanceId"]}]


async def test_a_refused_change_may_be_sent_again_under_its_key(api: Api, care: Care) -> None:
    stale = await complete(api, care.attendance, expectedVersion=7)
    current = await complete(api, care.attendance)

    assert [each["code"] for each in stale["errors"]] == ["STALE_VERSION"]
    assert current["errors"] == []


async def test_sent_again_by_somebody_demoted_it_is_forbidden_like_the_change_itself(
    api: Api, practice: Practice, care: Care
) -> None:
    input = {**accepted("CycleCreate", care), "idempotencyKey": KEY}
    first = await api.run("CycleCreate", **input)
    await may_now(api, "manager", role="STAFF")

    async with nothing_written(practice):
        again = await over_http(api, document("CycleCreate"), {"input": input})

    assert first["errors"] == []
    assert (again["data"], codes(again)) == ({"cycleCreate": None}, ["FORBIDDEN"])


@pytest.mark.parametrize(
    ("name", "more", "role"),
    [
        ("AttendanceComplete", {"withoutConsuming": True}, "CLINICIAN"),
        ("SessionBook", {"overrideConflicts": True}, "STAFF"),
        ("CaseUpdate", {"bookingPolicy": "ALLOW"}, "CLINICIAN"),
    ],
)
async def test_every_right_that_the_first_took_is_asked_for_again(
    api: Api, care: Care, name: str, more: Json, role: str
) -> None:
    input = {**accepted(name, care), **more, "idempotencyKey": KEY}
    first = await api.run(name, **input)
    await may_now(api, "manager", role=role)

    again = await over_http(api, document(name), {"input": input})

    assert first["errors"] == []
    assert codes(again) == ["FORBIDDEN"]


async def test_sent_again_by_somebody_who_works_elsewhere_now_it_shows_nothing_of_there(
    api: Api, practice: Practice, care: Care
) -> None:
    await complete(api, care.attendance)
    place = practice.id_of(Noun.LOCATION, await practice.add(tables.locations, name="Hill Road"))
    await may_now(api, "manager", locationId=place)

    again = await complete(api, care.attendance)

    assert again == {
        "attendance": None,
        "session": None,
        "cycle": None,
        "todosCreated": [],
        "errors": [],
    }


async def test_sent_again_by_somebody_who_still_may_it_shows_the_records_as_they_are(
    api: Api, care: Care
) -> None:
    first = await complete(api, care.attendance)
    await api.as_("owner").run("AttendanceReopen", attendanceId=care.attendance)
    await may_now(api, "manager", role="CLINICIAN")
    again = await complete(api, care.attendance)

    assert (first["attendance"]["status"], first["cycle"]["consumed"]) == ("COMPLETED", 2)
    assert (again["attendance"]["status"], again["cycle"]["consumed"]) == ("OPEN", 1)


async def may_now(api: Api, who: str, **rights: str) -> None:
    """Give somebody other rights."""
    member = api.practice.id_of(Noun.MEMBER, api.practice.people[who])
    assert (await api.as_("owner").run("MemberUpdate", memberId=member, **rights))["errors"] == []


async def test_after_a_day_the_key_is_forgotten(api: Api, care: Care) -> None:
    await complete(api, care.attendance)
    async with api.practice.store.transaction() as tx:
        at = (await tx.execute(select(answers.c.at))).scalar_one()
        await tx.execute(update(answers).values(at=at - timedelta(hours=24, seconds=2)))
    again = await complete(api, care.attendance)

    assert refusals(again) == [{"code": "ILLEGAL_STEP", "path": ["input", "attendanceId"]}]


@pytest.mark.parametrize(
    "key", ["", " ", "two words", "\x7f", "x" * 201, "schlüssel", "two\nlines", "nul\0"]
)
async def test_a_key_is_1_to_200_visible_ascii_characters(api: Api, care: Care, key: str) -> None:
    told = await api.run("AttendanceComplete", attendanceId=care.attendance, idempotencyKey=key)

    assert refusals(told) == [{"code": "INVALID", "path": ["input", "idempotencyKey"]}]
    assert (await api.read("Cycle", id=care.cycle))["consumed"] == 1


async def test_a_wrong_key_is_told_with_all_else_that_is_wrong(
    api: Api, practice: Practice, care: Care
) -> None:
    input = {**accepted("CaseUpdate", care), "title": None, "maxSessions": 0}
    async with nothing_written(practice):
        told = await api.run("CaseUpdate", **{**input, "idempotencyKey": " "})
        unknown = await api.run("CaseClose", caseId=care.cycle, idempotencyKey=" ")

    places = [(each["code"], each["path"][1]) for each in told["errors"]]
    assert sorted(places) == [
        ("INVALID", "idempotencyKey"),
        ("INVALID", "maxSessions"),
        ("INVALID", "title"),
    ]
    assert [(each["code"], each["path"][1]) for each in unknown["errors"]] == [
        ("INVALID", "idempotencyKey"),
        ("NOT_FOUND", "caseId"),
    ]


async def test_who_may_not_is_told_that_before_anything_of_the_key(api: Api, care: Care) -> None:
    input = {**accepted("CaseClose", care), "idempotencyKey": " "}

    answer = await over_http(api.as_("client"), document("CaseClose"), {"input": input})

    assert codes(answer) == ["FORBIDDEN"]


async def test_the_feed_carries_the_senders_key(api: Api, care: Care) -> None:
    await complete(api, care.attendance)
    async with api.practice.store.reading() as tx:
        rows = (await tx.execute(select(changes.c.noun, changes.c.idempotency_key))).all()

    assert {(row.noun, row.idempotency_key) for row in rows} == {
        (Noun.ATTENDANCE, KEY),
        (Noun.CYCLE, KEY),
    }
