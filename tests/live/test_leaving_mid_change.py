"""A change that has begun is made, whether or not its client waits for the answer."""

import asyncio
import signal
from subprocess import TimeoutExpired

import pytest

from server.closing import MOVE_OVER
from tests.api import Api, Socket, Watch, document, end_of
from tests.live.conftest import StartServer
from tests.live.inside import Inside
from tests.live.rig import Rig
from tests.live.rogue import holding_the_feed, someone_waits
from tests.live.scene import Edge, at_the_edge
from tests.live.soundness import completed, is_sound
from tests.live.test_leaving import Leave, closes, completes, vanishes
from tests.live.test_shutdown import HOUR, PATIENCE, SERVICE_RESTART
from tests.practice import Practice
from tests.serving import until

on_postgres = pytest.mark.parametrize("new_database", ["postgres"], indirect=True)


async def begin(socket: Socket, edge: Edge, practice: Practice) -> Watch:
    """Have a change wait for the feed, which somebody else holds."""
    input = {"attendanceId": edge.open[0]}
    change = await socket.subscribe(document("AttendanceComplete"), {"input": input})
    await someone_waits(practice)
    return change


@on_postgres
@pytest.mark.parametrize("leave", [closes, vanishes])
async def test_the_change_of_a_client_who_hangs_up_is_made(inside: Inside, leave: Leave) -> None:
    practice = inside.practice
    edge = await at_the_edge(practice)

    async with inside.api.socket() as socket:
        async with holding_the_feed(practice):
            await leave(await begin(socket, edge, practice))
            # The server has noticed once it watches over nobody's rights any more.
            await until(lambda: inside.hub.questions == 0)
            while_held = len(inside.server.crowd)
        await until(lambda: inside.deserted)

    assert while_held == 1
    assert edge.open[0] in await completed(practice)
    await is_sound(practice)


@on_postgres
@pytest.mark.parametrize("inside", [{"operations_per_socket": 1}], indirect=True)
async def test_a_change_that_nobody_waits_for_is_made_unheard_and_counts_until_it_is(
    inside: Inside,
) -> None:
    practice = inside.practice
    edge = await at_the_edge(practice)

    async with inside.api.socket() as socket:
        async with holding_the_feed(practice):
            await completes(await begin(socket, edge, practice))
            await socket.subscribe("{ viewer { role } }")
            while_held = await socket.message()
        async with asyncio.timeout(10):
            while edge.open[0] not in await completed(practice):
                pass
        afterwards = await served(socket)

    assert [error["extensions"]["code"] for error in while_held["payload"]] == ["TOO_MANY_OPEN"]
    assert afterwards == ["next", "complete"]
    await is_sound(practice)


async def served(socket: Socket) -> list[str]:
    """What becomes of a question, sent until there is room for it."""
    async with asyncio.timeout(10):
        while True:
            asked = await socket.subscribe("{ viewer { role } }")
            message = await socket.message()
            assert message["id"] == asked.id
            if message["type"] == "next":
                return [message["type"], (await socket.message())["type"]]


async def test_the_change_that_is_under_way_when_the_process_is_asked_to_stop_is_made(
    rig: Rig, clinic: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(clinic)
    server = start_server(rig.pair.database_url, rig.pair.bus_url, grace_seconds=HOUR)

    async with Api.at(server.address, clinic) as api, api.socket() as socket:
        async with holding_the_feed(clinic):
            await begin(socket, edge, clinic)
            server.terminate()
            told = await end_of(socket.raw)
            # It would have ended by now, and taken the change along.
            with pytest.raises(TimeoutExpired):
                await asyncio.to_thread(server.ended, 1)
        code = await asyncio.to_thread(server.ended, PATIENCE)

    assert (told, code) == ((SERVICE_RESTART, MOVE_OVER), -signal.SIGTERM)
    assert edge.open[0] in await completed(clinic)
    await is_sound(clinic)
