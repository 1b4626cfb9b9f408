"""One listener's slot: what it keeps, and in which order it tells."""

import asyncio

import pytest

from realtime.listening import Listener, StoppedError


async def test_of_two_heads_the_newer_is_kept_whichever_came_last() -> None:
    listener = Listener()
    listener.hear(8)
    listener.hear(7)
    assert await listener.next(1) == 8
    assert await listener.next(0) is None


async def test_a_lower_head_is_heard_once_the_higher_was_taken() -> None:
    listener = Listener()
    listener.hear(8)
    assert await listener.next(1) == 8
    listener.hear(7)
    assert await listener.next(1) == 7


async def test_a_resync_comes_first_and_the_head_is_not_lost() -> None:
    listener = Listener()
    listener.hear(8)
    listener.hear(None)
    assert await listener.next(1) is None
    assert await listener.next(1) == 8


async def test_head_zero_is_a_head() -> None:
    listener = Listener()
    listener.hear(0)
    assert await listener.next(1) == 0


async def test_a_waiting_listener_is_woken() -> None:
    listener = Listener()
    waiting = asyncio.create_task(listener.next(10))
    await asyncio.sleep(0)
    listener.hear(1)
    assert await waiting == 1


async def test_a_cancelled_wait_loses_nothing() -> None:
    listener = Listener()
    waiting = asyncio.create_task(listener.next(10))
    await asyncio.sleep(0)
    listener.hear(1)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert await listener.next(1) == 1


async def test_the_stop_outranks_what_was_heard() -> None:
    listener = Listener()
    listener.hear(1)
    listener.stop()
    with pytest.raises(StoppedError):
        await listener.next(1)
