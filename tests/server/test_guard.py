"""What is too large, too deep or too slow is ended before anything else is done with it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from db.store import Store
from db.work import Work
from schema.execution import CaseloadSchema
from tests.api import PATIENCE, Api, document
from tests.schema.care import furnish
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import codes, over_socket
from tests.server.conftest import Logged, Serve
from tests.server.wire import connected, head, status, told_until_closed

ASKED = b'{"query": "{ viewer { role } }"}'
STREAM = "text/event-stream"
SHORT = 0.2
LARGE = {"x-large": "x" * 2000}


async def posted(api: Api, body: bytes, **headers: str) -> httpx2.Response:
    """The answer to a POST."""
    signed = {"authorization": f"Bearer {api.token}", "content-type": "application/json"}
    return await api.http.post("/graphql", content=body, headers={**signed, **headers})


async def sent(api: Api, body: bytes, **headers: str) -> tuple[int, list[str]]:
    """The status of a POST, and the codes of its errors."""
    answer = await posted(api, body, **headers)
    return answer.status_code, codes(answer.json())


async def test_a_body_of_the_largest_size_is_taken_and_one_byte_more_is_not(serve: Serve) -> None:
    async with serve(largest_body=1000) as api:
        taken = await sent(api, ASKED.ljust(1000))
        refused = await sent(api, ASKED.ljust(1001))
        again = await sent(api, ASKED)

    assert (taken, refused, again) == ((200, []), (413, ["BAD_REQUEST"]), (200, []))


async def test_a_body_in_parts_is_refused_as_soon_as_it_is_too_large(serve: Serve) -> None:
    async with serve(largest_body=1000) as api, connected(api) as (reader, writer):
        writer.write(head(api))
        for _ in range(11):
            writer.write(b"64\r\n" + b" " * 100 + b"\r\n")

        assert await status(reader) == 413


async def test_a_body_in_parts_is_one_body(serve: Serve) -> None:
    async with serve() as api, connected(api) as (reader, writer):
        writer.write(head(api))
        for byte in ASKED:
            writer.write(b"1\r\n" + bytes([byte]) + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")

        assert await status(reader) == 200


async def test_a_head_and_a_url_have_a_largest_size(serve: Serve) -> None:
    async with serve(largest_head=2000, longest_url=1000) as api:
        many = await sent(api, ASKED, **{f"x-{n}": "x" * 90 for n in range(20)})
        large = await sent(api, ASKED, cookie="x" * 2000)
        url = await api.http.get("/graphql", params={"query": "{ a }".ljust(1000, " ")})
        path = await api.http.get("/" + "x" * 1000)
        taken = await sent(api, ASKED, cookie="x" * 1000)

    assert (many, large) == ((431, ["BAD_REQUEST"]),) * 2
    assert (url.status_code, path.status_code) == (414, 414)
    assert taken == (200, [])


async def test_a_socket_that_begins_with_too_much_is_not_opened(serve: Serve) -> None:
    async with serve(largest_head=2000) as api:
        with pytest.raises(InvalidStatus) as refused:
            async with connect(f"ws://{api.address}/graphql", additional_headers=LARGE):
                pass

    assert refused.value.response.status_code == 403


async def test_json_may_be_as_deep_as_the_setting_says_on_every_way(serve: Serve) -> None:
    # The body is a level, its variables are the second.
    fits, too_deep = ("[" * n + "]" * n for n in (8, 9))
    bodies = [f'{{"query": "{{ a }}", "variables": {{"v": {v}}}}}' for v in (fits, too_deep)]
    told = []

    async with serve(deepest_json=10) as api:
        for accept in ("application/json", STREAM):
            answers = [await posted(api, body.encode(), accept=accept) for body in bodies]
            told += [answer.status_code for answer in answers]
        url = {"query": "{ a }", "variables": f'{{"v": [{too_deep}]}}'}
        by_get = await api.http.get("/graphql", params=url)

    assert told == [200, 400, 200, 400]
    assert by_get.status_code == 400


async def test_a_body_that_drips_in_is_ended(serve: Serve) -> None:
    async with serve(body_seconds=SHORT) as api, connected(api) as (reader, writer):
        writer.write(head(api, len(ASKED)) + ASKED[:10])

        told = await told_until_closed(reader)

    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in told
    assert b"BAD_REQUEST" in told


async def test_a_body_that_never_comes_is_ended(serve: Serve) -> None:
    async with serve(body_seconds=SHORT) as api, connected(api) as (reader, writer):
        writer.write(head(api, len(ASKED)))

        assert (await told_until_closed(reader)).startswith(b"HTTP/1.1 408 ")


async def never(*args: object) -> None:
    """A database that has stopped answering."""
    await asyncio.Event().wait()


async def test_an_answer_that_takes_too_long_is_given_up_on_every_way(
    logged: Logged, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(body_seconds=3600, answer_seconds=SHORT) as api:
        await api.read("Viewer")
        with monkeypatch.context() as patch:
            patch.setattr(Store, "read", never)
            plain = await sent(api, ASKED)
            stream = await posted(api, ASKED, accept=STREAM)
            socket = await over_socket(api, "{ viewer { role } }")
        after = await sent(api, ASKED)

    assert plain == (503, ["TIMEOUT"])
    assert "TIMEOUT" in stream.text
    assert codes(socket) == ["TIMEOUT"]
    assert after == (200, [])
    assert "Traceback" not in logged.text()


async def test_a_change_that_takes_too_long_is_undone_and_may_be_sent_again(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(body_seconds=3600, answer_seconds=SHORT) as api:
        care = await furnish(api.practice)
        input = {**accepted("TodoComplete", care), "idempotencyKey": "once"}
        body = {"query": document("TodoComplete"), "variables": {"input": input}}
        with monkeypatch.context() as patch:
            patch.setattr(Work, "seal", never)
            async with nothing_written(api.practice):
                ended = await sent(api, json.dumps(body).encode())
        done = await api.run("TodoComplete", **input)

    assert ended == (503, ["TIMEOUT"])
    assert done["errors"] == []


async def test_a_stream_outlasts_the_deadline_of_answers(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(body_seconds=3600, answer_seconds=SHORT) as api:
        care = await furnish(api.practice)
        async with streaming(api, f'case(id: "{care.case}") {{ todos {{ status }} }}') as lines:
            assert await anext(lines) == "event: next"
            # Begun later and ended by the deadline: the stream's would have passed before.
            with monkeypatch.context() as patch:
                patch.setattr(Store, "read", never)
                assert await sent(api, ASKED) == (503, ["TIMEOUT"])
            await api.run("TodoComplete", **accepted("TodoComplete", care))
            async with asyncio.timeout(PATIENCE):
                while "DONE" not in await anext(lines):
                    pass


@asynccontextmanager
async def streaming(api: Api, question: str) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a stream of answers."""
    headers = {"authorization": f"Bearer {api.token}", "accept": STREAM}
    body = {"query": f"subscription {{ {question} }}"}
    async with api.http.stream("POST", "/graphql", json=body, headers=headers) as answer:
        yield answer.aiter_lines()


async def test_a_client_that_leaves_before_its_request_is_whole_is_no_fault(
    logged: Logged, serve: Serve
) -> None:
    async with serve() as api:
        async with connected(api) as (_, writer):
            writer.write(head(api, len(ASKED)) + ASKED[:10])
            await writer.drain()
        assert await sent(api, ASKED) == (200, [])

    assert logged.text() == ""


async def test_every_answer_is_kept_by_no_cache_and_taken_for_no_page(serve: Serve) -> None:
    async with serve() as api:
        answers = [
            await posted(api, ASKED),
            await posted(api, ASKED, accept=STREAM),
            await posted(api, b"["),
            await posted(api, ASKED, cookie="x" * 20_000),
            await api.http.get("/"),
            await api.http.get("/nowhere"),
            await api.http.delete("/graphql"),
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 400, 431, 200, 404, 405]
    assert {answer.headers["x-content-type-options"] for answer in answers} == {"nosniff"}
    assert all("no-" in answer.headers["cache-control"] for answer in answers)


async def test_a_fault_outside_of_graphql_is_masked_like_any_other(
    logged: Logged, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*args: object) -> None:
        raise RuntimeError("Zanzibar")

    monkeypatch.setattr(CaseloadSchema, "execute", failing)
    async with serve() as api:
        answer = await posted(api, ASKED)

    assert (answer.status_code, codes(answer.json())) == (500, ["INTERNAL"])
    assert answer.json()["errors"][0]["extensions"]["reference"] in (said := logged.text())
    assert "Zanzibar" not in said + answer.text
    assert "Traceback" not in said
