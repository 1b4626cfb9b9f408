"""What every bus promises to whoever listens, in memory and over Redis."""

import asyncio
import uuid
from uuid import UUID

import pytest

from realtime.bus import Bus
from tests.realtime.ears import becomes, hears, is_told_to_look, settled


async def test_a_lone_subscriber_hears(here: Bus, there: Bus, organization: UUID) -> None:
    async with settled(here, organization) as listener:
        there.ring(organization, 1)
        await hears(listener, 1)


async def test_a_first_listen_resyncs(here: Bus, organization: UUID) -> None:
    async with here.listen(organization) as listener:
        await is_told_to_look(listener)


async def test_a_later_listen_resyncs_too(here: Bus, organization: UUID) -> None:
    async with settled(here, organization), here.listen(organization) as later:
        await is_told_to_look(later)


async def test_fifty_first_listeners_at_once_all_hear(
    here: Bus, there: Bus, organization: UUID
) -> None:
    ready = asyncio.Barrier(51)

    async def listen() -> None:
        async with settled(here, organization) as listener:
            await ready.wait()
            await hears(listener, 9)

    async with asyncio.TaskGroup() as group:
        for _ in range(50):
            group.create_task(listen())
        await ready.wait()
        there.ring(organization, 9)


async def test_fifty_organizations_at_once_each_hear_their_own(here: Bus, there: Bus) -> None:
    async def listen(head: int) -> None:
        organization = uuid.uuid4()
        async with settled(here, organization) as listener:
            there.ring(organization, head)
            assert await listener.next(10) == head

    async with asyncio.TaskGroup() as group:
        for head in range(1, 51):
            group.create_task(listen(head))


async def test_bells_are_heard_in_order(here: Bus, there: Bus, organization: UUID) -> None:
    async with settled(here, organization) as listener:
        for head in range(1, 101):
            there.ring(organization, head)
            assert await listener.next(10) == head


async def test_the_newest_head_wins_whatever_the_order(
    here: Bus, there: Bus, organization: UUID
) -> None:
    async with settled(here, organization) as listener:
        for head in [*range(1000), 2000, *range(1000, 2000)]:
            there.ring(organization, head)
        await hears(listener, 2000)


async def test_a_slow_listener_hears_the_newest_only(
    here: Bus, there: Bus, organization: UUID
) -> None:
    async with settled(here, organization) as slow, settled(here, organization) as quick:
        for head in range(1, 101):
            there.ring(organization, head)
            await hears(quick, head)
        assert await slow.next(10) == 100
        assert await slow.next(0) is None


async def test_silence_is_a_reason_to_look(here: Bus, organization: UUID) -> None:
    async with settled(here, organization) as listener:
        assert await listener.next(0.05) is None


async def test_a_started_bus_becomes_connected(here: Bus) -> None:
    await becomes(lambda: here.connected)


def test_an_unknown_kind_of_bus_is_refused() -> None:
    with pytest.raises(ValueError, match="scheme"):
        Bus.open("kafka://localhost")
