"""What the bus promises when the way to Redis is ill, and Redis is not."""

from uuid import UUID

import pytest
from redis.asyncio import Redis

from realtime.channels import bells_of
from tests.machines.cut import Wire, cut_before
from tests.machines.redis import RedisServer
from tests.realtime.conftest import OpenBus
from tests.realtime.ears import (
    becomes,
    hears,
    is_told_to_look,
    learns,
    ring_a_thousand,
    settled,
)


async def test_a_half_open_connection_is_noticed_and_replaced(
    valkey: RedisServer, admin: Redis, open_bus: OpenBus, organization: UUID
) -> None:
    async with cut_before(valkey.port) as cut:
        bus = await open_bus(f"redis://127.0.0.1:{cut.port}")
        async with settled(bus, organization) as listener:
            cut.wire = Wire.SWALLOWS
            assert await admin.publish(bells_of(organization), "1") == 1
            await cut.met.wait()
            cut.wire = Wire.PASSES
            await is_told_to_look(listener)
            bus.ring(organization, 2)
            await hears(listener, 2)


async def test_new_connections_that_are_refused_or_swallowed_are_tried_again(
    valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    async with cut_before(valkey.port) as cut:
        bus = await open_bus(f"redis://127.0.0.1:{cut.port}")
        async with settled(bus, organization) as listener:
            for wire in (Wire.REFUSES, Wire.SWALLOWS):
                cut.met.clear()
                cut.wire = wire
                cut.cut()
                await cut.met.wait()
                bus.ring(organization, 3)
                cut.wire = Wire.PASSES
                await learns(listener, 3)


@pytest.mark.parametrize("wire", [Wire.REFUSES, Wire.SWALLOWS])
async def test_a_bell_waits_for_the_way_to_redis_and_the_newest_arrives(
    wire: Wire, valkey: RedisServer, open_bus: OpenBus, organization: UUID
) -> None:
    here = await open_bus(valkey.url)
    async with cut_before(valkey.port) as cut, settled(here, organization) as listener:
        there = await open_bus(f"redis://127.0.0.1:{cut.port}")
        await becomes(lambda: there.connected)
        cut.wire = wire
        cut.cut()
        ring_a_thousand(there, organization)
        await becomes(lambda: not there.connected)
        cut.wire = Wire.PASSES
        assert await listener.next(10) == 1000
