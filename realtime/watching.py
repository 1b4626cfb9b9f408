"""Watching an organization's feed: looking at each bell, and now and then without one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import structlog

from realtime.bus import Bus
from realtime.listening import StoppedError

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

POLL_SECONDS: Final = 2.0
"""A bell that never rings costs this much latency: the poll is the net under everything."""


async def watch(
    bus: Bus, organization: UUID, look: Callable[[int | None], Awaitable[None]]
) -> None:
    """Have it looked whenever the feed may have grown: told the head that was heard, or None where
    anything may have happened. Ends with the bus.
    """
    while True:
        try:
            async with bus.listen(organization) as listener:
                while True:
                    await look(await listener.next(POLL_SECONDS))
        except StoppedError:
            return
        except Exception as error:
            log.warning("the feed cannot be read; trying again", type=type(error).__name__)
            await asyncio.sleep(POLL_SECONDS / 4)
