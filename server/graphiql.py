"""GraphiQL for browsers, from the project's own build: nothing of it comes from elsewhere."""

import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT = Path(__file__).parents[1] / "web" / "dist"
PAGE = "graphiql.html"
POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # Monaco writes its themes into the page as it goes
    "font-src 'self' data:",  # GraphiQL's style sheet holds its fonts
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
GUARDED = {
    "content-security-policy": "; ".join(POLICY),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
NEVER_KEPT = {**GUARDED, "cache-control": "no-store", "vary": "accept"}
ASKED_FOR_AGAIN = {**GUARDED, "cache-control": "no-cache", "vary": "accept"}
# The build names a file after its content.
KEPT = {**GUARDED, "cache-control": "public, max-age=31536000, immutable"}

# What machines say of these endings differs, and with nosniff a wrong word breaks the page.
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
for ending, kind in KINDS.items():
    mimetypes.add_type(kind, ending)

NOT_BUILT = """<!doctype html>
<title>Caseload</title>
<style>body { margin: 3rem; font: 1rem/1.5 sans-serif; color-scheme: light dark }</style>
<h1>GraphiQL is not built here</h1>
<p>Run <code>make graphiql</code>, which needs npm's registry once, and start the server again.
<p>The API answers at this address without it.
"""

Begin = Callable[[], Awaitable[Mapping[str, object]]]


def routes(begin: Begin, built: Path = BUILT) -> list[BaseRoute]:
    """The page, its files, and what it begins with. They come before the API's own route."""
    if not (built / PAGE).exists():
        return [PageRoute("/graphql", _not_built)]
    pages = Files(built, ASKED_FOR_AGAIN)

    async def page(request: Request) -> Response:
        return await pages.get_response(PAGE, request.scope)

    async def begun(request: Request) -> Response:
        return Response(orjson.dumps(await begin()), 200, NEVER_KEPT, "application/json")

    return [
        PageRoute("/graphql", page),
        Route("/graphiql/start.json", begun),
        Mount("/graphiql", Files(built / "graphiql", KEPT)),
    ]


async def _not_built(request: Request) -> Response:
    return HTMLResponse(NOT_BUILT, 503, NEVER_KEPT)


class PageRoute(Route):
    """For whoever asks for a page, as a browser's address bar does, and asks no question."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        found, inner = super().matches(scope)
        if found is not Match.FULL or scope["query_string"]:
            return Match.NONE, {}
        accepted = Headers(scope=scope).get("accept", "")
        return (found, inner) if "text/html" in accepted else (Match.NONE, {})


class Files(StaticFiles):
    """A folder of the build, sent with these headers."""

    def __init__(self, folder: Path, headers: Mapping[str, str]) -> None:
        super().__init__(directory=folder)
        self.headers = headers

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(self.headers)
        return response
