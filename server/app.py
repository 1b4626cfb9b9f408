"""The ASGI application of one process."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from db.store import Store
from realtime.bus import Bus
from realtime.hub import Hub
from resolvers.house import House, utc_now
from resolvers.housekeeping import housekeeping
from resolvers.live import open_hub
from resolvers.viewers import Register
from schema import build_schema
from schema.documents import Documents
from schema.tally import Tally
from server import graphiql
from server.documents import rules, trusted
from server.guard import guarded
from server.guests import welcome
from server.heads import heads
from server.health import Health, health
from server.logs import notes_of_requests
from server.metrics import Figures, metrics
from server.prefix import Prefix
from server.settings import Settings
from server.tokens import Tokens
from server.traffic import Traffic
from server.view import GraphQLView

# SQLAlchemy compiles a document some 33 frames deep per level; Python's usual 1,000 end at 28.
FRAMES = 5000


def create_app(
    settings: Settings, clock: Callable[[], datetime] = utc_now, guests: Sequence[str] = ()
) -> Starlette:
    """Everything of one process. `guests` are addresses that GraphiQL signs anyone in as."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))
    store = Store(settings.database_url, settings.pool_size)
    house = House(store, Bus.open(settings.bus_url), Register(store), clock)
    hub = open_hub(house)
    schema = build_schema()
    schema.documents = Documents(schema.core, store.json, rules(settings), trusted(settings))
    schema.tally, schema.answer_seconds = Tally(), settings.answer_seconds
    traffic = Traffic(notes_of_requests(settings.log_format) if settings.request_log else None)
    tokens = Tokens(settings.secret())
    view = GraphQLView(schema, house, hub, tokens, settings)
    begin = partial(welcome, store, tokens, guests, clock)
    pages = graphiql.routes(begin) if settings.shows_graphiql(guests) else []
    app = Starlette(
        routes=[Route("/", _greeting), *_told(view, traffic), *pages, *_api(view)],
        lifespan=partial(_life, house, hub, timedelta(days=settings.feed_days)),
        middleware=[*_prefixed(settings), *guarded(settings, traffic), _shortcut(view)],
    )
    app.state.crowd = view.crowd
    app.state.heads = heads(settings.largest_head, settings.head_seconds)
    return app


def _prefixed(settings: Settings) -> list[Middleware]:
    prefix = settings.root_path
    return [Middleware(Prefix, prefix=prefix)] if prefix else []


def _shortcut(view: GraphQLView) -> Middleware:
    return Middleware(Shortcut, path=f"{view.settings.root_path}/graphql", to=view)


def _told(view: GraphQLView, traffic: Traffic) -> list[BaseRoute]:
    """What those are told who look after the process."""
    found: list[BaseRoute] = [*health(Health(view.house, view.hub, view.crowd))]
    if (token := view.settings.metrics_token) is not None:
        figures = Figures(view.house, view.hub, view.own_schema, view.crowd, traffic)
        found.append(metrics(figures, token))
    return found


def _api(view: GraphQLView) -> list[BaseRoute]:
    return [Route("/graphql", view, methods=["GET", "POST"]), WebSocketRoute("/graphql", view)]


@asynccontextmanager
async def _life(house: House, hub: Hub, kept: timedelta, app: Starlette) -> AsyncIterator[None]:
    """From the first request to the last, with what is done beside them."""
    await house.bus.start()
    async with housekeeping(house, kept):
        yield
    await hub.stop()
    await house.bus.stop()
    await house.store.close()


class Shortcut:
    """Hands a POST of one path to where its route would lead. Nearly all requests are such, and
    looking for the route would be a quarter of the server's own time for them.
    """

    def __init__(self, app: ASGIApp, path: str, to: ASGIApp) -> None:
        self.app, self.path, self.to = app, path, to

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """By the shortcut or, whatever else it is, by the routes."""
        is_short = scope.get("path") == self.path and scope.get("method") == "POST"
        return (self.to if is_short else self.app)(scope, receive, send)


async def _greeting(request: Request) -> PlainTextResponse:
    return PlainTextResponse("Caseload. GraphQL is at /graphql, over HTTP, SSE and websocket.\n")
