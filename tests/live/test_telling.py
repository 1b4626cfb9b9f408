"""Hundreds of screens are told one after the other: each in order, none after it left, and none
held up by another that does not read.
"""

from realtime.question import MOST_AT_ONCE
from tests.api import document
from tests.live.inside import Inside
from tests.live.rude import rude_socket, stops_reading
from tests.live.scene import at_the_edge
from tests.live.test_deadlines import FLOOD, add_a_flood_of_clients, only

SCREENS = MOST_AT_ONCE - 20
"""Of each of two sockets: together more than are told at once."""


@only()
async def test_who_stops_reading_holds_up_nobody_and_goes_on_with_the_newest(
    inside: Inside,
) -> None:
    await add_a_flood_of_clients(inside)

    async with rude_socket(inside.api) as slow, inside.api.socket() as quick:
        views = [await socket.subscribe(FLOOD) for socket in (slow, quick)]
        for view in views:
            await view.next()
        stops_reading(slow.raw.transport)
        for nth in range(10):
            await register(inside, f"A{nth}")
            last = await views[1].next()
        slow.raw.transport.resume_reading()
        heard = 1
        while await views[0].next() != last:
            heard += 1

    assert heard < 10


async def register(inside: Inside, name: str) -> None:
    """Have another answer to FLOOD sent."""
    payload = await inside.api.run("ClientRegister", givenName="Ada", familyName=name)
    assert payload["errors"] == []


async def test_who_completed_is_told_no_more_and_the_others_of_the_socket_are(
    inside: Inside,
) -> None:
    edge = await at_the_edge(inside.practice, used=0, left_open=3)

    async with inside.api.socket() as socket:
        for _ in range(2):
            await socket.subscribe(document("WatchCase"), {"id": edge.case})
            await socket.message()
        await inside.api.run("AttendanceComplete", attendanceId=edge.open[0])
        both = [(await socket.message())["id"] for _ in range(2)]
        await socket.raw.send('{"id": "1", "type": "complete"}')
        await socket.raw.send('{"type": "ping"}')
        assert await socket.message() == {"type": "pong"}
        for attendance in edge.open[1:]:
            await inside.api.run("AttendanceComplete", attendanceId=attendance)
        later = [(await socket.message())["id"] for _ in range(2)]

    assert (sorted(both), later) == (["1", "2"], ["2", "2"])


async def test_each_of_many_screens_is_told_each_answer_once(inside: Inside) -> None:
    edge = await at_the_edge(inside.practice, used=0, left_open=3)
    told: dict[str, list[int]] = {}

    async with inside.api.socket() as one, inside.api.socket() as other:
        for _ in range(SCREENS):
            for socket in (one, other):
                await socket.subscribe(document("WatchCase"), {"id": edge.case})
                await socket.message()
        for attendance in edge.open:
            await inside.api.run("AttendanceComplete", attendanceId=attendance)
            for socket in (one, other) * SCREENS:
                message = await socket.message()
                (cycle,) = message["payload"]["data"]["case"]["cycles"]
                told.setdefault(f"{socket is one} {message['id']}", []).append(cycle["consumed"])

    assert list(told.values()) == [[1, 2, 3]] * SCREENS * 2
