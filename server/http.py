"""GraphQL over plain HTTP, as its specification has it: one request, one answer. Streams and
sockets go through the view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from schema.asking import Asking
from schema.execution import CaseloadSchema
from schema.faults import coded
from server import media, reading
from server.reading import Bounds, Unreadable

# Tuples, because an enum's word is found in them by identity; its hash is made in Python.
BY_POST = (OperationType.QUERY, OperationType.MUTATION)
BY_GET = (OperationType.QUERY,)
SAFE = ("GET", "HEAD")
Headers = list[tuple[bytes, bytes]]

BAD_REQUEST, PARTIAL = 400, 294
# Of requests of which nothing was run, by the code of what is wrong.
STATUSES: Mapping[str, int] = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "METHOD_NOT_ALLOWED": 405,
    "INTERNAL": 500,
    "TRY_AGAIN": 503,
}
# Headers that HTTP asks for beside a status.
WITH = {
    401: {"www-authenticate": "Bearer"},
    405: {"allow": "POST"},
    415: {"accept-encoding": "identity"},
    503: {"retry-after": "1"},
}
# A client that knows `application/json` alone takes any other status for a gateway's, and does not
# read the body; these it must act upon without.
FOR_EVERYONE = (401, 405)


async def answer(
    schema: CaseloadSchema, request: Request, asking: Asking, kind: str | None, bounds: Bounds
) -> "Finished":
    """The answer to one request, of a media type; never a 500 for what a client sent."""
    if kind is None:
        return refused(Unreadable(406, f"Answers are {' or '.join(media.SERVED)}."), media.JSON)
    try:
        asked = await read(request, bounds)
    except Unreadable as wrong:
        return refused(wrong, kind)
    result = await schema.execute(
        asked["query"],
        asked.get("variables"),
        asking,
        operation_name=asked.get("operationName"),
        allowed_operation_types=BY_GET if request.method in SAFE else BY_POST,
        operation_extensions=asked.get("extensions"),
    )
    return written(result, kind)


async def read(request: Request, bounds: Bounds) -> dict[str, Any]:
    """The request's parameters; Unreadable for what is no GraphQL request."""
    if request.method in SAFE:
        return reading.of_url(request.query_params, bounds)
    # The guard has waited for the whole of it.
    body = (await request.receive()).get("body", b"")
    if media.header(request.scope, b"content-encoding") not in (None, "identity"):
        raise Unreadable(415, "Send the body as it is, without a `content-encoding`.")
    return reading.of_body(body, media.header(request.scope, b"content-type"), bounds)


def refused(wrong: Unreadable, kind: str) -> "Finished":
    """An answer to what is no GraphQL request."""
    body = {"errors": [coded("BAD_REQUEST", str(wrong)).formatted]}
    return _response(body, wrong.status, kind)


def written(result: ExecutionResult, kind: str) -> "Finished":
    """The answer as JSON. Where nothing was run it holds no `data`."""
    body = formatted(result)
    return _response(body, status_of(result, kind), kind)


def formatted(result: ExecutionResult) -> dict[str, Any]:
    """The answer's entries."""
    body: dict[str, Any] = {}
    if not isinstance(result, PreExecutionError):
        body["data"] = result.data
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        body["extensions"] = result.extensions
    return body


def status_of(result: ExecutionResult, kind: str) -> int:
    """The status: 200 for a whole answer, 294 for a partial one, 4xx or 5xx where nothing was run.
    Clients that know `application/json` alone are told errors with 200.
    """
    if not result.errors:
        return 200
    if not isinstance(result, PreExecutionError):
        return PARTIAL if kind == media.GRAPHQL else 200
    code = (result.errors[0].extensions or {}).get("code")
    status = STATUSES.get(str(code), BAD_REQUEST)
    return status if kind == media.GRAPHQL or status in FOR_EVERYONE else 200


def _response(body: dict[str, Any], status: int, kind: str) -> "Finished":
    text = orjson.dumps(body)
    headers = [(b"content-length", b"%d" % len(text)), *_headers(status, kind)]
    return Finished(text, status, headers)


@cache
def _headers(status: int, kind: str) -> Headers:
    own = {**WITH.get(status, {}), "content-type": f"{kind}; charset=utf-8"}
    return [(name.encode(), value.encode()) for name, value in own.items()]


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole answer. Starlette's would encode each header anew, which takes as long as finding
    the plan of the question.
    """

    body: bytes
    status: int
    headers: Headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.body})
