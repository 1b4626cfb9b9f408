"""uvicorn's protocol, which by itself waits for ever for a request's head, takes one of any size,
and takes what follows a body for headers: nothing of that reaches the application, so no guard
there can end it.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from weakref import proxy

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from websockets.http11 import MAX_LINE_LENGTH, MAX_NUM_HEADERS

BAD, TIMEOUT, TOO_LARGE, UNKNOWN_CODING = 400, 408, 431, 501
# What websockets takes of a handshake; of a longer one it says nothing at all.
LONGEST_LINE = MAX_LINE_LENGTH - len(": \r\n")
LONGEST_VERSION = len("GET  HTTP/1.1")
OF_A_BODY = frozenset({b"content-length", b"transfer-encoding"})


class Refused(Exception):
    """The head is not taken, and why was said."""


class Trailers(list[tuple[bytes, bytes]]):
    """Where uvicorn puts what follows a body in parts. Nobody asked for that: it is counted, not
    kept.
    """

    def __init__(self, connection: "Heads") -> None:
        super().__init__()
        # Which has it, and is gone with its last socket, whenever garbage is looked for.
        self._connection = proxy(connection)

    def append(self, header: tuple[bytes, bytes]) -> None:
        """Count it."""
        self._connection.trailed(sum(map(len, header)))


class Heads(HttpToolsProtocol):
    """A connection whose heads are bounded in size and time."""

    largest: int
    seconds: float

    _open = False
    _size = 0
    _timer: asyncio.TimerHandle | None = None
    _trailers: Trailers

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait so long for the first head."""
        super().connection_made(transport)
        self._trailers = Trailers(self)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._open, self._size = True, 0

    def on_headers_complete(self) -> None:
        """A head is whole. Most arrive whole, so that most requests need no timer."""
        self._open, self._size = False, 0
        self._stop_waiting()
        names = [name for name, _ in self.headers]
        is_upgrade = self.parser.should_upgrade()
        if wrong := self._amiss(names) or (is_upgrade and self._unfit_for_a_socket(names)):
            self._refuse(wrong)
            # Has the parser stop: nothing of the request is for the application.
            raise Refused
        super().on_headers_complete()
        if not is_upgrade:
            self.headers = self._trailers

    def trailed(self, size: int) -> None:
        """So much of what follows a body in parts has come."""
        self._size += size
        if self._size > self.largest:
            self._refuse(TOO_LARGE)

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP, unless why it is refused was said."""
        if not self.transport.is_closing():
            super().send_400_response(msg)

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
        if not self._should_upgrade():
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
        if not self.transport.is_closing():
            end = b"content-length: 0\r\nconnection: close\r\n\r\n"
            self.transport.write(STATUS_LINE[status] + end)
            self.transport.close()


def heads(largest: int, seconds: float) -> type[Heads]:
    """The protocol, with bounds of bytes and seconds."""
    bounds: dict[str, Any] = {"largest": largest, "seconds": seconds}
    return type("BoundedHeads", (Heads,), bounds)
