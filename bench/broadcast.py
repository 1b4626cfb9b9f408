"""The limits of a fan-out: bare Starlette websockets that are all told the same."""

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from bench.audience import PATH


def loop_app() -> Starlette:
    """What is posted is sent to one socket after the other: the fastest way, and one that is as
    fast as the slowest of them.
    """
    sockets: set[WebSocket] = set()

    async def listen(socket: WebSocket) -> None:
        await socket.accept("graphql-transport-ws")
        sockets.add(socket)
        try:
            await socket.receive()
        finally:
            sockets.discard(socket)

    async def say(request: Request) -> Response:
        text = (await request.body()).decode()
        for socket in list(sockets):
            await socket.send_text(text)
        return Response()

    return _app(listen, say)


def queues_app() -> Starlette:
    """Each socket has a queue and a task that empties it, so that none waits for another."""
    queues: set[asyncio.Queue[str]] = set()

    async def listen(socket: WebSocket) -> None:
        await socket.accept("graphql-transport-ws")
        queue: asyncio.Queue[str] = asyncio.Queue()
        queues.add(queue)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(socket.receive())
                both.create_task(_empty(queue, socket))
        finally:
            queues.discard(queue)

    async def say(request: Request) -> Response:
        text = (await request.body()).decode()
        for queue in queues:
            queue.put_nowait(text)
        return Response()

    return _app(listen, say)


async def _empty(queue: asyncio.Queue[str], socket: WebSocket) -> None:
    while True:
        await socket.send_text(await queue.get())


def _app(listen: Any, say: Any) -> Starlette:
    return Starlette(routes=[WebSocketRoute(PATH, listen), Route(PATH, say, methods=["POST"])])
