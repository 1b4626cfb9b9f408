"""Server-sent events end with the rights that they were asked with, and wait for no client."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import orjson
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Send

from schema.faults import coded
from server.crowd import Full


class Stream:
    """The two directions of one stream. Once one of `ends` is done, or the client has taken nothing
    for so many seconds, it ends as if the client had left; they connect again and are told what
    they may.
    """

    def __init__(
        self, receive: Receive, send: Send, seconds: float, *ends: asyncio.Future[Any]
    ) -> None:
        self._receive, self._send, self._patience = receive, send, seconds
        self._loop = asyncio.get_running_loop()
        self._stalled: asyncio.Future[None] = self._loop.create_future()
        self._ends = {self._stalled, *ends}
        self._under_way = False

    async def receive(self) -> Message:
        """The client's next message, or a disconnect where the stream must end."""
        heard = asyncio.ensure_future(self._receive())
        try:
            await asyncio.wait({heard, *self._ends}, return_when=asyncio.FIRST_COMPLETED)
            return heard.result() if heard.done() else {"type": "http.disconnect"}
        finally:
            heard.cancel()

    async def send(self, message: Message) -> None:
        """A part of the answer; the stream ends where the client does not take it."""
        self._under_way = message.get("more_body", message["type"] == "http.response.start")
        timer = self._loop.call_later(self._patience, self._stall)
        try:
            await self._send(message)
        finally:
            timer.cancel()

    def _stall(self) -> None:
        if not self._stalled.done():
            self._stalled.set_result(None)

    async def finish(self) -> None:
        """Leave no answer half sent, of which uvicorn would complain."""
        if self._stalled.done():
            while (await self._receive())["type"] != "http.disconnect":
                pass
        elif self._under_way:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})


class Events(StreamingResponse):
    """Closes what it streams however it ends. Left to the garbage collector, the question would
    stay open until that comes by.
    """

    async def stream_response(self, send: Send) -> None:
        async with aclosing(cast("AsyncGenerator[str, None]", self.body_iterator)):
            await super().stream_response(send)


def crowded(full: Full) -> Response:
    """The answer at the door where there is no place."""
    body = {"errors": [coded("TOO_MANY_OPEN", str(full)).formatted]}
    return Response(orjson.dumps(body), 429, {"retry-after": "5"}, "application/json")
