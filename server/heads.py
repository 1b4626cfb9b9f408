"""uvicorn's protocol, which by itself waits for ever for a request's head, takes one of any size,
and takes what follows a body for headers: nothing of that reaches the application, so no guard
there can end it.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

BAD, TIMEOUT, TOO_LARGE = 400, 408, 431
OF_A_BODY = frozenset({b"content-length", b"transfer-encoding"})


class Heads(HttpToolsProtocol):
    """A connection whose heads are bounded in size and time."""

    largest: int
    seconds: float

    _open = False
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
        """A head is whole. Most arrive whole, so that most requests need no timer. One that asks
        for a socket and has a body would be neither answered nor upgraded.
        """
        self._open, self._size = False, 0
        self._stop_waiting()
        if self.parser.should_upgrade() and self._should_upgrade() and not self._may_upgrade():
            self._refuse(BAD)
        super().on_headers_complete()

    def _may_upgrade(self) -> bool:
        has_body = not OF_A_BODY.isdisjoint(name for name, _ in self.headers)
        return self.parser.get_method() == b"GET" and not has_body

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
