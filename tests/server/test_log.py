"""The log that a real process writes: a line of JSON for each thing, an id for each request, and
nothing of a client in it.
"""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from tests.api import PATIENCE, Json, document, end_of
from tests.conftest import NewDatabase
from tests.schema.care import furnish
from tests.server.process import Serving, process
from tests.server.wire import END, connected
from tests.serving import until

FACTS = {"event", "level", "timestamp", "request_id", "method", "path", "status", "ms"}
WORD = "Zanzibar"
HOSTILE = [
    b"a\tb",
    b'"; DROP TABLE clients; --',
    "Zanzib\u00e4r".encode(),
    b"${jndi:ldap://x}",
    b"x" * 65,
    b"x" * 10_000,
    b"",
]


@pytest_asyncio.fixture
async def serving(new_sqlite: NewDatabase, tmp_path: Path) -> AsyncIterator[Serving]:
    """A process of the test's own."""
    async with process(await new_sqlite(), tmp_path) as opened:
        yield opened


async def noted(serving: Serving, id: str) -> Json:
    """The line of the request with this id, once it is written."""
    found: list[Json] = []

    def is_there() -> bool:
        found[:] = [line for line in serving.requests() if line["request_id"] == id]
        return bool(found)

    await until(is_there)
    (line,) = found
    return line


async def head_of(serving: Serving, *headers: bytes) -> bytes:
    """The head of the answer to a request with these headers, as they are."""
    async with connected(serving.api) as (reader, writer):
        writer.write(b"\r\n".join([b"GET /nowhere HTTP/1.1", b"host: x", *headers]) + END)
        return await asyncio.wait_for(reader.readuntil(END), PATIENCE)


def id_in(head: bytes) -> str:
    """The id in the head of an answer."""
    (line,) = [line for line in head.split(b"\r\n") if line.startswith(b"x-request-id: ")]
    return line.decode().removeprefix("x-request-id: ")


async def test_a_request_is_a_line_of_what_it_was_and_nothing_that_was_said(
    serving: Serving,
) -> None:
    api = serving.api
    sent = {"query": f'{{ clients(filter: {{search: "{WORD}"}}) {{ totalCount }} }}'}
    answer = await api.http.post(
        f"/graphql?{WORD}=1",
        json=sent,
        headers={"authorization": f"Bearer {api.token}", "user-agent": WORD, "cookie": WORD},
    )
    await api.http.get(f"/clients/{WORD}")
    line = await noted(serving, answer.headers["x-request-id"])

    assert set(line) == {*FACTS, "bytes", "operation"}
    assert (line["method"], line["path"], line["status"]) == ("POST", "/graphql", 200)
    assert (line["operation"], line["bytes"]) == ("query", len(answer.content))
    assert 0 < line["ms"] < 30_000
    await until(lambda: len(serving.requests()) == 2)
    assert serving.requests()[-1]["path"] == "(unknown)"
    said = serving.file.read_text()
    assert WORD not in said
    assert str(api.token) not in said


async def test_an_id_that_is_fit_is_kept_from_the_proxy_to_the_log(serving: Serving) -> None:
    id = "edge-7.2024:A_b"

    answer = await serving.api.http.get("/graphql", headers={"x-request-id": id})

    assert answer.headers["x-request-id"] == id
    assert (await noted(serving, id))["path"] == "/graphql"


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
async def test_an_id_that_is_not_fit_is_replaced(serving: Serving, given: bytes) -> None:
    made = id_in(await head_of(serving, b"x-request-id: " + given))

    assert len(made) == 24
    assert (await noted(serving, made))["status"] == 404
    assert WORD[:6] not in serving.file.read_text()
    assert "jndi" not in serving.file.read_text()


async def test_nothing_in_a_header_or_path_makes_a_line_of_the_log(serving: Serving) -> None:
    forged = b'{"event":"request","path":"/forged"}'
    head = await head_of(serving, b"x-request-id: a", b" " + forged, b"x: \r" + forged)
    colored = await head_of(serving, b"x-request-id: \x1b[31m" + forged)
    await serving.api.http.get(f"/%0a{forged.decode()}%0d%0a")
    answer = await serving.api.http.get("/graphql")
    await noted(serving, answer.headers["x-request-id"])

    assert {head.split()[1], colored.split()[1]} == {b"400"}
    assert "forged" not in serving.file.read_text()


async def test_a_socket_has_an_id_and_a_line_when_it_is_done_with(serving: Serving) -> None:
    async with serving.api.raw_socket() as raw:
        assert raw.response
        id = raw.response.headers["x-request-id"]
        await raw.send(json.dumps([WORD]))
        await end_of(raw)
    line = await noted(serving, id)

    assert set(line) == {*FACTS, "code"}
    assert (line["method"], line["status"], line["code"]) == ("WEBSOCKET", 101, 4400)
    assert WORD not in serving.file.read_text()


async def test_a_stream_is_one_line_however_long_it_lasts(serving: Serving) -> None:
    api = serving.api
    headers = {"authorization": f"Bearer {api.token}", "accept": "text/event-stream"}
    body = {"query": "subscription { viewer { role } }"}
    async with api.http.stream("POST", "/graphql", json=body, headers=headers) as answer:
        await anext(answer.aiter_lines())
        assert serving.requests() == []
    line = await noted(serving, answer.headers["x-request-id"])

    assert (line["operation"], line["status"]) == ("subscription", 200)


async def test_a_fault_is_told_with_the_id_of_its_request_and_its_own_reference(
    serving: Serving,
) -> None:
    care = await furnish(serving.api.practice)
    await serving.ruin()

    plain = await serving.api.post(document("Case"), {"id": care.case})
    async with serving.api.raw_socket() as raw:
        assert raw.response
        of_socket = raw.response.headers["x-request-id"]
        signed = {"Authorization": f"Bearer {serving.api.token}"}
        await raw.send(json.dumps({"type": "connection_init", "payload": signed}))
        await end_of(raw)

    faults = {line["request_id"]: line for line in serving.lines if line["event"] == "fault"}
    (error,) = plain.json()["errors"]
    assert set(faults) == {plain.headers["x-request-id"], of_socket}
    of_plain = faults[plain.headers["x-request-id"]]
    assert of_plain["reference"] == error["extensions"]["reference"]
    assert (of_plain["level"], bool(of_plain["frames"])) == ("error", True)


async def test_every_line_from_the_first_to_the_last_is_json(serving: Serving) -> None:
    await serving.api.read("Viewer")
    serving.server.terminate()
    assert await asyncio.to_thread(serving.server.ended, 30) == -signal.SIGTERM

    lines = serving.lines

    assert lines[0]["event"] == "serving"
    assert all({"event", "level", "timestamp"} <= set(line) for line in lines)
    assert {line["level"] for line in lines} == {"info"}


@pytest.mark.parametrize(
    ("format", "written"), [("text", "request"), ("json", '"event":"request"')]
)
async def test_the_format_is_as_set(
    new_sqlite: NewDatabase, tmp_path: Path, format: str, written: str
) -> None:
    async with process(await new_sqlite(), tmp_path, log_format=format) as serving:
        await serving.api.read("Viewer")

        def requests() -> list[str]:
            return [line for line in serving.file.read_text().splitlines() if "/graphql" in line]

        await until(lambda: len(requests()) == 2)

    assert written in requests()[-1]
    assert requests()[-1].startswith("{") == (format == "json")


async def test_without_lines_of_requests_the_log_still_tells_of_faults(
    new_sqlite: NewDatabase, tmp_path: Path
) -> None:
    async with process(await new_sqlite(), tmp_path, request_log="false") as serving:
        await serving.ruin()
        answer = await serving.api.post(document("Viewer"))

    assert [line["event"] for line in serving.lines] == ["serving", "fault"]
    assert serving.lines[1]["request_id"] == answer.headers["x-request-id"]


async def test_what_is_done_for_all_who_follow_is_part_of_no_request(serving: Serving) -> None:
    async with serving.api.watch("WatchTodos") as view:
        await view.next()
        async with serving.api.practice.store.transaction() as tx:
            await tx.execute(text("ALTER TABLE feeds RENAME TO ruined"))
        await until(lambda: any(line["level"] == "warning" for line in serving.lines))

    (line, *_) = [line for line in serving.lines if line["level"] == "warning"]
    assert line["event"] == "the feed cannot be read; trying again"
    assert "request_id" not in line
