"""uvicorn's protocol, which by itself waits for ever for a request's head, takes one of any size,
and takes what follows a body for headers: nothing of that reaches the application, so no guard
there can end it.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from websockets.http11 import MAX_LINE_LENGTH, MAX_NUM_HEADERS

BAD, TIMEOUT, TOO_LARGE, UNKNOWN_CODING = 400, 408, 431, 501
# What websockets takes of a handshake; of a longer one it says nothing at all.
LONGEST_LINE = MAX_LINE_LENGTH - len(": \r\n")
LONGEST_VERSION = len("GET  HTTP/1.1")
OF_A_BODY = frozenset({b"content-length", b"transfer-encoding"})


class Heads(HttpToolsProtocol):
    """A connection whose heads are bounded in size and time."""

    largest: int
    seconds: float

    _open = False
    _is_refused = False
    _size = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait so long for the first head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._open, self._size = True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or what follows a body in parts: nobody asked for that, and it is not kept."""
        if self._open:
            super().on_header(name, value)
            return
        self._size += len(name) + len(value)
        if self._size > self.largest:
            self._refuse(TOO_LARGE)

    def on_headers_complete(self) -> None:
        """A head is whole. Most arrive whole, so that most requests need no timer."""
        self._open, self._size = False, 0
        self._stop_waiting()
        names = [name for name, _ in self.headers]
        if wrong := self._amiss(names) or self._unfit_for_a_socket(names):
            self._refuse(wrong)
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of a body, unless its head was refused."""
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is whole, likewise."""
        if not self._is_refused:
            super().on_message_complete()

    def _amiss(self, names: Sequence[bytes]) -> int | None:
        """What HTTP wants refused: no host or two (RFC 9112 3.2), and a coding of the body other
        than its parts (RFC 9112 6.1).
        """
        if names.count(b"host") != 1 and self.parser.get_http_version() == "1.1":
            return BAD
        if b"transfer-encoding" in names:
            codings = [value for name, value in self.headers if name == b"transfer-encoding"]
            return None if [each.lower() for each in codings] == [b"chunked"] else UNKNOWN_CODING
        return None

    def _unfit_for_a_socket(self, names: Sequence[bytes]) -> int | None:
        """Why a head that asks for a socket would be neither answered nor upgraded."""
        if not (self.parser.should_upgrade() and self._should_upgrade()):
            return None
        if self.parser.get_method() != b"GET" or not OF_A_BODY.isdisjoint(names):
            return BAD
        lines = [len(name) + len(value) for name, value in self.headers]
        longest = max(len(self.url) + LONGEST_VERSION, *lines)
        fits = longest <= LONGEST_LINE and len(names) <= MAX_NUM_HEADERS
        return None if fits else TOO_LARGE

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over, unless it was refused."""
        if not self.transport.is_closing():
            super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        """Read. The size of a head that is not whole is counted here, of a whole one by the guard.
        A head begins where a reading does, unless a client does not wait for its answers. What
        comes after an answer and is no head, such as the rest of a body, ends uvicorn's own wait
        for the next one.
        """
        super().data_received(data)
        if not self._open:
            if self._timer is None and self.cycle is not None and self.cycle.response_complete:
                self._wait()
            return
        self._size += len(data)
        if self._size > self.largest:
            self._refuse(TOO_LARGE)
        elif self._timer is None:
            self._wait()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        """End a connection that has begun a head, or none, and not finished it."""
        self._timer = None
        if self._open:
            self._refuse(TIMEOUT)
        else:
            self.transport.close()

    def _refuse(self, status: int) -> None:
        self._is_refused = True
        if not self.transport.is_closing():
            end = b"content-length: 0\r\nconnection: close\r\n\r\n"
            self.transport.write(STATUS_LINE[status] + end)
            self.transport.close()


def heads(largest: int, seconds: float) -> type[Heads]:
    """The protocol, with bounds of bytes and seconds."""
    bounds: dict[str, Any] = {"largest": largest, "seconds": seconds}
    return type("BoundedHeads", (Heads,), bounds)
