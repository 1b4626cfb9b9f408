"""Changes made at two processes at once, followed at both: every number once, in order, whatever
breaks on the way.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from db.tables import changes, feeds
from tests.api import Api
from tests.live.conftest import StartServer
from tests.live.crowd import Crowd
from tests.live.followers import Follower
from tests.live.rig import Rig
from tests.live.scene import Edge, at_the_edge
from tests.live.soundness import is_sound, rows
from tests.practice import Practice

WRITES = 24


async def follow(follower: Follower, head: int, *, breaks: bool) -> None:
    """Follow up to the number; where it breaks, the connection is reset after each batch."""
    while follower.at < head:
        with suppress(ConnectionClosed):
            async with follower.connected() as view:
                while follower.at < head:
                    await follower.hear(view)
                    if breaks:
                        view.socket.raw.transport.abort()


async def write(crowd: Crowd, edge: Edge) -> None:
    """Complete everything at once, through all doors; each is two changes, and two todos."""
    done = await crowd.run("AttendanceComplete", [{"attendanceId": id} for id in edge.open])
    assert [each["errors"] for each in done] == [[]] * len(edge.open)


async def test_every_number_is_told_once_in_order_to_all_who_follow(crowd: Crowd) -> None:
    edge = await at_the_edge(crowd.practice, 0, left_open=WRITES, authorized=WRITES)
    head = 2 * WRITES + 2
    followers = [Follower(door) for door in crowd.doors for _ in range(3)]
    for follower in followers:
        async with follower.connected():
            assert follower.at == 0

    async with asyncio.timeout(60), asyncio.TaskGroup() as all_at_once:
        for nth, follower in enumerate(followers):
            all_at_once.create_task(follow(follower, head, breaks=nth % 3 == 0))
        all_at_once.create_task(write(crowd, edge))

    assert [follower.numbers for follower in followers] == [[*range(1, head + 1)]] * len(followers)
    assert {follower.resyncs for follower in followers} == {0}
    told = [list(follower.seen.values()) for follower in followers]
    assert told == [told[0]] * len(followers)
    await is_sound(crowd.practice)


async def test_whoever_looks_at_the_feed_sees_no_number_before_a_lower_one(crowd: Crowd) -> None:
    edge = await at_the_edge(crowd.practice, 0, left_open=WRITES, authorized=WRITES)
    looks: list[tuple[int, Sequence[int]]] = []

    writing = asyncio.create_task(write(crowd, edge))
    while not looks or looks[-1][0] < 2 * WRITES + 2:
        (feed,) = await rows(crowd.practice, feeds)
        numbers = sorted(row.number for row in await rows(crowd.practice, changes))
        looks.append((feed.head, numbers))
    await writing

    seen = [numbers for _, numbers in looks]
    assert seen == [[*range(1, len(numbers) + 1)] for numbers in seen]
    # The head was read first: what it counts must be there.
    assert all(head <= len(numbers) for head, numbers in looks)


@pytest.mark.parametrize("fault", ["frozen", "away"])
async def test_with_redis_ill_changes_are_answered_and_the_poll_tells_of_them(
    rig: Rig, near: Api, far: Api, clinic: Practice, fault: str
) -> None:
    edge = await at_the_edge(clinic)
    follower = Follower(near)

    async with follower.connected() as view:
        if fault == "frozen":
            rig.redis.freeze()
        else:
            rig.redis.stop()
        for attendance in edge.open[:2]:
            done = await far.run("AttendanceComplete", attendanceId=attendance)
            assert done["errors"] == []
        await follower.hear_up_to(view, 6)

    assert follower.numbers == [1, 2, 3, 4, 5, 6]
    assert follower.resyncs == 0


async def test_who_followed_at_a_killed_process_goes_on_at_another_with_nothing_lost(
    rig: Rig, near: Api, far: Api, clinic: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(clinic)
    doomed = start_server(rig.pair.database_url, rig.pair.bus_url)

    async with Api.at(doomed.address, clinic) as api:
        follower = Follower(api)
        async with follower.connected() as view:
            await far.run("AttendanceComplete", attendanceId=edge.open[0])
            await follower.hear_up_to(view, 3)
            doomed.kill()
            with pytest.raises(ConnectionClosed):
                await follower.hear(view)
    await far.run("AttendanceComplete", attendanceId=edge.open[1])
    follower.api = near
    async with follower.connected():
        pass

    assert follower.numbers == [1, 2, 3, 4, 5, 6]
    assert follower.resyncs == 0


async def test_who_follows_outlives_a_restart_of_the_database(
    rig: Rig, near: Api, far: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)
    follower = Follower(near)

    async with follower.connected() as view:
        rig.postgres.restart(gently=False)
        done = await far.run("AttendanceComplete", attendanceId=edge.open[0])
        assert done["errors"] == []
        await follower.hear_up_to(view, 3)

    assert follower.numbers == [1, 2, 3]
    assert follower.resyncs == 0
