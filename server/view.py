"""GraphQL over HTTP, SSE and websocket: Strawberry's view with our sign-in and encoding."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from typing import Any, cast

import orjson
from cross_web import AsyncHTTPRequestAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult

from realtime.hub import Hub
from resolvers.house import House
from schema.asking import Asking
from schema.execution import CaseloadSchema
from schema.finished import Finished
from server import http, media, reading
from server.crowd import Crowd, Full, Seat
from server.reading import Bounds, Unreadable
from server.sending import Line
from server.settings import Settings
from server.signing import end_of_stay, known
from server.sockets import SocketHandler
from server.streams import Events, Stream, crowded
from server.tokens import Tokens

BEARER = "bearer "


class GraphQLView(GraphQL[Asking, None]):
    """One endpoint for everything."""

    graphql_transport_ws_handler_class = SocketHandler
    websocket_adapter_class = Line

    def __init__(
        self, schema: CaseloadSchema, house: House, hub: Hub, tokens: Tokens, settings: Settings
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=timedelta(seconds=settings.sign_in_seconds),
            max_subscriptions_per_connection=None,
            allowed_origins=settings.allowed_origins,
        )
        self.bounds = Bounds(settings.deepest_json, settings.json_values)
        self.own_schema = schema
        self.house, self.hub, self.tokens = house, hub, tokens
        self.settings, self.crowd = settings, Crowd(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A plain request is answered here; a stream or a socket, where there is a place for it,
        by Strawberry's handlers.
        """
        kind = _wanted(scope)
        if kind != media.STREAM:
            await self._answer(Request(scope, receive), kind, send)
            return
        try:
            address = scope["client"][0] if scope["client"] else ""
            is_socket = scope["type"] == "websocket"
            with self.crowd.seat(address, "websocket" if is_socket else "stream") as seat:
                if is_socket:
                    await super().__call__({**scope, "seat": seat}, receive, send)
                else:
                    await self._stream(seat, scope, receive, send)
        except Full as full:
            await crowded(full)(scope, receive, send)

    async def _answer(self, request: Request, kind: str | None, send: Send) -> None:
        authorization = media.header(request.scope, b"authorization")
        asking = self.signed_in(Asking(self.house, self.hub), authorization)
        request.scope["asking"] = asking
        response = await http.answer(self.own_schema, request, asking, kind, self.bounds)
        await response(request.scope, request.receive, send)

    async def _stream(self, seat: Seat, scope: Scope, receive: Receive, send: Send) -> None:
        """Server-sent events, for as long as the rights hold that they were asked with."""
        asking = await self.get_context(Request(scope), None)
        viewer = await known(asking)
        if viewer is not None:
            self.crowd.introduce(seat, viewer.key)
        ending = asyncio.create_task(end_of_stay(asking, viewer, self.settings.sign_in_seconds))
        stream = Stream(receive, send, self.settings.send_seconds, seat.leaving, ending)
        try:
            await super().__call__(scope, stream.receive, stream.send)
            await stream.finish()
        except Unreadable as wrong:
            await http.refused(wrong, media.JSON)(scope, receive, send)
        finally:
            ending.cancel()

    async def create_streaming_response(
        self,
        request: Request | WebSocket,
        stream: Callable[[], AsyncIterator[str]],
        sub_response: Response,
        headers: Mapping[str, str],
    ) -> Response:
        """Server-sent events that leave nothing open."""
        return Events(stream(), headers={**sub_response.headers, **headers})

    async def get_context(self, request: Request | WebSocket, response: Any) -> Asking:
        """Who asks, by the Authorization header; a socket may say so when it opens instead."""
        asking = request.scope["asking"] = Asking(self.house, self.hub)
        return self.signed_in(asking, request.headers.get("authorization"))

    def signed_in(self, asking: Asking, authorization: object) -> Asking:
        """Note whom the header or init payload names; None of it: nobody."""
        if authorization is None:
            return asking
        asking.claims = True
        if isinstance(authorization, str) and authorization.lower().startswith(BEARER):
            token = authorization[len(BEARER) :].strip()
            asking.credential = self.tokens.check(token, self.house)
        return asking

    def encode_json(self, data: object) -> str:
        """Text, because bytes would leave a socket as a binary frame."""
        return orjson.dumps(data, default=_spliced).decode()

    def decode_json(self, data: str | bytes) -> object:
        """JSON, quickly."""
        return orjson.loads(data)

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Never here; a GET may name its document by `documentId` alone."""
        return False

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """An event of a stream; without `data` where nothing was run."""
        return cast(GraphQLHTTPResponse, http.formatted(result))

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        """What a stream is asked for: the same, and as strictly, as a plain request."""
        if request.method in http.SAFE:
            asked = reading.of_url(request.query_params, self.bounds)
        else:
            body = await request.get_body()
            asked = reading.of_body(body, request.content_type, self.bounds)
        return GraphQLRequestData(
            query=asked["query"],
            variables=asked.get("variables"),
            operation_name=asked.get("operationName"),
            extensions=asked.get("extensions"),
            protocol="sse",
        )


def _wanted(scope: Scope) -> str | None:
    """The media type that a request wants, None for none of ours; a socket is a stream. HEAD opens
    none: it has no body to stream.
    """
    if scope["type"] == "websocket":
        return media.STREAM
    kind = media.chosen(media.joined(scope, b"accept"))
    return media.JSON if kind == media.STREAM and scope["method"] == "HEAD" else kind


def _spliced(part: object) -> orjson.Fragment:
    if isinstance(part, Finished):
        return orjson.Fragment(part.text)
    raise TypeError(type(part).__name__)
