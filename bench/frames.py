"""A websocket client that costs little: it reads the heads of frames, and texts as bytes."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import cast

TEXT, PING, PONG = 1, 9, 10
MASKED = 128
UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)


class Frames(asyncio.Protocol):
    """One socket. `heard` is called with each text as it comes."""

    def __init__(self, path: str, heard: Callable[["Frames", bytes], None]) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._path, self._heard = path, heard
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are none by class
        key = base64.b64encode(os.urandom(16)).decode()
        self._write(UPGRADE.format(path=self._path, key=key).encode())

    def data_received(self, data: bytes) -> None:
        """Take what is whole off what came."""
        data = self._rest + data if self._rest else data
        at = 0 if self.opened.done() else self._upgraded(data)
        while self.opened.done() and (found := _frame(data, at)):
            start, at_next = found
            self._take(data[at] & 15, data[start:at_next])
            at = at_next
        self._rest = data[at:]

    def connection_lost(self, why: Exception | None) -> None:
        """Tell whoever still waits for the upgrade."""
        if not self.opened.done():
            self.opened.set_exception(why or EOFError("the server hung up"))

    def say(self, text: bytes, opcode: int = TEXT) -> None:
        """Send one frame of less than 64 KiB, masked with zeros, which change nothing."""
        size = len(text)
        length = bytes([MASKED | size]) if size < 126 else bytes([MASKED | 126]) + size.to_bytes(2)
        self._write(bytes([128 | opcode]) + length + bytes(4) + text)

    def drop(self) -> None:
        """Be gone without a word."""
        self._transport.abort()

    def _upgraded(self, data: bytes) -> int:
        end = data.find(b"\r\n\r\n")
        if end < 0:
            return 0
        if not data.startswith(b"HTTP/1.1 101 "):
            raise RuntimeError(data[:end].decode())
        self.opened.set_result(None)
        return end + 4

    def _take(self, opcode: int, body: bytes) -> None:
        if opcode == TEXT:
            self._heard(self, body)
        elif opcode == PING:
            self.say(body, PONG)
        elif opcode != PONG:
            raise RuntimeError(f"frame {opcode}: {body[:120]!r}")

    def _write(self, data: bytes) -> None:
        self._transport.write(data)


def _frame(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the body of the frame begins and ends; None where it is not whole yet."""
    if len(data) < at + 2:
        return None
    size, start = data[at + 1], at + 2
    if size > 125:
        start += 2 if size == 126 else 8
        size = int.from_bytes(data[at + 2 : start])
    return (start, start + size) if len(data) >= start + size else None
