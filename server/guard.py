"""Before everything: how large a request is and how long it takes is bounded here, in plain ASGI,
for a few microseconds a request.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from math import inf
from time import perf_counter
from typing import Any

import orjson
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.faults import coded, masked, took_too_long
from server import media
from server.deadlines import Deadlines
from server.request_ids import HEADER, identify
from server.settings import Settings
from server.traffic import GONE, Opening, Traffic

# No cache keeps a client's data, and no browser takes an answer for a page.
OWN = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
NAMES = frozenset(name for name, _ in OWN)
STREAM = media.STREAM.encode()
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")
POLICY_VIOLATION = 1008
# After these the rest of a body is still to come, and nobody reads it.
UNREAD = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


class Refused(Exception):
    """The request is not taken; `status`, the message and `code` say why."""

    def __init__(self, status: HTTPStatus, message: str, code: str = "BAD_REQUEST") -> None:
        super().__init__(message)
        self.status, self.code = status, code


class Gone(Exception):
    """The client left before its request was whole: there is nobody to answer."""


def guarded(settings: Settings, traffic: Traffic) -> list[Middleware]:
    """The guard, and behind it what lets pages of other origins ask."""
    guard = Middleware(Guard, settings=settings, traffic=traffic)
    if not settings.allowed_origins:
        return [guard]
    return [
        guard,
        Middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type"],
        ),
    ]


class Guard:
    """Bounds one application."""

    def __init__(self, app: ASGIApp, settings: Settings, traffic: Traffic) -> None:
        self.app, self.traffic = app, traffic
        self.deadlines = Deadlines()
        self.body_seconds, self.answer_seconds = settings.body_seconds, settings.answer_seconds
        self.largest_body, self.largest_head = settings.largest_body, settings.largest_head
        self.longest_url = settings.longest_url

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Hand on what is within bounds."""
        if scope["type"] == "http":
            return self._guarded(scope, receive, send)
        if scope["type"] == "websocket":
            return self._opened(scope, receive, send)
        return self.app(scope, receive, send)

    async def _opened(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = Opening(scope, send)
        try:
            if self._too_large(scope):
                await socket({"type": "websocket.close", "code": POLICY_VIOLATION})
            else:
                await self.app(scope, receive, socket)
        finally:
            self.traffic.closed(scope, socket)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._begun(scope, send)
        try:
            if refused := self._too_large(scope):
                raise refused
            if scope["method"] not in WITHOUT_BODY:
                receive = await self._received(receive)
            answer.is_asked = True
            self.deadlines.watch(answer, self.answer_seconds)
            await self.app(scope, receive, answer)
        except Gone:
            pass
        except Refused as refused:
            await answer.refuse(scope, refused)
        except asyncio.CancelledError:
            if not answer.is_late:
                raise
            answer.task.uncancel()
            await answer.refuse(scope, self._late(answer))
        except Exception as error:
            await answer.fail(scope, error)
        finally:
            self.deadlines.leave(answer)
            self.traffic.ended(scope, answer)

    def _begun(self, scope: Scope, send: Send) -> "Answer":
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a server runs each request as a task")
        answer = Answer(send, self.deadlines, task, identify(scope), perf_counter())
        self.deadlines.watch(answer, self.body_seconds)
        return answer

    def _too_large(self, scope: Scope) -> Refused | None:
        """Why a request is refused by its head alone."""
        if len(scope["path"]) + len(scope["query_string"]) > self.longest_url:
            told = f"The URL is longer than {self.longest_url} bytes: send the request by POST."
            return Refused(HTTPStatus.REQUEST_URI_TOO_LONG, told)
        if sum([len(name) + len(value) for name, value in scope["headers"]]) > self.largest_head:
            told = f"The headers are larger than {self.largest_head} bytes."
            return Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, told)
        return None

    async def _received(self, receive: Receive) -> Receive:
        """Wait for the body, which most clients send at once; then it is at hand."""
        message = await arrived(receive)
        if message.get("more_body") or len(message.get("body", b"")) > self.largest_body:
            message = await self._joined(message, receive)
        return Sent(message, receive)

    async def _joined(self, message: Message, receive: Receive) -> Message:
        """A body in several parts; no more of it is kept than it may have."""
        parts = [message.get("body", b"")]
        left = self.largest_body - len(parts[0])
        while left >= 0 and message.get("more_body"):
            message = await arrived(receive)
            parts.append(message.get("body", b""))
            left -= len(parts[-1])
        if left < 0:
            told = f"The body is larger than {self.largest_body} bytes."
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)
        return {**message, "body": b"".join(parts)}

    def _late(self, answer: "Answer") -> Refused:
        """Why a request is refused that took too long."""
        if answer.is_asked:
            told = took_too_long(self.answer_seconds)
            return Refused(HTTPStatus.SERVICE_UNAVAILABLE, told, "TIMEOUT")
        told = f"The body took longer than {self.body_seconds:g} seconds to arrive."
        return Refused(HTTPStatus.REQUEST_TIMEOUT, told)


async def arrived(receive: Receive) -> Message:
    """The next part of a body."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    return message


@dataclass(slots=True)
class Sent:
    """A body that has arrived; after it, what else is received."""

    message: Message | None
    receive: Receive

    async def __call__(self) -> Message:
        """The body, once."""
        message, self.message = self.message, None
        return message if message is not None else await self.receive()


@dataclass(slots=True)
class Answer:
    """What is said in answer to one request, and by when."""

    send: Send
    deadlines: Deadlines
    task: asyncio.Task[Any]
    id: bytes
    began: float
    due: float = inf
    is_late: bool = False
    is_asked: bool = False
    is_begun: bool = False
    status: int = GONE
    size: int = 0
    lasts: bool = False

    async def __call__(self, message: Message) -> None:
        """Send on, with the headers that every answer has; a stream may last."""
        if message["type"] == "http.response.start":
            self.is_begun, self.status = True, message["status"]
            headers = message["headers"]
            own: Sequence[tuple[bytes, bytes]] = OWN
            for name, value in headers:
                if name == b"content-type" and value.startswith(STREAM):
                    self.deadlines.leave(self)
                    self.lasts = True
                elif name in NAMES:
                    own = [header for header in own if header[0] != name]
            message["headers"] = [*headers, *own, (HEADER, self.id)]
        else:
            self.size += len(message.get("body", b""))
        await self.send(message)

    async def refuse(self, scope: Scope, refused: Refused) -> None:
        """Say why, unless an answer has begun: that is cut off."""
        error = coded(refused.code, str(refused))
        if not self.is_begun:
            closing = refused.status in UNREAD
            await self._say(scope, refused.status, error.formatted, closing)

    async def fail(self, scope: Scope, error: Exception) -> None:
        """Tell the log what failed, and the client the reference."""
        fault = masked(error)
        if not self.is_begun:
            await self._say(scope, HTTPStatus.INTERNAL_SERVER_ERROR, fault.formatted)

    async def _say(self, scope: Scope, status: int, error: Any, closing: bool = False) -> None:
        liked = media.chosen(media.joined(scope, b"accept"))
        kind = media.GRAPHQL if liked == media.GRAPHQL else media.JSON
        body = orjson.dumps({"errors": [error]})
        headers = [
            (b"content-type", f"{kind}; charset=utf-8".encode()),
            (b"content-length", str(len(body)).encode()),
            *([(b"connection", b"close")] if closing else []),
        ]
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": body})
