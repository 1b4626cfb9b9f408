"""The graphql-transport-ws socket, with sign-in by its init message."""

from typing import TYPE_CHECKING, Any, cast

from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import ConnectionInitMessage

from domain.errors import Unauthenticated
from schema.asking import Asking

if TYPE_CHECKING:
    from server.view import GraphQLView

UNAUTHENTICATED = 4401


class SocketHandler(BaseGraphQLTransportWSHandler[Asking, None]):
    """One socket."""

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
        await super().handle_connection_init(cast(Any, {**message, "payload": payload}))

    async def _holds(self) -> bool:
        if not self.context.claims:
            return True
        try:
            await self.context.viewer()
        except Unauthenticated:
            return False
        return True
