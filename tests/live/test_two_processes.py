"""Subscribed at one process, changed at the other: with Redis, without it, and after it."""

from collections.abc import Sequence

from tests.api import Api
from tests.live.rig import Rig
from tests.live.scene import (
    BOTH,
    Edge,
    at_the_edge,
    cross_both_thresholds,
    do_the_ninth_again,
    titles,
    todo_rows,
)
from tests.live.views import View, open_views
from tests.practice import Practice


async def the_todos_arrive_once(
    far: Api, clinic: Practice, edge: Edge, views: Sequence[View]
) -> None:
    """The whole story; it ends with both todos in every view, each of them once."""
    await cross_both_thresholds(far, edge, views)
    after_crossing = [titles(view) for view in views]
    await do_the_ninth_again(far, edge, views)

    assert after_crossing == [BOTH] * len(views)
    assert [titles(view) for view in views] == [BOTH] * len(views)
    assert await todo_rows(clinic) == 2


async def test_both_todos_reach_every_open_view_in_the_other_process_once(
    near: Api, far: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)

    async with open_views(near, edge.case) as views:
        await the_todos_arrive_once(far, clinic, edge, views)


async def test_while_redis_is_away_changes_are_answered_and_the_poll_carries_them(
    rig: Rig, near: Api, far: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)

    async with open_views(near, edge.case) as views:
        rig.redis.stop()

        await the_todos_arrive_once(far, clinic, edge, views)


async def test_after_redis_was_killed_and_came_back_open_views_are_told_as_before(
    rig: Rig, near: Api, far: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)

    async with open_views(near, edge.case) as views:
        rig.redis.restart()

        await the_todos_arrive_once(far, clinic, edge, views)


async def test_while_redis_is_frozen_changes_are_answered_and_the_poll_carries_them(
    rig: Rig, near: Api, far: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)

    async with open_views(near, edge.case) as views:
        rig.redis.freeze()

        await the_todos_arrive_once(far, clinic, edge, views)


async def test_changed_while_redis_was_frozen_is_seen_once_it_thaws(
    rig: Rig, near: Api, far: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)

    async with open_views(near, edge.case) as views:
        rig.redis.freeze()
        await far.run("AttendanceComplete", attendanceId=edge.open[2])
        rig.redis.thaw()

        await the_todos_arrive_once(far, clinic, edge, views)
