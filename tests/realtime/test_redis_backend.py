"""The supervised backend under broadcaster itself: the races the package has with its own."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from broadcaster import Broadcast

from realtime.channels import RESYNC
from realtime.redis_backend import SupervisedRedis


@pytest_asyncio.fixture
async def broadcast(redis_url: str) -> AsyncIterator[Broadcast]:
    """The package, with our backend."""
    async with Broadcast(backend=SupervisedRedis(redis_url)) as broadcast:
        yield broadcast


async def test_fifty_first_subscribers_of_a_channel_are_all_registered(
    broadcast: Broadcast,
) -> None:
    ready = asyncio.Barrier(51)

    async def subscribe() -> None:
        async with broadcast.subscribe("ours") as subscriber, asyncio.timeout(10):
            assert (await subscriber.get()).message == RESYNC
            await ready.wait()
            assert (await subscriber.get()).message == "1"

    async with asyncio.TaskGroup() as group:
        for _ in range(50):
            group.create_task(subscribe())
        await ready.wait()
        await broadcast.publish("ours", "1")


async def test_two_thousand_messages_arrive_in_order(broadcast: Broadcast) -> None:
    async with broadcast.subscribe("many") as subscriber, asyncio.timeout(20):
        assert (await subscriber.get()).message == RESYNC
        for start in range(0, 2000, 100):
            for number in range(start, start + 100):
                await broadcast.publish("many", str(number))
            for number in range(start, start + 100):
                assert (await subscriber.get()).message == str(number)


async def test_rejoining_before_the_supervisor_looks_resyncs(broadcast: Broadcast) -> None:
    for _ in range(100):
        async with broadcast.subscribe("again") as subscriber, asyncio.timeout(10):
            assert (await subscriber.get()).message == RESYNC
