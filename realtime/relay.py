"""Rings the bells: one slot per channel, tried until Redis has taken the newest."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from realtime.channels import encode
from realtime.failures import pause, reason

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Relay:
    """Takes heads at any speed and publishes them at the speed of `publish`."""

    def __init__(self, publish: Callable[[str, str], Awaitable[None]]) -> None:
        self._publish = publish
        self._waiting: dict[str, int] = {}
        self._something = asyncio.Event()
        self._nothing = asyncio.Event()
        self._nothing.set()
        self._failures = 0

    def remember(self, channel: str, head: int) -> None:
        """Have this head rung; of two that wait on one channel the newer is."""
        self._waiting[channel] = max(head, self._waiting.get(channel, head))
        self._something.set()
        self._nothing.clear()

    async def finished(self) -> None:
        """Wait until nothing remembered is left to ring."""
        await self._nothing.wait()

    async def run(self) -> None:
        """Ring what is remembered, for ever."""
        while True:
            await self._something.wait()
            await self._ring_one()
            if not self._waiting:
                self._something.clear()
                self._nothing.set()

    async def _ring_one(self) -> None:
        channel = next(iter(self._waiting))
        head = self._waiting.pop(channel)
        try:
            await self._publish(channel, encode(head))
        except Exception as error:
            # Back into its slot, at the end: a channel that is refused must not hold up the rest.
            self.remember(channel, head)
            await self._rest(error)
        else:
            self._recovered()

    async def _rest(self, error: Exception) -> None:
        self._failures += 1
        if self._failures == 1:
            log.warning("bells not rung", error=reason(error))
        await asyncio.sleep(pause(self._failures))

    def _recovered(self) -> None:
        if self._failures:
            log.info("bells rung again", failures=self._failures)
            self._failures = 0
