"""GraphQL over plain HTTP: one request, one answer. Streams and sockets go through the view."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from schema.asking import Asking
from schema.execution import CaseloadSchema
from schema.faults import coded

HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
BY_POST = frozenset({OperationType.QUERY, OperationType.MUTATION})
BY_GET = frozenset({OperationType.QUERY})


class Unreadable(Exception):
    """The request is no GraphQL request; `status` and the message say what it should be."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def wants_stream(request: Request) -> bool:
    """Whether the client asks for server-sent events."""
    return "text/event-stream" in request.headers.get("accept", "")


async def answer(schema: CaseloadSchema, request: Request, asking: Asking) -> Response:
    """The answer to one request; never a 500 for what a client sent."""
    try:
        asked = await read(request)
    except Unreadable as wrong:
        return refused(wrong)
    result = await schema.execute(
        asked.get("query"),
        asked.get("variables"),
        asking,
        operation_name=asked.get("operationName"),
        allowed_operation_types=BY_GET if request.method == "GET" else BY_POST,
    )
    return written(result)


async def read(request: Request) -> dict[str, Any]:
    """The request's `query`, `variables` and `operationName`, each of its type; else Unreadable."""
    asked = dict(request.query_params) if request.method == "GET" else await _body(request)
    if request.method == "GET" and "variables" in asked:
        asked["variables"] = _json(asked["variables"].encode())
    for name, kind in (("query", str), ("variables", dict), ("operationName", str)):
        if not isinstance(asked.get(name), (kind, type(None))):
            raise Unreadable(400, f"`{name}` is {'an object' if kind is dict else 'a string'}.")
    return asked


async def _body(request: Request) -> dict[str, Any]:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Unreadable(415, "Send JSON: `content-type: application/json`.")
    found = _json(await request.body())
    if not isinstance(found, dict):
        raise Unreadable(400, "The body is a JSON object with `query`.")
    return found


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError) as wrong:
        raise Unreadable(400, "This is not JSON in UTF-8.") from wrong


def refused(wrong: Unreadable) -> Response:
    """An answer to what is no GraphQL request."""
    body = {"errors": [coded("BAD_REQUEST", str(wrong)).formatted]}
    return Response(orjson.dumps(body), wrong.status, HEADERS, "application/json")


def written(result: ExecutionResult) -> Response:
    """The answer as JSON; 401 where the viewer has to sign in first."""
    if not result.errors:
        return Response(orjson.dumps({"data": result.data}), 200, HEADERS, "application/json")
    codes = {(error.extensions or {}).get("code") for error in result.errors}
    status = 401 if "UNAUTHENTICATED" in codes else 200
    body = {"data": result.data, "errors": [error.formatted for error in result.errors]}
    return Response(orjson.dumps(body), status, HEADERS, "application/json")
