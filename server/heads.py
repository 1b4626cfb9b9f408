"""uvicorn's protocol, which by itself waits for ever for a request's head, and takes one of any
size: a head that drips in never reaches the application, so no guard there can end it.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

TIMEOUT, TOO_LARGE = 408, 431


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

    def on_headers_complete(self) -> None:
        """A head is whole. Most arrive whole, so that most requests need no timer."""
        self._open = False
        self._stop_waiting()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read. The size of a head that is not whole is counted here, of a whole one by the guard.
        A head begins where a reading does, unless a client does not wait for its answers.
        """
        super().data_received(data)
        if not self._open:
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
