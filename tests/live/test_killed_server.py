"""A process dies with SIGKILL: what it answered is true, what it did not is whole or not at all."""

import asyncio

import httpx2

from tests.api import Api
from tests.live.conftest import StartServer
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
