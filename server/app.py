"""The ASGI application of one process."""

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from db.store import Store
from realtime.bus import Bus
from resolvers.house import House, utc_now
from resolvers.housekeeping import housekeeping
from resolvers.live import open_hub
from schema import build_schema
from schema.documents import Documents
from server import graphiql
from server.guests import welcome
from server.settings import Settings
from server.tokens import Tokens
from server.view import GraphQLView

# SQLAlchemy compiles a document some 33 frames deep per level; Python's usual 1,000 end at 28.
FRAMES = 5000


def create_app(
    settings: Settings, clock: Callable[[], datetime] = utc_now, guests: Sequence[str] = ()
) -> Starlette:
    """Everything of one process. `guests` are addresses that GraphiQL signs anyone in as."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))
    store = Store(settings.database_url, settings.pool_size)
    house = House(store, Bus.open(settings.bus_url), clock)
    hub = open_hub(house)
    schema = build_schema()
    schema.documents = Documents(schema.core, store.json)
    tokens = Tokens(settings.secret())
    view = GraphQLView(schema, house, hub, tokens)
    begin = partial(welcome, store, tokens, guests, clock)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await house.bus.start()
        async with housekeeping(house, timedelta(days=settings.feed_days)):
            yield
        await hub.stop()
        await house.bus.stop()
        await store.close()

    routes = [
        Route("/", _greeting),
        *(graphiql.routes(begin) if settings.shows_graphiql(guests) else []),
        Route("/graphql", view, methods=["GET", "POST"]),
        WebSocketRoute("/graphql", view),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _greeting(request: Request) -> PlainTextResponse:
    return PlainTextResponse("Caseload. GraphQL is at /graphql, over HTTP, SSE and websocket.\n")
