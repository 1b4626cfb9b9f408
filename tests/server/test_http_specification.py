"""GraphQL over HTTP as specified: every audit, and what the specification asks for beyond them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from tests.conftest import migrated
from tests.server.audits import ASKED, AUDITS, GRAPHQL, JSON, UNCOERCED, UNKNOWN, Audit
from tests.server.conftest import Serve
from tests.serving import serving

# One server answers all audits: they ask about the schema alone, so nobody signs in.
pytestmark = pytest.mark.asyncio(loop_scope="module")
STREAM = "text/event-stream"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a server that nobody has signed in to."""
    file: Path = tmp_path_factory.mktemp("specification") / "empty.db"
    url = await migrated(f"sqlite:///{file}")
    async with serving(url) as address, httpx2.AsyncClient(base_url=f"http://{address}") as client:
        del client.headers["accept"]
        yield client


async def sent(http: httpx2.AsyncClient, audit: Audit) -> httpx2.Response:
    """The answer to the audit's request."""
    headers = {"accept": audit.accept} if audit.accept is not None else {}
    if audit.url is not None:
        return await http.get("/graphql", params=audit.url, headers=headers)
    headers |= {"content-type": audit.type} if audit.type is not None else {}
    return await http.post("/graphql", content=audit.content, headers=headers)


async def test_there_are_as_many_audits_as_in_the_package() -> None:
    assert len(AUDITS) == 61


@pytest.mark.parametrize("id", AUDITS)
async def test_audit(http: httpx2.AsyncClient, id: str) -> None:
    audit = AUDITS[id]

    answer = await sent(http, audit)

    body = answer.json()
    assert audit.is_answered(answer.status_code), (answer.status_code, body)
    assert audit.kind in answer.headers["content-type"]
    assert audit.has_errors in (None, "errors" in body), body
    assert audit.has_data in (None, "data" in body), body


ACCEPTED: dict[str, str | None] = {
    f"{GRAPHQL}, {JSON};q=0.9": GRAPHQL,
    f"{JSON}, {GRAPHQL}": GRAPHQL,
    f"{JSON};q=0.9, {GRAPHQL};q=0.5": JSON,
    f"{GRAPHQL};q=0.5, */*": JSON,
    f"{JSON};q=0, */*;q=0.1": GRAPHQL,
    f"{GRAPHQL}; charset=utf-8": GRAPHQL,
    "APPLICATION/GRAPHQL-RESPONSE+JSON": GRAPHQL,
    "text/html, application/xhtml+xml, */*;q=0.8": JSON,
    "application/*": JSON,
    f"{GRAPHQL}, application/graphql+json, {JSON}, {STREAM}, multipart/mixed": GRAPHQL,
    f"{STREAM}": STREAM,
    f"{STREAM}, {JSON};q=0.5": STREAM,
    "text/html": None,
    "image/*, text/plain;q=0.5": None,
    f"{GRAPHQL};q=0": None,
    ";;,": None,
}


async def test_an_answer_is_of_the_type_that_the_client_likes_best(
    http: httpx2.AsyncClient,
) -> None:
    answers = {accept: await sent(http, Audit(accept=accept)) for accept in ACCEPTED}

    kinds = {
        accept: answer.headers["content-type"].split(";")[0] for accept, answer in answers.items()
    }
    statuses = {accept: answer.status_code for accept, answer in answers.items()}
    assert kinds == {accept: kind or JSON for accept, kind in ACCEPTED.items()}
    assert statuses == {accept: 200 if kind else 406 for accept, kind in ACCEPTED.items()}


REFUSED: dict[str, tuple[Audit, int]] = {
    "a mutation by GET": (Audit(url={"query": "mutation { __typename }"}), 405),
    "text": (Audit(type="text/plain"), 415),
    "a form": (Audit("query=%7Ba%7D", type="application/x-www-form-urlencoded"), 415),
    "JSON in another encoding": (Audit(type=f"{JSON}; charset=utf-16"), 415),
    "what only begins like JSON": (Audit(type="application/json-seq"), 415),
    "a list": (Audit('[{"query": "{ __typename }"}]'), 400),
    "no parameter by GET": (Audit(url={}), 400),
    "an empty document by GET": (Audit(url={"query": ""}), 400),
    "torn variables by GET": (Audit(url={"query": ASKED, "variables": "{"}), 400),
    "torn extensions by GET": (Audit(url={"query": ASKED, "extensions": "{"}), 400),
    "a list of extensions by GET": (Audit(url={"query": ASKED, "extensions": "[]"}), 400),
}


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_request_that_is_none_is_refused_by_its_status_whatever_the_client_accepts(
    http: httpx2.AsyncClient, accept: str
) -> None:
    told = {}

    for what, (audit, _) in REFUSED.items():
        answer = await sent(http, Audit(audit.body, accept, audit.type, audit.url))
        assert [*answer.json()] == ["errors"], what
        assert answer.headers["content-type"] == f"{accept}; charset=utf-8", what
        told[what] = answer.status_code

    assert told == {what: status for what, (_, status) in REFUSED.items()}


async def test_a_status_is_told_with_the_header_that_belongs_to_it(
    http: httpx2.AsyncClient,
) -> None:
    change = await sent(http, Audit(url={"query": "mutation { __typename }"}))
    method = await http.request("DELETE", "/graphql")
    stranger = await sent(http, Audit({"query": "{ viewer { role } }"}))

    assert (change.status_code, change.headers["allow"]) == (405, "POST")
    assert (method.status_code, {*method.headers["allow"].split(", ")}) == (
        405,
        {"GET", "HEAD", "POST"},
    )
    assert (stranger.status_code, stranger.headers["www-authenticate"]) == (401, "Bearer")


IGNORED: list[dict[str, Any]] = [
    {"query": ASKED, "id": 7, "future": ["property"], "query2": None},
    {"query": ASKED, "documentId": None, "variables": {"surplus": 1}},
]


async def test_what_is_not_understood_is_ignored(http: httpx2.AsyncClient) -> None:
    answers = [await sent(http, Audit(body)) for body in IGNORED]
    empty = {"query": ASKED, "operationName": "", "variables": "", "extensions": "", "more": "1"}
    answers.append(await sent(http, Audit(url=empty)))

    assert [answer.json() for answer in answers] == [{"data": {"__typename": "Query"}}] * 3


async def test_a_head_is_answered_like_a_get_without_its_body(http: httpx2.AsyncClient) -> None:
    answer = await http.head("/graphql", params={"query": ASKED})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(b'{"data":{"__typename":"Query"}}'))


WRONG: list[dict[str, Any]] = [
    {"query": "{"},
    {"query": UNKNOWN},
    UNCOERCED,
    {"query": "query A { __typename } query B { __typename }"},
    {"query": "query A { __typename }", "operationName": "B"},
    {"query": "subscription { viewer { role } }"},
]


async def test_where_nothing_was_run_there_is_no_data(http: httpx2.AsyncClient) -> None:
    plain = [await sent(http, Audit(body, GRAPHQL)) for body in WRONG]
    legacy = [await sent(http, Audit(body, JSON)) for body in WRONG]
    streams = [await sent(http, Audit(body, STREAM)) for body in WRONG[:-1]]

    assert [answer.status_code for answer in plain] == [400] * len(WRONG)
    assert [answer.status_code for answer in legacy] == [200] * len(WRONG)
    assert {tuple(answer.json()) for answer in [*plain, *legacy]} == {("errors",)}
    assert {answer.text.split(":", 3)[2].strip() for answer in streams} == {'{"errors"'}


async def test_a_partial_answer_says_so(serve: Serve) -> None:
    body = {"query": '{ viewer { role } case(id: "x") { id } }'}
    told = {}

    async with serve() as api:
        for accept in (GRAPHQL, JSON):
            headers = {"authorization": f"Bearer {api.token}", "accept": accept}
            answer = await api.http.post("/graphql", json=body, headers=headers)
            told[accept] = (answer.status_code, [*answer.json()])

    assert told == {GRAPHQL: (294, ["data", "errors"]), JSON: (200, ["data", "errors"])}


async def test_several_accept_headers_are_one(http: httpx2.AsyncClient) -> None:
    headers = [("accept", "text/html"), ("accept", GRAPHQL)]

    answer = await http.get("/graphql", params={"query": ASKED}, headers=headers)

    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, GRAPHQL)


async def test_head_opens_no_stream(http: httpx2.AsyncClient) -> None:
    answer = await http.head("/graphql", params={"query": ASKED}, headers={"accept": STREAM})

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate"])
async def test_a_compressed_body_is_refused_with_what_is_taken(
    http: httpx2.AsyncClient, coding: str
) -> None:
    headers = {"content-type": JSON, "content-encoding": coding, "accept": GRAPHQL}

    answer = await http.post("/graphql", content=b"{}", headers=headers)

    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")
    assert "content-encoding" in answer.json()["errors"][0]["message"]


async def test_an_empty_operation_name_is_none(http: httpx2.AsyncClient) -> None:
    body = {"query": ASKED, "operationName": ""}

    answer = await http.post("/graphql", json=body, headers={"accept": GRAPHQL})

    assert answer.status_code == 200
