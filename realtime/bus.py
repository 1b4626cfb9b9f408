"""The bus: ring an organization's bell in one process, hear it in all.

A bell is a hint, the change feed is the truth. A bell may come twice, late or not at all; what is
promised is that nobody stays in the dark: after any break each listener is told to look.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import Context
from functools import partial
from typing import Self
from uuid import UUID

import structlog
from broadcaster import Broadcast

from realtime.channels import RESYNC, bells_of
from realtime.listening import Listener, Room, StoppedError
from realtime.patience import FAREWELL
from realtime.redis_backend import SupervisedRedis
from realtime.relay import Relay

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Bus:
    """One per process, used from one event loop."""

    def __init__(self, broadcast: Broadcast, redis: SupervisedRedis | None) -> None:
        self._broadcast = broadcast
        self._redis = redis
        self._relay = Relay(broadcast.publish)
        self._ringing: asyncio.Task[None] | None = None
        self._rooms: dict[str, Room] = {}
        self._subscriptions: dict[Room, asyncio.Task[None]] = {}
        self._stopped = False

    @classmethod
    def open(cls, url: str) -> Self:
        """A bus that is not started yet.

        `url` is "memory://" for one process, else redis://, rediss://, valkey:// or valkeys://.
        Raises ValueError for any other.
        """
        if url.startswith("memory://"):
            return cls(Broadcast("memory://"), None)
        redis = SupervisedRedis(re.sub("^valkey", "redis", url))
        return cls(Broadcast(backend=redis), redis)

    @property
    def connected(self) -> bool:
        """Whether bells reach other processes now. In memory there are none: always."""
        return self._redis is None or self._redis.connected

    @property
    def reconnects(self) -> int:
        """How often a lost connection to Redis was replaced; in memory none can be lost."""
        return self._redis.reconnects if self._redis else 0

    async def start(self) -> None:
        """Begin to carry bells. Never fails and does not wait when Redis is away."""
        await self._broadcast.connect()
        self._ringing = asyncio.create_task(self._relay.run(), name="bell relay")

    async def stop(self) -> None:
        """Ring what still waits, for a second at most, then end every listener. Never raises."""
        if self._stopped:
            return
        self._stopped = True
        if self._ringing is not None:
            await self._finish(self._ringing)
        await self._empty_rooms()
        if self._ringing is not None:
            await self._broadcast.disconnect()

    def ring(self, organization: UUID, head: int) -> None:
        """Tell every process that the organization's feed has reached `head`.

        Never blocks and never raises. With Redis away the newest head waits for it.
        """
        self._relay.remember(bells_of(organization), head)

    @asynccontextmanager
    async def listen(self, organization: UUID) -> AsyncIterator[Listener]:
        """Hear the organization's bells from the first None of `Listener.next` on.

        Raises StoppedError if the bus has been stopped.
        """
        # Nothing suspends on the way in or out, so no lock is needed and no cancellation can
        # leave half a listener behind.
        channel = bells_of(organization)
        room = self._rooms.get(channel) or self._open_room(channel)
        listener = room.enter()
        try:
            yield listener
        finally:
            room.leave(listener)
            self._close_if_empty(channel, room)

    def _open_room(self, channel: str) -> Room:
        if self._stopped:
            raise StoppedError
        room = self._rooms[channel] = Room()
        filling = asyncio.create_task(self._fill(channel, room), context=Context())
        task = self._subscriptions[room] = filling
        # A callback, not a `finally` in the task, because a task that is cancelled before its
        # first step runs nothing at all.
        task.add_done_callback(partial(self._ended, channel, room))
        return room

    async def _fill(self, channel: str, room: Room) -> None:
        async with self._broadcast.subscribe(channel) as subscriber:
            if self._redis is None:
                # In memory there is no acknowledgement to wait for: joined is joined.
                room.hear(RESYNC)
            while True:
                room.hear((await subscriber.get()).message)

    def _ended(self, channel: str, room: Room, task: asyncio.Task[None]) -> None:
        del self._subscriptions[room]
        self._forget(channel, room)
        room.stop()
        if not task.cancelled():
            log.error("subscription broke", channel=channel, error=repr(task.exception()))

    def _close_if_empty(self, channel: str, room: Room) -> None:
        if room.empty and room in self._subscriptions:
            self._forget(channel, room)
            self._subscriptions[room].cancel()

    def _forget(self, channel: str, room: Room) -> None:
        if self._rooms.get(channel) is room:
            del self._rooms[channel]

    async def _finish(self, ringing: asyncio.Task[None]) -> None:
        try:
            async with asyncio.timeout(FAREWELL):
                await self._relay.finished()
        except TimeoutError:
            log.warning("bells left unrung")
        ringing.cancel()
        await asyncio.wait([ringing])

    async def _empty_rooms(self) -> None:
        tasks = list(self._subscriptions.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
