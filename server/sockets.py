"""The graphql-transport-ws socket, with sign-in by its init message."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)

from domain.errors import Unauthenticated
from realtime.question import Ended
from resolvers.rights import Lost, lost
from resolvers.viewers import Pass
from schema.asking import Asking
from server import reading

if TYPE_CHECKING:
    from server.view import GraphQLView

UNAUTHENTICATED = 4401
FORBIDDEN = 4403
CODES = {Lost.EXPIRED: UNAUTHENTICATED, Lost.CHANGED: FORBIDDEN}
# An id comes back in the reason of a close, and a close frame holds 123 bytes.
LONGEST_ID = 64


class SocketHandler(BaseGraphQLTransportWSHandler[Asking, None]):
    """One socket."""

    rights: asyncio.Task[None] | None = None

    async def handle_message(self, message: Message) -> None:
        """Handle a message of the protocol; 4400 for anything else, because what Strawberry does
        not expect ends in a traceback.
        """
        wrong = misshapen(message)
        if wrong is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(wrong)

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Start an operation, whose document may be given by its id."""
        payload = message["payload"]
        payload["query"] = reading.document_of(payload)
        await super().handle_subscribe(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Sign in by `{"Authorization": "Bearer …"}`; 4401 for a token that does not hold. The
        reference clients do not retry 4401: the same token would only be refused again.
        """
        payload = message.get("payload") or {}
        if isinstance(payload, dict):
            view = cast("GraphQLView", self.view)
            claimed = payload.get("Authorization", payload.get("authorization"))
            view.signed_in(self.context, claimed)
            if not await self._holds():
                await self.websocket.close(UNAUTHENTICATED, "Unauthorized: send a valid token")
                return
        if self.context.credential and self.rights is None:
            self.rights = asyncio.create_task(self._close_when_rights_end(self.context.credential))
        await super().handle_connection_init(cast(Any, {**message, "payload": payload}))

    async def _close_when_rights_end(self, held: Pass) -> None:
        """Close with 4401 once the token expires, with 4403 once the viewer may not go on as
        before: what is open was asked with rights that nobody has any more.
        """
        with suppress(Ended, Unauthenticated):
            why = await lost(self.context.hub, held, await held.viewer())
            await self.websocket.close(CODES[why], why)

    async def shutdown(self) -> None:
        """Nobody is there to lose anything."""
        if self.rights is not None:
            self.rights.cancel()
        await super().shutdown()

    async def _holds(self) -> bool:
        if not self.context.claims:
            return True
        try:
            await self.context.viewer()
        except Unauthenticated:
            return False
        return True


def misshapen(message: object) -> str | None:
    """What is wrong with a message of the protocol; None where nothing is."""
    if not isinstance(message, dict):
        return "A message is a JSON object"
    match message.get("type"):
        case "connection_init" | "ping" | "pong":
            return None
        case "complete":
            return None if _is_id(message.get("id")) else "`id` is a text of 1 to 64 characters"
        case "subscribe":
            return _misshapen_operation(message)
        case _:
            return "Unknown message type"


def _misshapen_operation(message: dict[str, Any]) -> str | None:
    payload = message.get("payload")
    if not _is_id(message.get("id")):
        return "`id` is a text of 1 to 64 characters"
    if not isinstance(payload, dict) or not isinstance(reading.document_of(payload), str):
        return "`payload` is an object with `query` or `documentId`, a text"
    if not isinstance(payload.get("variables"), dict | None):
        return "`variables` is an object or null"
    if not isinstance(payload.get("operationName"), str | None):
        return "`operationName` is a text or null"
    return None


def _is_id(id: object) -> bool:
    return isinstance(id, str) and 1 <= len(id.encode()) <= LONGEST_ID
