"""What the bus promises when Redis is ill. Every fault here is a real one."""

import asyncio
from uuid import UUID

import pytest
from redis.asyncio import Redis

from realtime.channels import bells_of
from realtime.listening import Listener
from tests.machines.redis import RedisServer
from tests.realtime.conftest import OpenBus
from tests.realtime.ears import (
    DEADLINE,
    becomes,
    becomes_equal,
    hears,
    is_told_to_look,
    learns,
    ring_a_thousand,
    settled,
)


async def test_a_bus_starts_without_redis_and_finds_it_later(
    valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    valkey.stop()
    bus = await open_bus(valkey.url)
    async with bus.listen(organization) as listener:
        assert await listener.next(0.1) is None
        assert not bus.connected
        valkey.start()
        await is_told_to_look(listener)
        assert bus.connected


async def test_ring_neither_blocks_nor_raises_while_redis_is_away_and_delivers_after(
    valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    bus = await open_bus(valkey.url)
    async with settled(bus, organization) as listener:
        valkey.stop()
        await becomes(lambda: not bus.connected)
        ring_a_thousand(bus, organization)
        valkey.start()
        await learns(listener, 1000)


async def test_ring_neither_blocks_nor_raises_while_redis_is_frozen_and_delivers_after(
    valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    bus = await open_bus(valkey.url)
    async with settled(bus, organization) as listener:
        valkey.freeze()
        ring_a_thousand(bus, organization)
        await becomes(lambda: not bus.connected)
        valkey.thaw()
        await is_told_to_look(listener)
        bus.ring(organization, 1001)
        await hears(listener, 1001)


@pytest.mark.parametrize("gently", [True, False])
async def test_after_a_restart_listeners_resync_and_hear(
    gently: bool, valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    here, there = await open_bus(valkey.url), await open_bus(valkey.url)
    async with settled(here, organization) as listener:
        valkey.restart(gently=gently)
        await is_told_to_look(listener)
        there.ring(organization, 2)
        await hears(listener, 2)


async def test_after_a_killed_connection_listeners_resync_and_hear(
    valkey: RedisServer, admin: Redis, open_bus: OpenBus, organization: UUID
) -> None:
    here, there = await open_bus(valkey.url), await open_bus(valkey.url)
    async with settled(here, organization) as listener:
        for head in range(1, 6):
            assert await admin.client_kill_filter(_type="pubsub", skipme=True) >= 1
            await is_told_to_look(listener)
            there.ring(organization, head)
            await hears(listener, head)


async def test_a_bell_is_rung_though_the_ringing_connection_was_killed(
    valkey: RedisServer, admin: Redis, open_bus: OpenBus, organization: UUID
) -> None:
    here, there = await open_bus(valkey.url), await open_bus(valkey.url)
    async with settled(here, organization) as listener:
        for head in range(1, 6):
            there.ring(organization, head)
            await hears(listener, head)
            assert await admin.client_kill_filter(_type="normal", skipme=True) >= 1


async def test_junk_is_survived_by_the_connection_itself(
    valkey: RedisServer, admin: Redis, open_bus: OpenBus, organization: UUID
) -> None:
    async def connections() -> list[object]:
        return [client["id"] for client in await admin.client_list(_type="pubsub")]

    bus = await open_bus(valkey.url)
    async with settled(bus, organization) as listener:
        before = await connections()
        for junk in (b"\xff\xfe\x00", b"", b"resync?", b"-1", b"9" * 100_000):
            assert await admin.publish(bells_of(organization), junk) == 1
            await is_told_to_look(listener)
        bus.ring(organization, 4)
        await hears(listener, 4)
        assert await connections() == before


async def test_an_organization_is_subscribed_once_and_left_by_the_last(
    admin: Redis, valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    async def subscriptions() -> object:
        return (await admin.pubsub_numsub(bells_of(organization)))[0][1]

    bus = await open_bus(valkey.url)
    async with settled(bus, organization):
        async with settled(bus, organization), settled(bus, organization):
            await becomes_equal(subscriptions, 1)
        assert await subscriptions() == 1
    await becomes_equal(subscriptions, 0)


@pytest.mark.parametrize("ill", ["stop", "freeze"])
async def test_stop_is_quiet_and_quick_when_redis_is_ill(
    ill: str, valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    bus = await open_bus(valkey.url)
    async with settled(bus, organization):
        getattr(valkey, ill)()
        bus.ring(organization, 1)
        async with asyncio.timeout(4):
            await bus.stop()


async def test_whoever_looks_when_told_is_up_to_date_after_everything(
    valkey: RedisServer, admin: Redis, open_bus: OpenBus, organization: UUID
) -> None:
    here, there = await open_bus(valkey.url), await open_bus(valkey.url)
    feed: list[int] = []
    async with settled(here, organization) as listener:
        follower = asyncio.create_task(_follow(listener, feed, last=300))
        for head in range(1, 301):
            feed.append(head)
            there.ring(organization, head)
            await _harm(valkey, admin, head)
        async with asyncio.timeout(DEADLINE):
            await follower


async def _follow(listener: Listener, feed: list[int], last: int) -> None:
    known = 0
    while known < last:
        heard = await listener.next(3600)
        known = max(feed) if heard is None else max(known, heard)


async def _harm(valkey: RedisServer, admin: Redis, turn: int) -> None:
    if turn % 75 == 0:
        valkey.restart(gently=turn % 150 == 0)
    elif turn % 15 == 0:
        await admin.client_kill_filter(_type="pubsub" if turn % 2 else "normal", skipme=True)
    else:
        await admin.ping()
