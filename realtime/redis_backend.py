"""broadcaster's backend for Redis, supervised: a lost connection is replaced, for ever.

The package's own backend is deaf to its first subscriber with redis-py 8, loses concurrent first
subscribers, dies silently with its connection and never notices a half-open one
(broadcaster 0.3.1; encode/broadcaster issues 142 and 144).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import structlog
from broadcaster import BroadcastBackend, Event
from redis.asyncio import Redis

from realtime.failures import pause, reason
from realtime.patience import CONNECT, FAREWELL, PUBLISH, SILENCE
from realtime.redis_link import Link, Orders

_UNREAD_AT_MOST: Final = 1000

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class SupervisedRedis(BroadcastBackend):
    """For `Broadcast(backend=...)`.

    Every channel hears RESYNC when its subscription is acknowledged, at first and after each
    break; whoever then looks at the truth and goes on listening misses nothing.
    """

    def __init__(self, url: str) -> None:
        # RESP2, because everything a subscriber hears then has one shape; no socket timeout,
        # because redis-py applies it with `wait_for`, which in 3.11 may swallow a cancellation.
        self._redis = Redis.from_url(
            url, protocol=2, socket_timeout=None, socket_connect_timeout=CONNECT
        )
        self._heard: asyncio.Queue[Event] = asyncio.Queue(_UNREAD_AT_MOST)
        self._orders = Orders()
        self._supervisor: asyncio.Task[None] | None = None
        self._connected: bool | None = None
        self._connections = 0

    @property
    def connected(self) -> bool:
        """Whether Redis can be heard now, as far as known (a silent break takes 3 s to notice)."""
        return self._connected is True

    @property
    def reconnects(self) -> int:
        """How often a lost connection was replaced."""
        return max(self._connections - 1, 0)

    async def connect(self) -> None:
        """Begin to connect. Never fails: a Redis that is away is waited for."""
        self._supervisor = asyncio.create_task(self._supervise(), name="redis supervisor")

    async def disconnect(self) -> None:
        """Let go of Redis. Never raises, and takes about a second at most."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.wait([self._supervisor])
        try:
            async with asyncio.timeout(FAREWELL):
                await self._redis.aclose()
        except Exception as error:
            log.warning("redis closed badly", error=reason(error))

    async def subscribe(self, channel: str) -> None:
        """Want a channel; RESYNC is heard on it once Redis has agreed. Does not suspend."""
        self._orders.join(channel)

    async def unsubscribe(self, channel: str) -> None:
        """Want a channel no more. Does not suspend."""
        self._orders.leave(channel)

    async def publish(self, channel: str, message: str) -> None:
        """Say something on a channel.

        Raises redis.RedisError or TimeoutError, within a second, if Redis did not take it.
        """
        async with asyncio.timeout(PUBLISH):
            await self._redis.publish(channel, message)

    async def next_published(self) -> Event:
        """The next thing heard on a wanted channel, RESYNC included."""
        return await self._heard.get()

    async def _supervise(self) -> None:
        clock = asyncio.get_running_loop().time
        failures = 0
        while True:
            began = clock()
            try:
                await self._live_once()
            except Exception as error:
                self._note(connected=False, why=reason(error))
            # A link that dies young counts as one more failure, because a server that accepts
            # and then refuses would otherwise be asked twenty times a second.
            failures = 1 if clock() - began > SILENCE else failures + 1
            await asyncio.sleep(pause(failures))

    async def _live_once(self) -> None:
        async with self._linked() as link:
            self._note(connected=True)
            await link.live()

    @asynccontextmanager
    async def _linked(self) -> AsyncIterator[Link]:
        pool = self._redis.connection_pool
        connection = pool.connection_class(**pool.connection_kwargs)
        try:
            async with asyncio.timeout(CONNECT):
                await connection.connect()  # type: ignore[no-untyped-call]
            self._orders.renew()
            yield Link(connection, self._orders, self._heard)
        finally:
            await connection.disconnect(nowait=True)

    def _note(self, *, connected: bool, why: str = "") -> None:
        if connected == self._connected:
            return
        self._connected = connected
        if connected:
            self._connections += 1
            log.info("redis connected")
        else:
            log.warning("redis away", why=why)
