"""GraphQL over HTTP, SSE and websocket: Strawberry's view with our sign-in and encoding."""

from datetime import timedelta
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLRequestData
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from realtime.hub import Hub
from resolvers.house import House
from resolvers.rights import lost
from resolvers.viewers import Register
from schema.asking import Asking
from schema.execution import CaseloadSchema
from server import http
from server.sockets import SocketHandler
from server.streams import while_held
from server.tokens import Tokens

INIT_DEADLINE = timedelta(seconds=10)
MOST_OPERATIONS = 100
BEARER = "bearer "


class GraphQLView(GraphQL[Asking, None]):
    """One endpoint for everything."""

    graphql_transport_ws_handler_class = SocketHandler

    def __init__(self, schema: CaseloadSchema, house: House, hub: Hub, tokens: Tokens) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=INIT_DEADLINE,
            max_subscriptions_per_connection=MOST_OPERATIONS,
        )
        self.own_schema = schema
        self.house, self.hub, self.tokens = house, hub, tokens
        self.register = Register(house)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A plain request is answered here; a stream or a socket by Strawberry's handlers."""
        if scope["type"] != "http":
            return await super().__call__(scope, receive, send)
        request = Request(scope, receive)
        if http.wants_stream(request):
            return await self._stream(scope, receive, send)
        asking = self.signed_in(Asking(self.house, self.hub), request.headers.get("authorization"))
        response = await http.answer(self.own_schema, request, asking)
        return await response(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Server-sent events, for as long as the rights hold that they were asked with."""
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

    def parse_json(self, data: str | bytes) -> Any:
        """The body of a request for a stream: an object, or the sender is told."""
        parsed = super().parse_json(data)
        if not isinstance(parsed, dict):
            raise HTTPException(400, "The body is a JSON object with `query`.")
        return parsed

    async def parse_http_body(
        self, request: AsyncHTTPRequestAdapter
    ) -> GraphQLRequestData | list[GraphQLRequestData]:
        """What a stream is asked for; Strawberry does not look at the operation's name."""
        asked = await super().parse_http_body(request)
        if isinstance(asked, list) or not isinstance(asked.operation_name, str | None):
            raise HTTPException(400, "`operationName` is a string.")
        return asked
