"""What browsers are sent, and under which guards. The page itself is tried in tests/browser/."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from server.app import create_app
from server.graphiql import BUILT, routes
from server.guests import GUESTS
from server.settings import Settings
from tests.conftest import NewDatabase
from tests.serving import hosting, settings_for

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
ALLOWED = {"'none'", "'self'", "data:"}


@asynccontextmanager
async def asked(app: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    """A front end of the application."""
    async with (
        hosting(app) as address,
        httpx2.AsyncClient(base_url=f"http://{address}") as http,
    ):
        yield http


@pytest_asyncio.fixture
async def http(new_sqlite: NewDatabase) -> AsyncIterator[httpx2.AsyncClient]:
    """A front end of a server without a demo."""
    async with asked(create_app(settings_for(await new_sqlite()))) as client:
        yield client


def policy(answer: httpx2.Response) -> dict[str, set[str]]:
    """The content security policy: what may come from where."""
    parts = answer.headers["content-security-policy"].split("; ")
    return {what: set(whence) for what, *whence in (part.split() for part in parts)}


async def test_a_browser_is_shown_a_page_and_a_question_is_answered(
    http: httpx2.AsyncClient,
) -> None:
    page = await http.get("/graphql", headers=BROWSER)
    question = await http.get("/graphql", params={"query": "{ __typename }"}, headers=BROWSER)
    program = await http.get("/graphql", headers={"accept": "*/*"})

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>GraphiQL · Caseload</title>" in page.text
    assert question.json() == {"data": {"__typename": "Query"}}
    assert "text/html" not in program.headers["content-type"]


async def test_the_page_may_run_nothing_but_its_own_files(http: httpx2.AsyncClient) -> None:
    page = await http.get("/graphql", headers=BROWSER)

    allowed = policy(page)
    styles = allowed.pop("style-src")
    assert styles == {"'self'", "'unsafe-inline'"}
    assert allowed["default-src"] == allowed["frame-ancestors"] == {"'none'"}
    assert allowed["script-src"] == allowed["worker-src"] == allowed["connect-src"] == {"'self'"}
    assert set().union(*allowed.values()) <= ALLOWED
    assert page.headers["x-content-type-options"] == "nosniff"


async def test_the_page_is_asked_for_again_and_its_files_are_kept(
    http: httpx2.AsyncClient,
) -> None:
    page = await http.get("/graphql", headers=BROWSER)
    again = {**BROWSER, "if-none-match": page.headers["etag"]}
    unchanged = await http.get("/graphql", headers=again)
    names = [file.name for file in (BUILT / "graphiql").iterdir()]
    files = [await http.get(f"/graphiql/{name}") for name in names]

    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["vary"] == "accept"
    assert unchanged.status_code == 304
    assert len(files) > 10
    for file in files:
        assert file.headers["content-type"] == KINDS[f".{file.url.path.rpartition('.')[2]}"]
        assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert file.headers["x-content-type-options"] == "nosniff"
        assert policy(file) == policy(page)


@pytest.mark.parametrize(
    "path",
    [
        "/graphiql/unknown.js",
        "/graphiql/../graphiql.html",
        "/graphiql/..%2fgraphiql.html",
        "/graphiql/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
        "/graphiql/",
        "/graphiql/%00",
    ],
)
async def test_nothing_but_the_files_of_the_build_is_given_out(
    http: httpx2.AsyncClient, path: str
) -> None:
    assert (await http.get(path)).status_code == 404


def test_graphiql_is_shown_in_the_demo_and_where_only_this_machine_sees_it() -> None:
    here, outside = Settings(), Settings(host="0.0.0.0")

    assert here.shows_graphiql(guests=[])
    assert not outside.shows_graphiql(guests=[])
    assert outside.shows_graphiql(GUESTS)
    assert Settings(host="0.0.0.0", graphiql=True).shows_graphiql(guests=[])
    assert not Settings(graphiql=False).shows_graphiql(GUESTS)


async def test_without_graphiql_the_address_of_the_page_is_the_apis_alone(
    new_sqlite: NewDatabase,
) -> None:
    settings = settings_for(await new_sqlite()).model_copy(update={"graphiql": False})
    async with asked(create_app(settings)) as http:
        page = await http.get("/graphql", headers=BROWSER)
        begun = await http.get("/graphiql/start.json")

    assert "text/html" not in page.headers["content-type"]
    assert begun.status_code == 404


async def test_a_page_that_was_never_built_says_how_to_build_it(tmp_path: Path) -> None:
    async def nothing() -> dict[str, object]:
        return {}

    async with asked(Starlette(routes=routes(nothing, built=tmp_path))) as http:
        page = await http.get("/graphql", headers=BROWSER)

    assert page.status_code == 503
    assert "make graphiql" in page.text
    assert policy(page)["default-src"] == {"'none'"}
