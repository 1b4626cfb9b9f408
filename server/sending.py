"""A socket's way out. A client that stops reading is given up: nothing may wait for it for ever,
neither a message nor the question behind it.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected

from server.settings import Settings
from server.wire import Wire, frame_of


class Line(ASGIWebSocketAdapter):
    """Has `patience` expire when nothing that waits for the client was taken for `send_seconds`.
    There is one timer while anything waits, not one for each message: that would cost a tenth of
    a delivery.
    """

    def __init__(self, view: Any, request: WebSocket, response: WebSocket) -> None:
        super().__init__(view, request, response)
        settings: Settings = view.settings
        self.patience = asyncio.timeout(None)
        self._wire: Wire = response.scope["wire"]
        self._seconds = settings.send_seconds
        self._loop = asyncio.get_running_loop()
        self._waiting: set[asyncio.Task[Any] | None] = set()
        self._moved_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send; WebSocketDisconnected where nobody is there any more."""
        await self.send_text(self.view.encode_json_string(message))

    async def send_text(self, text: str) -> None:
        """Send what is JSON already, likewise."""
        await self._taken(self.ws.send_text(text))

    async def close(self, code: int, reason: str) -> None:
        """Close; nothing where it is closed already."""
        if self.ws.application_state is not WebSocketState.DISCONNECTED:
            with suppress(WebSocketDisconnected):
                await self._taken(self.ws.close(code, reason))

    def send_at_once(self, *parts: bytes) -> bool:
        """Send a JSON text, given in parts, where that takes no waiting; False where it would."""
        return self._wire.write_at_once(frame_of(*parts))

    def awaits(self, task: asyncio.Task[Any]) -> bool:
        """Whether the task is sending something that the client has yet to take."""
        return task in self._waiting

    async def _taken(self, sending: Awaitable[None]) -> None:
        # Told the loop, because finding it out asks the kernel for the process each time.
        sender = asyncio.current_task(self._loop)
        self._begins(sender)
        try:
            await sending
        # Starlette and uvicorn both raise RuntimeError where the socket has been closed meanwhile.
        except (WebSocketDisconnect, RuntimeError) as gone:
            raise WebSocketDisconnected from gone
        finally:
            self._waiting.discard(sender)
            self._moved_at = self._loop.time()

    def _begins(self, sender: asyncio.Task[Any] | None) -> None:
        if not self._waiting:
            self._moved_at = self._loop.time()
        self._waiting.add(sender)
        if self._timer is None:
            self._timer = self._loop.call_later(self._seconds, self._look)

    def _look(self) -> None:
        """Give up, look again later, or rest where nothing waits."""
        self._timer = None
        left = self._moved_at + self._seconds - self._loop.time()
        if self._waiting and left <= 0:
            self._give_up()
        elif self._waiting:
            self._timer = self._loop.call_later(left, self._look)

    def _give_up(self) -> None:
        if not self.patience.expired():
            self.patience.reschedule(0)

    def rest(self) -> None:
        """The socket is done with."""
        if self._timer is not None:
            self._timer.cancel()
