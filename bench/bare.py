"""The limit: hand-written statements behind a bare Starlette route, same driver and pool."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench import by_hand
from bench.questions import Question, questions
from db.postgres import SETTINGS
from db.store import POOL_SIZE, Store


def bare_app() -> Starlette:
    """A route for each question."""
    store = Store(os.environ["CASELOAD_DATABASE_URL"])

    def route(question: Question) -> Route:
        async def answer(request: Request) -> Response:
            text = await store.read(question.statement, question.values)
            return Response('{"data":' + text + "}", media_type="application/json")

        endpoint: Callable[[Request], Awaitable[Response]] = answer
        return Route(f"/{question.name}", endpoint, methods=["POST"])

    async def complete(request: Request) -> Response:
        told = await by_hand.complete(await pool(), UUID(hex=(await request.body()).decode()))
        return Response(told, media_type="application/json")

    @cache
    def opening() -> "asyncio.Task[asyncpg.Pool[Any]]":
        dsn = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return asyncio.ensure_future(_pool(dsn))

    async def pool() -> "asyncpg.Pool[Any]":
        return await opening()

    routes = [route(question) for question in questions(not store.is_sqlite)]
    return Starlette(routes=[*routes, Route("/complete", complete, methods=["POST"])])


async def _pool(dsn: str) -> "asyncpg.Pool[Any]":
    settings = {str(k): str(v) for k, v in SETTINGS.items()}
    return await asyncpg.create_pool(dsn, min_size=1, max_size=POOL_SIZE, server_settings=settings)
