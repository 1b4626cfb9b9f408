"""The limit of a fan-out: a bare Starlette websocket, and a loop that says the same to all."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.audience import PATH


def broadcast_app() -> Starlette:
    """Sockets at one path; what is posted to it is sent to each."""
    sockets: set[WebSocket] = set()

    async def listen(socket: WebSocket) -> None:
        await socket.accept("graphql-transport-ws")
        sockets.add(socket)
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            sockets.discard(socket)

    async def say(request: Request) -> Response:
        text = (await request.body()).decode()
        for socket in list(sockets):
            await socket.send_text(text)
        return Response()

    return Starlette(routes=[WebSocketRoute(PATH, listen), Route(PATH, say, methods=["POST"])])
