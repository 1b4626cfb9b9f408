"""Whoever leaves takes the question along, however they leave."""

import json
from collections.abc import Awaitable, Callable

import pytest

from tests.api import Watch
from tests.live.inside import Inside
from tests.live.scene import at_the_edge
from tests.live.views import streaming
from tests.serving import until

Leave = Callable[[Watch], Awaitable[None]]


async def completes(view: Watch) -> None:
    """Ends the operation and keeps the socket."""
    await view.socket.raw.send(json.dumps({"id": view.id, "type": "complete"}))


async def closes(view: Watch) -> None:
    """Closes the socket."""
    await view.socket.raw.close()


async def vanishes(view: Watch) -> None:
    """Has the connection reset without a word."""
    view.socket.raw.transport.abort()


@pytest.mark.parametrize("leave", [completes, closes, vanishes])
async def test_the_last_socket_to_leave_takes_the_question_along(
    inside: Inside, leave: Leave
) -> None:
    edge = await at_the_edge(inside.practice)

    async with (
        inside.api.watch("WatchCase", id=edge.case) as first,
        inside.api.watch("WatchCase", id=edge.case) as last,
    ):
        for view in (first, last):
            await view.next()
        await leave(first)
        await inside.api.run("AttendanceComplete", attendanceId=edge.open[0])
        still_told = await last.next()
        await leave(last)

        await until(lambda: inside.questions == 0)

    assert still_told["cycles"][0]["consumed"] == 8


async def test_a_stream_that_hangs_up_takes_its_question_along(inside: Inside) -> None:
    edge = await at_the_edge(inside.practice)

    async with streaming(inside.api, "WatchCase", id=edge.case) as stream:
        await stream.next()
        while_open = inside.questions

    assert while_open == 1
    await until(lambda: inside.questions == 0)


async def test_one_socket_with_many_operations_takes_all_their_questions_along(
    inside: Inside,
) -> None:
    edges = [await at_the_edge(inside.practice) for _ in range(5)]

    async with inside.api.socket() as socket:
        for edge in edges:
            await socket.subscribe(
                "subscription($id: ID!) { case(id: $id) { title } }", {"id": edge.case}
            )
            await socket.message()
        while_open = inside.questions

    assert while_open == 5
    await until(lambda: inside.questions == 0)
