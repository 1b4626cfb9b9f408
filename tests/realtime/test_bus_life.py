"""Coming, leaving and the end: what every bus promises, in memory and over Redis."""

import asyncio
from uuid import UUID

import pytest

from realtime.bus import Bus
from realtime.listening import StoppedError
from tests.realtime.conftest import OpenBus
from tests.realtime.ears import becomes, hears, settled


async def test_leaving_and_coming_back_always_resyncs(
    here: Bus, there: Bus, organization: UUID
) -> None:
    async def come_and_go(rounds: int) -> None:
        for _ in range(rounds):
            async with settled(here, organization):
                await asyncio.sleep(0)

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        for rounds in range(20, 40):
            group.create_task(come_and_go(rounds))
    async with settled(here, organization) as listener:
        there.ring(organization, 5)
        await hears(listener, 5)


async def test_the_last_to_leave_may_come_back_at_once_and_hears(
    here: Bus, there: Bus, organization: UUID
) -> None:
    for head in range(1, 101):
        async with settled(here, organization) as listener:
            there.ring(organization, head)
            await hears(listener, head)


async def test_a_settled_listener_misses_nothing_of_the_coming_and_going(
    here: Bus, there: Bus, organization: UUID
) -> None:
    async with settled(here, organization) as listener:
        for head in range(1, 101):
            async with here.listen(organization):
                there.ring(organization, head)
            assert await listener.next(10) == head


async def test_a_cancelled_listen_leaves_nothing_behind(here: Bus, organization: UUID) -> None:
    async def listen() -> None:
        async with here.listen(organization) as listener:
            while True:
                await listener.next(10)

    await _settle(here, organization)
    before = asyncio.all_tasks()
    for steps in range(100):
        task = asyncio.create_task(listen())
        for _ in range(steps % 10):
            await asyncio.sleep(0)
        task.cancel()
    await becomes(lambda: asyncio.all_tasks() <= before)
    await _settle(here, organization)


async def test_stop_ends_listeners(here: Bus, organization: UUID) -> None:
    async with settled(here, organization) as listener:
        waiting = asyncio.create_task(listener.next(10))
        await asyncio.sleep(0)
        await here.stop()
        with pytest.raises(StoppedError):
            await waiting
        with pytest.raises(StoppedError):
            await listener.next(10)


async def test_stop_ends_a_listener_that_has_only_just_come(here: Bus, organization: UUID) -> None:
    async with here.listen(organization) as listener:
        await here.stop()
        with pytest.raises(StoppedError):
            await listener.next(10)


async def test_a_stopped_bus_takes_no_listeners_and_bears_rings(
    here: Bus, organization: UUID
) -> None:
    await here.stop()
    here.ring(organization, 1)
    with pytest.raises(StoppedError):
        await _settle(here, organization)


async def test_a_bell_rung_just_before_the_stop_is_heard(
    redis_url: str, open_bus: OpenBus, organization: UUID
) -> None:
    here, there = await open_bus(redis_url), await open_bus(redis_url)
    async with settled(here, organization) as listener:
        there.ring(organization, 7)
        await there.stop()
        await hears(listener, 7)


async def _settle(bus: Bus, organization: UUID) -> None:
    async with settled(bus, organization):
        pass
