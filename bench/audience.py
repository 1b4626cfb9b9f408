"""So many sockets that are told the same, and the moments at which the first and the last were."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle

import orjson

from bench.frames import Frames

PATH = "/graphql"
ACK = b'{"type":"connection_ack"'
NEXT = b'{"id":"1","type":"next"'
PING = b'{"type":"ping"'
PONG = b'{"type":"pong"}'
PATIENCE = 30.0
Heed = Callable[[Frames, bytes], None]


@dataclass(frozen=True, slots=True)
class Told:
    """When the first and the last were told, as `time.time()`."""

    first: float
    last: float


class Audience:
    """Sockets at one server, signed in by the tokens in turn. `asks` has what each subscribes to
    once it is let in; None: nothing, it only listens. `last` is the text that came last, and
    `heed` is called with each.
    """

    def __init__(self, port: int, tokens: Sequence[str], asks: Sequence[bytes | None]) -> None:
        self.last = b""
        self.heed: Heed = _ignore
        self._port, self._asks = port, asks
        self._inits = cycle(
            _message(type="connection_init", payload={"Authorization": f"Bearer {token}"})
            for token in tokens
        )
        self._sockets: dict[Frames, bytes | None] = {}
        self._first = 0.0
        self._wanted = self._left = 0
        self._all: asyncio.Future[Told] = asyncio.get_running_loop().create_future()

    async def enter(self) -> None:
        """Come in, all at once, and wait until each that asks has its answer."""
        told = self.expect(sum(ask is not None for ask in self._asks))
        await asyncio.gather(*[self._open(ask) for ask in self._asks])
        await told

    def expect(self, count: int) -> asyncio.Future[Told]:
        """Done once so many more texts have been heard."""
        self._wanted = self._left = count
        self._all = asyncio.get_running_loop().create_future()
        if count == 0:
            self._all.set_result(Told(time.time(), time.time()))
        return self._all

    def leave(self) -> None:
        """Be gone, all at once and without a word."""
        for socket in self._sockets:
            socket.drop()
        self._sockets.clear()

    async def _open(self, ask: bytes | None) -> None:
        loop = asyncio.get_running_loop()
        _, socket = await loop.create_connection(
            lambda: Frames(PATH, self._heard), "127.0.0.1", self._port
        )
        self._sockets[socket] = ask
        await socket.opened
        if ask is not None:
            socket.say(next(self._inits))

    def _heard(self, socket: Frames, text: bytes) -> None:
        if text.startswith(NEXT):
            self.last = text
            self.heed(socket, text)
            self._count()
        elif text.startswith(ACK):
            socket.say(self._sockets[socket] or b"")
        elif text.startswith(PING):
            socket.say(PONG)
        else:
            raise RuntimeError(text[:300].decode())

    def _count(self) -> None:
        if self._left == self._wanted:
            self._first = time.time()
        self._left -= 1
        if self._left == 0:
            self._all.set_result(Told(self._first, time.time()))


@asynccontextmanager
async def seated(
    port: int, tokens: Sequence[str], asks: Sequence[bytes | None]
) -> AsyncIterator[Audience]:
    """An audience that has its answers."""
    audience = Audience(port, tokens, asks)
    async with asyncio.timeout(PATIENCE):
        await audience.enter()
    yield audience
    audience.leave()


def subscription(document: str, variables: dict[str, object]) -> bytes:
    """What a front end sends to keep a question open."""
    payload = {"query": document, "variables": variables}
    return _message(id="1", type="subscribe", payload=payload)


def _ignore(socket: Frames, text: bytes) -> None:
    pass


def _message(**parts: object) -> bytes:
    return orjson.dumps(parts)
