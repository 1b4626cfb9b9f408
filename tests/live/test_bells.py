"""The bell alone, with no poll to fall back on: what is late here would never come."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.api import Api
from tests.live.scene import BOTH, at_the_edge, cross_both_thresholds, titles
from tests.live.views import open_views
from tests.machines.redis import RedisServer
from tests.practice import Practice
from tests.serving import serving

NEVER = 3600.0


@pytest_asyncio.fixture
async def doors(
    practice: Practice, valkey: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Api, Api]]:
    """Two servers that never poll, on one database and one Redis."""
    monkeypatch.setattr("realtime.watching.POLL_SECONDS", NEVER)
    async with (
        serving(practice.url, valkey.url) as here,
        serving(practice.url, valkey.url) as there,
        Api.at(here, practice) as near,
        Api.at(there, practice) as far,
    ):
        yield near, far


async def test_the_bell_alone_carries_both_todos(
    doors: tuple[Api, Api], practice: Practice
) -> None:
    near, far = doors
    edge = await at_the_edge(practice)

    async with open_views(near, edge.case) as views:
        await cross_both_thresholds(far, edge, views)

    assert [titles(view) for view in views] == [BOTH] * len(views)


async def test_a_redis_that_was_killed_and_came_back_carries_bells_again(
    doors: tuple[Api, Api], practice: Practice, valkey: RedisServer
) -> None:
    near, far = doors
    edge = await at_the_edge(practice)

    async with open_views(near, edge.case) as views:
        valkey.restart()
        await cross_both_thresholds(far, edge, views)

    assert [titles(view) for view in views] == [BOTH] * len(views)


async def test_what_changed_while_redis_was_away_is_told_when_it_is_back(
    doors: tuple[Api, Api], practice: Practice, valkey: RedisServer
) -> None:
    near, far = doors
    edge = await at_the_edge(practice)

    async with open_views(near, edge.case) as views:
        valkey.stop()
        for attendance in edge.open[:2]:
            assert (await far.run("AttendanceComplete", attendanceId=attendance))["errors"] == []
        valkey.start()
        for view in views:
            await view.catch_up()

    assert [titles(view) for view in views] == [BOTH] * len(views)


async def test_what_changed_while_redis_was_frozen_is_told_when_it_thaws(
    doors: tuple[Api, Api], practice: Practice, valkey: RedisServer
) -> None:
    near, far = doors
    edge = await at_the_edge(practice)

    async with open_views(near, edge.case) as views:
        valkey.freeze()
        for attendance in edge.open[:2]:
            assert (await far.run("AttendanceComplete", attendanceId=attendance))["errors"] == []
        valkey.thaw()
        for view in views:
            await view.catch_up()

    assert [titles(view) for view in views] == [BOTH] * len(views)
