"""Whether somebody is still there. A client that vanishes without a word looks like an idle one."""

import asyncio
from collections.abc import Awaitable, Callable


async def silence(
    ping: Callable[[], Awaitable[None]], heard: asyncio.Event, seconds: float
) -> None:
    """Ping every so many seconds; end once a ping was answered by nothing for as long."""
    with_answer = True
    while with_answer:
        await asyncio.sleep(seconds)
        heard.clear()
        await ping()
        with_answer = await _within(seconds, heard)


async def _within(seconds: float, heard: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await heard.wait()
    except TimeoutError:
        return False
