"""What tests wait for. Every wait ends: with what was hoped for, or with TimeoutError."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from realtime.bus import Bus
from realtime.listening import Listener

DEADLINE: Final = 12.0
"""Seconds. Longer than it takes to notice a silent break (3 s) and to come back (2 s)."""

_FOREVER: Final = 3600.0


async def hears(listener: Listener, head: int) -> None:
    """Wait until the listener hears this head, whatever it hears before."""
    async with asyncio.timeout(DEADLINE):
        while await listener.next(_FOREVER) != head:
            pass


async def is_told_to_look(listener: Listener) -> None:
    """Wait until the listener hears None, and not because of silence."""
    async with asyncio.timeout(DEADLINE):
        while await listener.next(_FOREVER) is not None:
            pass


async def learns(listener: Listener, head: int) -> None:
    """Wait until the listener hears this head or is told to look, when the feed is at `head`.

    This is all that is promised when the listener's own connection was broken.
    """
    async with asyncio.timeout(DEADLINE):
        while await listener.next(_FOREVER) not in (head, None):
            pass


async def becomes(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(DEADLINE):
        while not condition():  # noqa: ASYNC110 - nobody sets an event for it
            await asyncio.sleep(0.005)


async def becomes_equal(question: Callable[[], Awaitable[object]], answer: object) -> None:
    """Wait until the question is answered so."""
    async with asyncio.timeout(DEADLINE):
        while await question() != answer:  # noqa: ASYNC110 - it is a server's state
            await asyncio.sleep(0.005)


@asynccontextmanager
async def settled(bus: Bus, organization: UUID) -> AsyncIterator[Listener]:
    """A listener that has had its first resync, so that every later bell reaches it."""
    async with bus.listen(organization) as listener:
        await is_told_to_look(listener)
        yield listener


def ring_a_thousand(bus: Bus, organization: UUID) -> None:
    """Ring the heads 1 to 1000, which must neither block nor raise."""
    began = time.perf_counter()
    for head in range(1, 1001):
        bus.ring(organization, head)
    assert time.perf_counter() - began < 0.5
