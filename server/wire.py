"""uvicorn's socket, with a short way out for what many are told at once: a frame is made once and
written to each. The long way, through ASGI and the making of a frame for each socket, would be half
the time in which an answer goes round.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

TEXT = b"\x81"


class Wire(WebSocketsSansIOProtocol):
    """An application finds it in its scope as `wire`."""

    async def run_asgi(self) -> None:
        """Serve the socket."""
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]
        scope["wire"] = self
        await super().run_asgi()

    def write_at_once(self, frame: bytes) -> bool:
        """Write a frame of `frame_of`; False where the client has yet to take what was written
        before, or is leaving. Not for sockets with extensions, of which we offer none.
        """
        open = self.conn.state is State.OPEN and not self.transport.is_closing()
        if open and self.writable.is_set():
            self.transport.write(frame)
            return True
        return False


def frame_of(*parts: bytes) -> bytes:
    """A text, given in parts, as the frame in which a server sends it."""
    size = sum(map(len, parts))
    if size < 126:
        return b"".join((TEXT, bytes((size,)), *parts))
    if size < 1 << 16:
        return b"".join((TEXT, b"\x7e", size.to_bytes(2), *parts))
    return b"".join((TEXT, b"\x7f", size.to_bytes(8), *parts))
