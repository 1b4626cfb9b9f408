"""Pages of other origins: none may ask unless the setting names them."""

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from server.settings import Settings
from tests.api import Api
from tests.server.conftest import Logged, Serve

APP, STRANGER = "https://app.example", "https://stranger.example"
ASKED = {"query": "{ __typename }"}
ALLOWED = "access-control-allow-origin"


async def opens(api: Api, origin: str | None) -> bool:
    """Whether a page of the origin may open a socket."""
    protocols = [Subprotocol("graphql-transport-ws")]
    named = Origin(origin) if origin else None
    try:
        async with connect(f"ws://{api.address}/graphql", origin=named, subprotocols=protocols):
            return True
    except InvalidStatus:
        return False


async def preflight(api: Api, origin: str) -> tuple[int, str | None]:
    """What a browser is told before a page may send JSON: the status, and the allowed origin."""
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    answer = await api.http.options("/graphql", headers=headers)
    return answer.status_code, answer.headers.get(ALLOWED)


async def test_by_default_only_pages_of_the_server_itself_may_ask(
    logged: Logged, serve: Serve
) -> None:
    async with serve() as api:
        own = f"http://{api.address}"
        sockets = {origin: await opens(api, origin) for origin in (None, own, APP, "null")}
        asked = await api.http.post("/graphql", json=ASKED, headers={"origin": APP})
        before = await preflight(api, APP)

    said = logged.text()
    assert sockets == {None: True, own: True, APP: False, "null": False}
    assert ALLOWED not in asked.headers
    assert before == (405, None)
    assert "Traceback" not in said
    assert APP not in said
    assert "CASELOAD_ALLOWED_ORIGINS names those that may" in said


async def test_pages_of_the_named_origins_may_ask_and_no_others(serve: Serve) -> None:
    async with serve(allowed_origins=[APP]) as api:
        sockets = {origin: await opens(api, origin) for origin in (APP, STRANGER)}
        told = {
            origin: (
                await api.http.post("/graphql", json=ASKED, headers={"origin": origin})
            ).headers.get(ALLOWED)
            for origin in (APP, STRANGER)
        }
        before = {origin: await preflight(api, origin) for origin in (APP, STRANGER)}

    assert sockets == {APP: True, STRANGER: False}
    assert told == {APP: APP, STRANGER: None}
    assert before == {APP: (200, APP), STRANGER: (400, None)}


def test_origins_are_set_as_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_ALLOWED_ORIGINS", f"{APP}, {STRANGER},")

    assert Settings().allowed_origins == [APP, STRANGER]


@pytest.mark.parametrize(
    ("given", "sent"),
    {
        "http://127.0.0.1:9000/": "http://127.0.0.1:9000",
        "HTTPS://App.Example:443": APP,
        "http://[::1]:80": "http://[::1]",
        "https://app.example:80": "https://app.example:80",
        "capacitor://localhost": "capacitor://localhost",
        "*": "*",
    }.items(),
)
def test_an_origin_is_taken_as_browsers_send_it(
    given: str, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_ALLOWED_ORIGINS", given)

    assert Settings().allowed_origins == [sent]
