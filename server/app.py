"""The ASGI application of one process."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from db.store import Store
from realtime.bus import Bus
from resolvers.house import House, utc_now
from resolvers.live import open_hub
from schema import build_schema
from schema.documents import Documents
from server.guard import guarded
from server.settings import Settings
from server.tokens import Tokens
from server.view import GraphQLView

# SQLAlchemy compiles a document some 33 frames deep per level; Python's usual 1,000 end at 28.
FRAMES = 5000


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Starlette:
    """Everything of one process, wired; started and stopped with the server."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))
    store = Store(settings.database_url, settings.pool_size)
    house = House(store, Bus.open(settings.bus_url), clock)
    hub = open_hub(house)
    schema = build_schema()
    rules, trusted = settings.rules(), settings.trusted()
    schema.documents = Documents(schema.core, store.json, rules, trusted)
    schema.answer_seconds = settings.answer_seconds
    view = GraphQLView(schema, house, hub, Tokens(settings.secret()), settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await house.bus.start()
        yield
        await hub.stop()
        await house.bus.stop()
        await store.close()

    routes = [
        Route("/", _greeting),
        Route("/graphql", view, methods=["GET", "POST"]),
        WebSocketRoute("/graphql", view),
    ]
    return Starlette(routes=routes, lifespan=lifespan, middleware=guarded(settings))


async def _greeting(request: Request) -> PlainTextResponse:
    return PlainTextResponse("Caseload. GraphQL is at /graphql, over HTTP, SSE and websocket.\n")
