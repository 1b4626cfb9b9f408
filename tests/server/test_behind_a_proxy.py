"""Behind a real proxy with TLS, below a prefix: everything is where the page expects it, and who
counts is the client, not the proxy.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx2
import pytest
import pytest_asyncio
from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from server.settings import Settings
from tests.api import PATIENCE, Api, Json, document
from tests.machines.caddy import Caddy, start_caddy
from tests.server.conftest import Serve

PREFIX = "/clinic"
PROTOCOL = Subprotocol("graphql-transport-ws")


@dataclass(frozen=True)
class Outside:
    """What is seen of the application through the proxy."""

    api: Api
    caddy: Caddy
    http: httpx2.AsyncClient

    @property
    def signed(self) -> dict[str, str]:
        """The header of the clinic manager."""
        return {"authorization": f"Bearer {self.api.token}"}

    @asynccontextmanager
    async def socket(
        self, address: str = "127.0.0.1", **headers: str
    ) -> AsyncIterator[ClientConnection]:
        """A socket from this address, opened by a page of the proxy's origin."""
        async with connect(
            f"wss://{self.caddy.address}{PREFIX}/graphql",
            subprotocols=[PROTOCOL],
            origin=Origin(f"https://{self.caddy.address}"),
            additional_headers={name.replace("_", "-"): said for name, said in headers.items()},
            ssl=self.caddy.trust,
            local_addr=(address, 0),
        ) as raw:
            yield raw


@asynccontextmanager
async def behind(api: Api, prefix: str = PREFIX) -> AsyncIterator[Outside]:
    """A proxy before the application of a front end."""
    with start_caddy(api.address, prefix) as caddy:
        origin = f"https://{caddy.address}"
        async with httpx2.AsyncClient(base_url=origin, verify=caddy.trust, timeout=30) as http:
            yield Outside(api, caddy, http)


@pytest_asyncio.fixture
async def outside(serve: Serve) -> AsyncIterator[Outside]:
    """An application that knows of its prefix, where one connection of an address is enough."""
    async with (
        serve(root_path=PREFIX, connections_per_address=1, metrics_token="x" * 16) as api,
        behind(api) as seen,
    ):
        yield seen


async def test_a_question_is_answered_below_the_prefix_and_nowhere_else(outside: Outside) -> None:
    asked = {"query": document("Viewer")}
    headers = {**outside.signed, "x-request-id": "edge-1"}
    below = await outside.http.post(f"{PREFIX}/graphql", json=asked, headers=headers)
    beside = await outside.http.post("/graphql", json=asked, headers=headers)
    straight = await outside.api.http.post("/graphql", json=asked, headers=headers)
    metrics = await outside.http.get(f"{PREFIX}/metrics")
    ready = await outside.http.get(f"{PREFIX}/readyz")

    assert below.json()["data"]["viewer"]["role"] == "CLINIC_MANAGER"
    assert below.headers["x-request-id"] == "edge-1"
    assert straight.json() == below.json()
    assert "viewer" not in beside.text
    assert (metrics.status_code, ready.status_code) == (404, 200)


async def test_an_address_that_is_answered_with_is_the_outer_one(outside: Outside) -> None:
    moved = await outside.http.get(f"{PREFIX}/graphql/")

    assert moved.headers["location"] == f"https://{outside.caddy.address}{PREFIX}/graphql"


async def test_a_page_and_its_files_are_below_the_prefix(outside: Outside) -> None:
    page = await outside.http.get(f"{PREFIX}/graphql", headers={"accept": "text/html"})
    names = [part.split('"')[0] for part in page.text.split('src="./')[1:]]
    files = [await outside.http.get(f"{PREFIX}/{name}") for name in names]
    start = await outside.http.get(f"{PREFIX}/graphiql/start.json")

    assert page.status_code == 200
    assert [file.status_code for file in files] == [200] * len(names)
    assert names
    assert start.json()["guests"] == []


async def test_a_stream_goes_out_as_it_comes(outside: Outside) -> None:
    asked = {"query": "subscription { viewer { role } }"}
    headers = {**outside.signed, "accept": "text/event-stream"}
    url = f"{PREFIX}/graphql"
    async with outside.http.stream("POST", url, json=asked, headers=headers) as answer:
        async with asyncio.timeout(PATIENCE):
            first = await anext(answer.aiter_lines())

    assert first == "event: next"


async def acknowledged(raw: ClientConnection, outside: Outside) -> Json:
    """What signing in is answered with."""
    signed = {"Authorization": f"Bearer {outside.api.token}"}
    await raw.send(json.dumps({"type": "connection_init", "payload": signed}))
    answer: Json = json.loads(await raw.recv())
    return answer


async def test_a_socket_of_the_own_origin_is_opened_by_tls(outside: Outside) -> None:
    async with outside.socket() as raw:
        told = await acknowledged(raw, outside)

    assert told == {"type": "connection_ack"}


async def test_caps_count_the_client_and_no_client_can_be_another(outside: Outside) -> None:
    async with AsyncExitStack() as stack:
        for address in ("127.0.0.2", "127.0.0.3"):
            await stack.enter_async_context(outside.socket(address))
        with pytest.raises(InvalidStatus) as full:
            await stack.enter_async_context(outside.socket("127.0.0.2"))
        with pytest.raises(InvalidStatus) as forged:
            await stack.enter_async_context(
                outside.socket("127.0.0.3", x_forwarded_for="198.51.100.7", x_real_ip="10.0.0.1")
            )

    statuses = [refused.value.response.status_code for refused in (full, forged)]
    assert statuses == [429, 429]


async def test_of_a_proxy_that_is_not_named_nothing_is_believed(serve: Serve) -> None:
    named = {"trusted_proxies": "192.0.2.0/24", "connections_per_address": 1}
    async with (
        serve(root_path=PREFIX, **named) as api,
        behind(api) as outside,
        outside.socket("127.0.0.2"),
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with outside.socket("127.0.0.3"):
                pass

    assert refused.value.response.status_code == 429


@pytest.mark.parametrize("everybody", ["*", "proxy.example", "10.0.0.7/8"])
def test_only_addresses_and_networks_can_be_trusted(everybody: str) -> None:
    with pytest.raises(ValidationError, match="CASELOAD_TRUSTED_PROXIES"):
        Settings.model_validate({"trusted_proxies": everybody})


@pytest.mark.parametrize("wrong", ["clinic", "/clinic/", "/", "/a b", "/../x?"])
def test_a_prefix_begins_with_a_slash_and_does_not_end_with_one(wrong: str) -> None:
    with pytest.raises(ValidationError, match="root_path"):
        Settings.model_validate({"root_path": wrong})
