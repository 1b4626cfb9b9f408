"""Open questions: each distinct one is asked once per change, and told only when it differs."""

from tests.api import Json
from tests.live.inside import Inside
from tests.live.scene import at_the_edge
from tests.serving import until

FOR = {"assigneeRole": "STAFF"}


async def test_nothing_is_sent_when_the_answer_did_not_change(inside: Inside) -> None:
    mine = await at_the_edge(inside.practice)

    async with inside.api.watch("WatchCase", id=mine.case) as view:
        await view.next()
        todo = (await inside.api.run("TodoCreate", title="Call", caseId=mine.case, **FOR))["todo"]
        assert len((await view.next())["todos"]) == 1
        asked = inside.reads(mine.case)
        # A case shows no note of its todos.
        await inside.api.run("TodoUpdate", todoId=todo["id"], note="After noon")
        await until(lambda: inside.reads(mine.case) > asked)
        await inside.api.run("AttendanceComplete", attendanceId=mine.open[0])

        assert (await view.next())["cycles"][0]["consumed"] == 8


async def test_the_same_question_with_the_same_rights_is_asked_once_for_all(
    inside: Inside,
) -> None:
    edge = await at_the_edge(inside.practice)

    async with (
        inside.api.watch("WatchCase", id=edge.case) as first,
        inside.api.watch("WatchCase", id=edge.case) as second,
        inside.api.as_("owner").watch("WatchCase", id=edge.case) as third,
    ):
        at_first = [await view.next() for view in (first, second, third)]
        await inside.api.run("AttendanceComplete", attendanceId=edge.open[0])
        later = [await view.next() for view in (first, second, third)]

        assert inside.questions == 1

    assert [case["cycles"][0]["consumed"] for case in at_first + later] == [7] * 3 + [8] * 3
    assert inside.reads(edge.case) == 2


async def test_a_burst_of_changes_while_the_question_is_asked_is_one_more_run(
    inside: Inside,
) -> None:
    edge = await at_the_edge(inside.practice, used=0, left_open=10)

    async with (
        inside.api.watch("WatchCase", id=edge.case) as view,
        inside.api.watch("WatchTodos") as todos,
    ):
        await view.next()
        inside.hold(edge.case)
        for attendance in edge.open:
            await inside.api.run("AttendanceComplete", attendanceId=attendance)
            await until(lambda: inside.reads(edge.case) == 2)
        await todos.until(lambda seen: shares(seen) == [100, 100])
        inside.release()
        last = await view.until(lambda case: case["cycles"][0]["consumed"] == 10)

    assert len(last["todos"]) == 2
    assert inside.reads(edge.case) == 3


def shares(seen: Json) -> list[float]:
    """Of the cycle of each todo, how much is consumed."""
    return [todo["cycle"]["percentConsumed"] for todo in seen["nodes"]]
