"""Many attendances are saved at once, each answered for (Sessions 5)."""

from uuid import UUID

import pytest

from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import Care
from tests.schema.rows import nothing_written

KEY = "many-at-once"


async def opened(practice: Practice, count: int, authorized: int) -> tuple[UUID, list[str]]:
    """A cycle, and so many open attendances on it."""
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized)
    keys = [
        await practice.add_attendance(case, cycle, NOON + (nth + 2) * TOMORROW)
        for nth in range(count)
    ]
    return cycle, [practice.id_of(Noun.ATTENDANCE, key) for key in keys]


def items(ids: list[str]) -> list[Json]:
    """All of them, COMPLETED."""
    return [{"attendanceId": id} for id in ids]


async def test_those_that_fit_are_saved_and_the_others_told_by_their_places(
    api: Api, practice: Practice, care: Care
) -> None:
    _, ids = await opened(practice, 5, authorized=3)
    wanted = items([care.ended, *ids, care.case])
    done = await api.run("AttendancesComplete", items=wanted)

    assert [each["id"] for each in done["attendances"]] == ids[:3]
    assert [(each["code"], each["path"]) for each in done["errors"]] == [
        ("ILLEGAL_STEP", ["input", "items", "0", "attendanceId"]),
        ("CYCLE_EXHAUSTED", ["input", "items", "4", "attendanceId"]),
        ("CYCLE_EXHAUSTED", ["input", "items", "5", "attendanceId"]),
        ("NOT_FOUND", ["input", "items", "6", "attendanceId"]),
    ]
    assert [cycle["consumed"] for cycle in done["cycles"]] == [3]
    titles = [todo["title"] for todo in done["todosCreated"]]
    assert titles == ["Progress Summary Due", "Cycle Renewal Due"]


async def test_they_are_shown_in_the_order_given(api: Api, practice: Practice) -> None:
    _, ids = await opened(practice, 12, authorized=20)

    done = await api.run("AttendancesComplete", items=items(ids[::-1]))

    assert [each["id"] for each in done["attendances"]] == ids[::-1]


async def test_what_was_refused_leaves_nothing_behind(api: Api, practice: Practice) -> None:
    _, ids = await opened(practice, 2, authorized=1)
    await api.run("AttendancesComplete", items=items(ids))
    open_still = await api.run("AttendanceComplete", attendanceId=ids[1], outcome="MISSED")

    assert open_still["errors"] == []
    assert open_still["attendance"]["version"] == 2


async def test_sent_again_under_its_key_it_answers_alike_refusals_included(
    api: Api, practice: Practice
) -> None:
    _, ids = await opened(practice, 3, authorized=2)
    first = await api.run("AttendancesComplete", items=items(ids), idempotencyKey=KEY)
    again = await api.run("AttendancesComplete", items=items(ids), idempotencyKey=KEY)

    assert [each["code"] for each in first["errors"]] == ["CYCLE_EXHAUSTED"]
    assert again == first


@pytest.mark.parametrize("count", [0, 101])
async def test_1_to_100_at_once(api: Api, practice: Practice, care: Care, count: int) -> None:
    async with nothing_written(practice):
        told = await api.run("AttendancesComplete", items=items([care.attendance] * count))

    assert [(each["code"], each["path"]) for each in told["errors"]] == [
        ("INVALID", ["input", "items"])
    ]


async def test_one_that_is_named_again_is_refused_where_it_is_and_the_first_is_saved(
    api: Api, practice: Practice, care: Care
) -> None:
    _, ids = await opened(practice, 2, authorized=2)
    again = {"attendanceId": ids[0], "outcome": "MISSED", "expectedVersion": 2}
    wanted = [*items(ids), again, *items([care.ended, care.case, care.case])]

    done = await api.run("AttendancesComplete", items=wanted)

    assert [(each["id"], each["status"]) for each in done["attendances"]] == [
        (id, "COMPLETED") for id in ids
    ]
    assert [(each["code"], each["path"]) for each in done["errors"]] == [
        ("INVALID", ["input", "items", "2", "attendanceId"]),
        ("ILLEGAL_STEP", ["input", "items", "3", "attendanceId"]),
        ("NOT_FOUND", ["input", "items", "4", "attendanceId"]),
        ("NOT_FOUND", ["input", "items", "5", "attendanceId"]),
    ]
    assert "once" in done["errors"][0]["message"]


async def test_each_may_expect_its_version(api: Api, practice: Practice) -> None:
    _, ids = await opened(practice, 2, authorized=2)
    wanted = [{"attendanceId": ids[0], "expectedVersion": 4}, {"attendanceId": ids[1]}]
    done = await api.run("AttendancesComplete", items=wanted, idempotencyKey=KEY)
    again = await api.run("AttendancesComplete", items=wanted, idempotencyKey=KEY)

    assert [each["id"] for each in done["attendances"]] == ids[1:]
    assert [(each["code"], each["current"]) for each in done["errors"]] == [("STALE_VERSION", 1)]
    assert done["errors"][0]["record"] == {"id": ids[0], "version": 1}
    assert again == done


async def test_one_that_asks_for_what_the_role_may_not_is_told_and_the_others_are_saved(
    api: Api, practice: Practice
) -> None:
    _, ids = await opened(practice, 3, authorized=3)
    wanted = [{"attendanceId": id, "withoutConsuming": id == ids[1]} for id in ids]
    done = await api.as_("clinician").run("AttendancesComplete", items=wanted, idempotencyKey=KEY)
    again = await api.as_("clinician").run("AttendancesComplete", items=wanted, idempotencyKey=KEY)

    assert [each["id"] for each in done["attendances"]] == [ids[0], ids[2]]
    assert [(each["code"], each["path"]) for each in done["errors"]] == [
        ("FORBIDDEN", ["input", "items", "1", "withoutConsuming"])
    ]
    assert "complete without consuming" in done["errors"][0]["message"]
    assert again == done


async def test_a_client_saves_none(api: Api, care: Care) -> None:
    answer = await api.as_("client").ask(
        "AttendancesComplete", input={"items": items([care.attendance])}
    )

    assert [each["extensions"]["code"] for each in answer["errors"]] == ["FORBIDDEN"]
