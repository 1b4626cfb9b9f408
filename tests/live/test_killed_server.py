"""A process dies with SIGKILL: what it answered is true, what it did not is whole or not at all."""

import asyncio
import json

import httpx2

from tests.api import PATIENCE, Api, Json, document
from tests.live.conftest import StartServer
from tests.live.processes import start_all
from tests.live.rig import Rig
from tests.live.rogue import holding_the_feed, nobody_is_at_work, someone_waits
from tests.live.scene import BOTH, all_catch_up, at_the_edge, titles
from tests.live.soundness import completed, is_sound
from tests.live.views import open_views
from tests.practice import Practice


async def test_a_change_answered_before_any_bell_could_ring_is_seen_at_the_other_process(
    rig: Rig, near: Api, clinic: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(clinic)
    doomed = start_server(rig.pair.database_url, rig.pair.bus_url)

    async with open_views(near, edge.case) as views, Api.at(doomed.address, clinic) as far:
        rig.redis.freeze()
        await far.run("AttendanceComplete", attendanceId=edge.open[0])
        doomed.kill()
        await all_catch_up(views)

    assert [titles(view) for view in views] == [BOTH[:1]] * len(views)


async def test_changes_under_way_leave_nothing_and_those_answered_are_whole(
    rig: Rig, clinic: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(clinic, used=0, left_open=10)
    doomed = start_server(rig.pair.database_url, rig.pair.bus_url)

    async with Api.at(doomed.address, clinic) as far:
        answered = await far.run("AttendanceComplete", attendanceId=edge.open[0])
        async with holding_the_feed(clinic):
            under_way = [
                asyncio.create_task(far.run("AttendanceComplete", attendanceId=attendance))
                for attendance in edge.open[1:]
            ]
            await someone_waits(clinic)
            doomed.kill()
        lost = await asyncio.gather(*under_way, return_exceptions=True)
    await nobody_is_at_work(clinic)

    assert all(isinstance(each, httpx2.TransportError) for each in lost)
    assert await completed(clinic) == {answered["attendance"]["id"]}
    await is_sound(clinic)


async def test_a_change_whose_answer_was_lost_is_answered_by_another_process_and_done_once(
    rig: Rig, near: Api, clinic: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(clinic, used=0, left_open=1)
    doomed = start_server(rig.pair.database_url, rig.pair.bus_url)
    input = {"attendanceId": edge.open[0], "idempotencyKey": "one-treated-session"}

    async with Api.at(doomed.address, clinic) as far:
        await committed_unanswered(far, input)
        doomed.kill()
    again = await near.run("AttendanceComplete", **input)

    assert again["errors"] == []
    assert again["cycle"]["consumed"] == 1
    assert await completed(clinic) == {edge.open[0]}
    await is_sound(clinic)


async def test_a_server_that_is_back_answers_the_change_whose_answer_was_lost(
    practice: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(practice, used=0, left_open=1)
    doomed = start_server(practice.url, "memory://")
    input = {"attendanceId": edge.open[0], "idempotencyKey": "one-treated-session"}

    async with Api.at(doomed.address, practice) as api:
        await committed_unanswered(api, input)
    doomed.kill()
    start_all(doomed)
    async with Api.at(doomed.address, practice) as api:
        again = await api.run("AttendanceComplete", **input)

    assert again["errors"] == []
    assert again["cycle"]["consumed"] == 1
    assert await completed(practice) == {edge.open[0]}
    await is_sound(practice)


async def committed_unanswered(api: Api, input: Json) -> None:
    """Send the change, read no answer; returns once it is committed."""
    body = json.dumps({"query": document("AttendanceComplete"), "variables": {"input": input}})
    host, port = api.address.split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    sent = f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {api.token}\r\n"
    sent += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    writer.write(sent.encode())
    await writer.drain()
    async with asyncio.timeout(PATIENCE):
        while not await completed(api.practice):  # noqa: ASYNC110 - it is another process's doing
            await asyncio.sleep(0.005)
    writer.close()
