"""The limit: hand-written statements behind a bare Starlette route, same driver and pool."""

import os
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.questions import Question, questions
from db.store import Store


def bare_app() -> Starlette:
    """A route for each question."""
    store = Store(os.environ["CASELOAD_DATABASE_URL"])

    def route(question: Question) -> Route:
        async def answer(request: Request) -> Response:
            text = await store.read(question.statement, question.values)
            return Response('{"data":' + text + "}", media_type="application/json")

        endpoint: Callable[[Request], Awaitable[Response]] = answer
        return Route(f"/{question.name}", endpoint, methods=["POST"])

    return Starlette(routes=[route(question) for question in questions(not store.is_sqlite)])
