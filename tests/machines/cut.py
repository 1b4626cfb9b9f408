"""A wire that can be cut: a TCP proxy before a local port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto


class Wire(Enum):
    """What becomes of bytes, in both directions, and of new connections."""

    PASSES = auto()
    SWALLOWS = auto()
    REFUSES = auto()


class Cut:
    """Listens on `port` of 127.0.0.1 for what is meant for another port there.

    Set `wire` to SWALLOWS for half-open connections (all stay open, nothing arrives), to
    REFUSES for a firewall that resets new ones, to PASSES to be a wire again. A direction that
    lost bytes stays mute for good, as TCP would have it. `met` is set when somebody was refused
    or lost bytes.
    """

    def __init__(self, target: int) -> None:
        self.wire = Wire.PASSES
        self.met = asyncio.Event()
        self.port = 0
        self._target = target
        self._ends: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Reset every connection there is."""
        for end in self._ends:
            end.transport.abort()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join a caller with the target."""
        self._ends.add(writer)
        if self.wire is Wire.REFUSES:
            self.met.set()
            self._drop(writer)
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            self._drop(writer)
            return
        self._ends.add(far_writer)
        self._pump(reader, far_writer)
        self._pump(far_reader, writer)

    async def close(self) -> None:
        """Reset what is left and wait until nothing runs."""
        self.cut()
        if self._pumps:
            await asyncio.wait(self._pumps)

    def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pump = asyncio.create_task(self._carry(reader, writer))
        self._pumps.add(pump)
        pump.add_done_callback(self._pumps.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A reset is an end like any other here: what follows it is the same.
        mute = False
        with suppress(ConnectionError):
            while said := await reader.read(65_536):
                mute = mute or self.wire is not Wire.PASSES
                if mute:
                    self.met.set()
                else:
                    writer.write(said)
                    await writer.drain()
        self._drop(writer)

    def _drop(self, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()
        self._ends.discard(writer)


@asynccontextmanager
async def cut_before(target: int) -> AsyncIterator[Cut]:
    """A proxy before `target`, a port of 127.0.0.1."""
    cut = Cut(target)
    server = await asyncio.start_server(cut.accept, "127.0.0.1", 0)
    cut.port = server.sockets[0].getsockname()[1]
    try:
        yield cut
    finally:
        server.close()
        await cut.close()
