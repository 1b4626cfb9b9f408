"""One connection to Redis, from its handshake to its break. It is never mended, only replaced."""

import asyncio

from broadcaster import Event
from redis.asyncio.connection import AbstractConnection

from realtime.channels import RESYNC
from realtime.patience import PING_EVERY, SILENCE


class Orders:
    """What the next SUBSCRIBE and UNSUBSCRIBE have to say.

    Giving an order never suspends: broadcaster registers a subscriber after its backend's
    `subscribe` returns, and whatever ran in between would overwrite or miss it.
    """

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self._wanted: set[str] = set()
        self._due: dict[str, bool] = {}

    def join(self, channel: str) -> None:
        """Have the channel subscribed, again if it is already: each acknowledgement resyncs."""
        self._wanted.add(channel)
        self._due[channel] = True
        self.changed.set()

    def leave(self, channel: str) -> None:
        """Have the channel unsubscribed."""
        self._wanted.discard(channel)
        self._due[channel] = False
        self.changed.set()

    def renew(self) -> None:
        """Start over, as for a new connection: every wanted channel is due."""
        self._due = dict.fromkeys(self._wanted, True)
        self.changed.set()

    def take(self) -> list[tuple[str, ...]]:
        """The Redis commands that are due; they count as given."""
        due, self._due = self._due, {}
        self.changed.clear()
        joined = [channel for channel, wanted in due.items() if wanted]
        left = [channel for channel, wanted in due.items() if not wanted]
        return [("SUBSCRIBE", *joined)] * bool(joined) + [("UNSUBSCRIBE", *left)] * bool(left)


class Link:
    """Carries out orders on a connected connection and puts down what it hears."""

    def __init__(
        self, connection: AbstractConnection, orders: Orders, heard: asyncio.Queue[Event]
    ) -> None:
        self._connection = connection
        self._orders = orders
        self._heard = heard

    async def live(self) -> None:
        """Speak and listen until the connection breaks. Ends by raising, always."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._speak())
            both.create_task(self._listen())

    async def _speak(self) -> None:
        while True:
            for command in self._orders.take() or [("PING",)]:
                await self._send(*command)
            try:
                async with asyncio.timeout(PING_EVERY):
                    await self._orders.changed.wait()
            except TimeoutError:
                continue

    async def _send(self, *command: str) -> None:
        # A frozen server stops reading, and then a write waits for ever: hence the deadline.
        async with asyncio.timeout(SILENCE):
            await self._connection.send_command(*command, check_health=False)

    async def _listen(self) -> None:
        while True:
            reply = await self._connection.read_response(timeout=SILENCE, push_request=True)
            if reply is None:
                raise TimeoutError(f"Redis has said nothing for {SILENCE} s")
            if event := understood(reply):
                await self._heard.put(event)


def understood(reply: object) -> Event | None:
    """What a frame from Redis says to subscribers; None for PONG and the like.

    An acknowledged SUBSCRIBE says RESYNC: nothing before it was sure to be heard.
    """
    match reply:
        case [b"subscribe", bytes(channel), _]:
            return Event(_text(channel), RESYNC)
        case [b"message", bytes(channel), bytes(message)]:
            return Event(_text(channel), _text(message))
        case _:
            return None


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")
