"""A websocket client that stays, as graphql-ws does: what it takes for an end, how it comes back.

It is set as for a screen that is open all day: it tries for ever, waits longer and longer between
tries but cut by chance, and asks for a sign of life when it has heard nothing for a while.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.typing import Subprotocol

from tests.api import Json

# What graphql-ws never comes back from, whatever it was told to retry (its `src/client.ts`).
FATAL: Final = frozenset({4004, 4005, 4400, 4401, 4406, 4409, 4429, 4500})
PASSING: Final = frozenset({1000, 1001, 1005, 1006, 1012, 1013, 1014})

SILENCE: Final = 1.0
"""Seconds without a word until it asks for a sign of life, and again until it hangs up."""

_FIRST_PAUSE: Final = 0.2
_LONGEST_PAUSE: Final = 1.6
_LOST: Final = (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage)
_PROTOCOL: Final = Subprotocol("graphql-transport-ws")


class Dismissed(Exception):
    """The server has ended what the reference client does not ask for again by itself."""


@dataclass
class FrontEnd:
    """One operation, kept open at whichever address answers. `asks` makes the payload of each
    `subscribe`; `hears` is given the payload of each result.
    """

    addresses: Sequence[str]
    token: str | None
    chance: Random
    asks: Callable[[], Json]
    hears: Callable[[Json], None]
    connections: int = 0

    async def stay(self) -> None:
        """Ask, listen and come back, for ever. Dismissed if it is sent away for good."""
        failures = 0
        while True:
            before = self.connections
            try:
                await self._stay_once()
            except _LOST as lost:
                _must_be_passing(lost)
            failures = 0 if self.connections > before else failures + 1
            pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**failures)
            await asyncio.sleep(pause * self.chance.uniform(0.5, 1.0))

    async def _stay_once(self) -> None:
        async with self._connected() as socket:
            signed = {"Authorization": f"Bearer {self.token}"}
            await _say(socket, type="connection_init", payload=signed)
            while True:
                await self._take(socket, await _heard(socket))

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ClientConnection]:
        address = f"ws://{self.chance.choice(self.addresses)}/graphql"
        async with connect(
            address, subprotocols=[_PROTOCOL], ping_interval=None, open_timeout=3, proxy=None
        ) as socket:
            try:
                yield socket
            finally:
                # A mute wire would answer no close frame either.
                socket.transport.abort()

    async def _take(self, socket: ClientConnection, message: Json) -> None:
        match message["type"]:
            case "connection_ack":
                self.connections += 1
                await _say(socket, id="1", type="subscribe", payload=self.asks())
            case "next":
                self.hears(message["payload"])
            case "ping":
                await _say(socket, type="pong")
            case "error" | "complete":
                raise Dismissed(message)


def _must_be_passing(lost: Exception) -> None:
    if isinstance(lost, ConnectionClosed) and lost.rcvd is not None:
        code = lost.rcvd.code
        if code in FATAL or (1000 <= code < 2000 and code not in PASSING):
            raise Dismissed(f"closed {code}: {lost.rcvd.reason}") from lost


async def _heard(socket: ClientConnection) -> Json:
    try:
        return await _received(socket)
    except TimeoutError:
        await _say(socket, type="ping")
    return await _received(socket)


async def _received(socket: ClientConnection) -> Json:
    async with asyncio.timeout(SILENCE):
        message: Json = orjson.loads(await socket.recv(decode=False))
        return message


async def _say(socket: ClientConnection, **message: object) -> None:
    await socket.send(orjson.dumps(message), text=True)
