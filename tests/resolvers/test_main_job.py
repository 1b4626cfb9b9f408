"""The main job: from a treated session to a live todo."""

from db import tables
from domain.ids import Noun
from tests.api import Api
from tests.practice import NOON, TOMORROW, Practice


async def at_the_edge(practice: Practice, consumed: int = 7) -> tuple[str, list[str]]:
    """A case whose cycle of 10 has so many consumed; its id and four open attendances'."""
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized=10)
    await practice.add_consumed(case, cycle, consumed)
    left = [
        await practice.add_attendance(case, cycle, NOON + TOMORROW * day) for day in range(1, 5)
    ]
    return practice.id_of(Noun.CASE, case), [practice.id_of(Noun.ATTENDANCE, a) for a in left]


async def test_each_treated_session_consumes_one_and_the_thresholds_call_once(
    api: Api, practice: Practice
) -> None:
    _, (eighth, ninth, tenth, _) = await at_the_edge(practice)

    first = await api.run("AttendanceComplete", attendanceId=eighth)
    second = await api.run("AttendanceComplete", attendanceId=ninth)
    third = await api.run("AttendanceComplete", attendanceId=tenth)

    assert [done["cycle"]["consumed"] for done in (first, second, third)] == [8, 9, 10]
    summary, renewal = first["todosCreated"][0], second["todosCreated"][0]
    assert summary["title"] == "Progress Summary Due"
    assert summary["assignee"]["id"] == practice.id_of(Noun.MEMBER, practice.people["clinician"])
    assert renewal["title"] == "Cycle Renewal Due"
    assert renewal["assignee"]["id"] == practice.id_of(Noun.MEMBER, practice.people["manager"])
    assert third["todosCreated"] == []


async def test_every_open_todo_list_and_case_view_shows_it_by_itself(
    api: Api, practice: Practice
) -> None:
    case, (eighth, *_) = await at_the_edge(practice)
    clinician = api.as_("clinician")

    async with (
        clinician.watch("WatchTodos", mine=True) as todos,
        api.watch("WatchCase", id=case) as view,
    ):
        assert (await todos.next())["nodes"] == []
        assert (await view.next())["cycles"][0]["consumed"] == 7
        await api.run("AttendanceComplete", attendanceId=eighth)

        shown = await todos.until(lambda list: list["nodes"])
        seen = await view.until(lambda case: case["todos"])

    assert [todo["title"] for todo in shown["nodes"]] == ["Progress Summary Due"]
    assert seen["cycles"][0]["consumed"] == 8
    assert [todo["title"] for todo in seen["todos"]] == ["Progress Summary Due"]


async def test_reopening_and_completing_again_calls_no_second_time(
    api: Api, practice: Practice
) -> None:
    case, (eighth, *_) = await at_the_edge(practice)
    await api.run("AttendanceComplete", attendanceId=eighth)

    reopened = await api.run("AttendanceReopen", attendanceId=eighth)
    again = await api.run("AttendanceComplete", attendanceId=eighth)

    assert reopened["errors"] == []
    assert reopened["cycle"]["consumed"] == 7
    assert again["cycle"]["consumed"] == 8
    assert again["todosCreated"] == []
    assert len((await api.read("Case", id=case))["todos"]) == 1


async def test_completing_beyond_the_authorized_count_names_the_ways_out(
    api: Api, practice: Practice
) -> None:
    _, (one_too_many, *_) = await at_the_edge(practice, consumed=10)

    refused = await api.run("AttendanceComplete", attendanceId=one_too_many)

    (error,) = refused["errors"]
    assert error["code"] == "CYCLE_EXHAUSTED"
    assert error["path"] == ["input", "attendanceId"]
    assert set(error["waysOut"]) == {
        "AMEND_CYCLE",
        "RELINK_ATTENDANCE",
        "UNLINK_ATTENDANCE",
        "COMPLETE_WITHOUT_CONSUMING",
    }
    assert refused["attendance"] is None
    assert await rows_of(practice, "changes") == 0


async def rows_of(practice: Practice, table: str) -> int:
    """How many rows a table has."""
    async with practice.store.reading() as tx:
        return len((await tx.execute(tables.metadata.tables[table].select())).all())
