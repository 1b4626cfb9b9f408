"""GraphQL over HTTP, SSE and websocket: Strawberry's view with our sign-in and encoding."""

from datetime import timedelta
from typing import Any, cast

import orjson
from cross_web import AsyncHTTPRequestAdapter
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult

from realtime.hub import Hub
from resolvers.house import House
from resolvers.rights import lost
from resolvers.viewers import Register
from schema.asking import Asking
from schema.execution import CaseloadSchema
from server import http, media, reading
from server.reading import Bounds, Unreadable
from server.settings import Settings
from server.sockets import SocketHandler
from server.streams import while_held
from server.tokens import Tokens

INIT_DEADLINE = timedelta(seconds=10)
MOST_OPERATIONS = 100
BEARER = "bearer "


class GraphQLView(GraphQL[Asking, None]):
    """One endpoint for everything."""

    graphql_transport_ws_handler_class = SocketHandler

    def __init__(
        self, schema: CaseloadSchema, house: House, hub: Hub, tokens: Tokens, settings: Settings
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=INIT_DEADLINE,
            max_subscriptions_per_connection=MOST_OPERATIONS,
            allowed_origins=settings.allowed_origins,
        )
        self.bounds = Bounds(settings.deepest_json, settings.json_values)
        self.own_schema = schema
        self.house, self.hub, self.tokens = house, hub, tokens
        self.register = Register(house)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A plain request is answered here; a stream or a socket by Strawberry's handlers."""
        if scope["type"] != "http":
            return await super().__call__(scope, receive, send)
        request = Request(scope, receive)
        kind = media.chosen(request.headers.get("accept"))
        if kind == media.STREAM:
            return await self._stream(scope, receive, send)
        asking = self.signed_in(Asking(self.house, self.hub), request.headers.get("authorization"))
        response = await http.answer(self.own_schema, request, asking, kind, self.bounds)
        return await response(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Server-sent events, for as long as the rights hold that they were asked with."""
        try:
            await self._streamed(scope, receive, send)
        except Unreadable as wrong:
            await http.refused(wrong, media.JSON)(scope, receive, send)

    async def _streamed(self, scope: Scope, receive: Receive, send: Send) -> None:
        held = (await self.get_context(Request(scope), None)).credential
        viewer = await held.register.viewer(held.noun, held.key) if held else None
        if held is None or viewer is None:
            await super().__call__(scope, receive, send)
            return
        async with while_held(lost(self.hub, held, viewer), receive) as receive_while_held:
            await super().__call__(scope, receive_while_held, send)

    async def get_context(self, request: Request | WebSocket, response: Any) -> Asking:
        """Who asks, by the Authorization header; a socket may say so when it opens instead."""
        return self.signed_in(Asking(self.house, self.hub), request.headers.get("authorization"))

    def signed_in(self, asking: Asking, authorization: object) -> Asking:
        """Note whom the header or init payload names; None of it: nobody."""
        if authorization is None:
            return asking
        asking.claims = True
        if isinstance(authorization, str) and authorization.lower().startswith(BEARER):
            token = authorization[len(BEARER) :].strip()
            asking.credential = self.tokens.check(token, self.register)
        return asking

    def encode_json(self, data: object) -> str:
        """Text, because bytes would leave a socket as a binary frame."""
        return orjson.dumps(data).decode()

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
