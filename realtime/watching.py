"""Watching an organization's feed: looking at each bell, and now and then without one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog

from realtime.bus import Bus
from realtime.listening import Listener, StoppedError

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

POLL_SECONDS: Final = 2.0
"""A bell that never rings costs this much latency: the poll is the net under everything."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How far behind a feed its reader is: entries that are known of and not read, and for how many
    seconds it has been about to read them. Both are 0 where nothing is due.
    """

    numbers: int = 0
    seconds: float = 0.0


class Watch:
    """Has it looked whenever the feed may have grown: told the head that was heard, or None where
    anything may have happened. From now until it is closed, or the bus ends.
    """

    def __init__(
        self, bus: Bus, organization: UUID, look: Callable[[int | None], Awaitable[None]]
    ) -> None:
        self._bus, self._organization, self._look = bus, organization, look
        self._heard = 0
        self._due: float | None = None
        self._listener: Listener | None = None
        # Not in the context of whoever comes first: what it logs is no part of their request.
        self._task = asyncio.create_task(self._keep_looking(), context=Context())

    def lag(self, read: int) -> Lag:
        """How far behind it is, told the number that was read last."""
        known = max(self._heard, self._listener.waiting if self._listener else 0)
        seconds = 0.0 if self._due is None else time.monotonic() - self._due
        return Lag(max(known - read, 0), seconds)

    def close(self) -> None:
        """Look no more."""
        self._task.cancel()

    async def _keep_looking(self) -> None:
        while True:
            try:
                async with self._bus.listen(self._organization) as self._listener:
                    while True:
                        await self._look_at(await self._listener.next(POLL_SECONDS))
            except StoppedError:
                return
            except Exception as error:
                log.warning("the feed cannot be read; trying again", type=type(error).__name__)
                await asyncio.sleep(POLL_SECONDS / 4)

    async def _look_at(self, head: int | None) -> None:
        """Look; where that fails, it stays due."""
        self._heard = max(self._heard, head or 0)
        self._due = self._due or time.monotonic()
        await self._look(head)
        self._heard, self._due = 0, None
