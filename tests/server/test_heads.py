"""A request's head that drips in or never ends is ended before there is a request."""

import pytest

from tests.server.conftest import Logged, Serve
from tests.server.wire import connected, head, status, told_until_closed

ASKED = b'{"query": "{ viewer { role } }"}'
SHORT = 0.2


async def test_a_head_that_drips_in_is_ended(serve: Serve) -> None:
    async with serve(head_seconds=SHORT) as api, connected(api) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ")

        assert (await told_until_closed(reader)).startswith(b"HTTP/1.1 408 ")


async def test_a_connection_that_says_nothing_is_closed(serve: Serve) -> None:
    async with serve(head_seconds=SHORT) as api, connected(api) as (reader, _):
        assert await told_until_closed(reader) == b""


async def test_a_second_head_that_drips_in_is_ended_too(serve: Serve) -> None:
    async with serve(head_seconds=SHORT) as api, connected(api) as (reader, writer):
        writer.write(head(api, len(ASKED)) + ASKED)
        first = await status(reader)
        writer.write(b"GET / HTTP/1.1\r\n")

        told = await told_until_closed(reader)

    assert first == 200
    assert told.startswith(b"HTTP/1.1 408 ")


async def test_a_head_without_an_end_is_refused_once_it_is_too_large(
    logged: Logged, serve: Serve
) -> None:
    async with serve(largest_head=5000) as api, connected(api) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nx-endless: ")
        for _ in range(60):
            writer.write(b"x" * 100)
            await writer.drain()

        told = await told_until_closed(reader)

    assert told.startswith(b"HTTP/1.1 431 ")
    assert "Traceback" not in logged.text()


async def test_a_head_in_parts_is_a_head(serve: Serve) -> None:
    async with serve() as api, connected(api) as (reader, writer):
        whole = head(api, len(ASKED)) + ASKED
        for at in range(0, len(whole), 7):
            writer.write(whole[at : at + 7])
            await writer.drain()

        assert await status(reader) == 200


async def test_a_connection_may_go_on_asking_for_longer_than_a_head_may_take(serve: Serve) -> None:
    async with serve(head_seconds=SHORT) as api, connected(api) as (reader, writer):
        async with connected(api) as (silent, _):
            writer.write(head(api, len(ASKED)) + ASKED)
            first = await status(reader)
            # The other connection is ended: more than the time of a head has passed.
            await told_until_closed(silent)
        writer.write(head(api, len(ASKED)) + ASKED)

        assert (first, await status(reader)) == (200, 200)


async def test_who_begins_no_head_after_an_answer_is_not_kept_by_blank_lines(serve: Serve) -> None:
    async with serve(head_seconds=SHORT) as api, connected(api) as (reader, writer):
        writer.write(head(api, len(ASKED)) + ASKED)
        first = await status(reader)
        writer.write(b"\r\n")

        assert await told_until_closed(reader) == b""
    assert first == 200


@pytest.mark.parametrize("path", ["/healthz", "/graphql"])
async def test_a_body_that_goes_on_after_its_answer_is_ended(serve: Serve, path: str) -> None:
    async with serve(head_seconds=SHORT, largest_body=1000) as api, connected(api) as link:
        reader, writer = link
        method = "GET" if path == "/healthz" else "POST"
        lines = f"{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n"
        writer.write(lines.encode() + b"x" * 1001)
        first = await status(reader)
        writer.write(b"x")

        assert await told_until_closed(reader) == b""
    assert first == (200 if method == "GET" else 413)


ENDING = b"%x\r\n%b\r\n0\r\n" % (len(ASKED), ASKED)


async def test_what_follows_a_body_in_parts_is_no_header(serve: Serve) -> None:
    async with serve() as served, connected(served) as (reader, writer):
        lines = (
            "POST /graphql HTTP/1.1",
            "host: x",
            "content-type: application/json",
            "transfer-encoding: chunked",
        )
        writer.write("\r\n".join([*lines, "", ""]).encode() + ENDING)
        writer.write(f"authorization: Bearer {served.token}\r\n\r\n".encode())

        assert await status(reader) == 401


async def test_what_follows_a_body_in_parts_is_bounded_like_a_head(serve: Serve) -> None:
    async with serve(largest_head=5000) as api, connected(api) as (reader, writer):
        writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        writer.write(ENDING + b"x-trailer: 1234567890\r\n" * 300)

        assert (await told_until_closed(reader)).startswith(b"HTTP/1.1 431 ")


UPGRADE = "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n"


@pytest.mark.parametrize(("method", "body"), [("POST", ""), ("GET", "hello"), ("POST", "hello")])
async def test_a_socket_is_opened_by_get_and_without_a_body(
    serve: Serve, method: str, body: str
) -> None:
    async with serve() as api, connected(api) as (reader, writer):
        length = f"content-length: {len(body)}\r\n" if body else ""
        key = "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        head = f"{method} /graphql HTTP/1.1\r\nhost: x\r\n{UPGRADE}{key}{length}\r\n"
        writer.write((head + body).encode())

        assert (await told_until_closed(reader)).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["sec-websocket-extensions: " + "x" * 9000], b"431"),
        ([f"x-{nth}: y" for nth in range(130)], b"431"),
        (["sec-websocket-extensions: " + "x" * 8000], b"101"),
    ],
)
async def test_a_handshake_that_is_too_long_is_told_so(
    serve: Serve, lines: list[str], told: bytes
) -> None:
    async with serve() as api, connected(api) as (reader, writer):
        protocol = "sec-websocket-protocol: graphql-transport-ws"
        key = "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=="
        opening = ["GET /graphql HTTP/1.1", "host: x", UPGRADE.rstrip(), key, protocol, *lines]
        writer.write("\r\n".join([*opening, "", ""]).encode())

        assert (await reader.readline()).split()[1] == told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], b"400"),
        (["host: x", "host: x"], b"400"),
        (["host: x", "transfer-encoding: gzip, chunked"], b"501"),
        (["host: x", "transfer-encoding: gzip", "transfer-encoding: chunked"], b"501"),
    ],
)
async def test_what_http_wants_refused_is_refused(
    serve: Serve, lines: list[str], told: bytes
) -> None:
    async with serve() as api, connected(api) as (reader, writer):
        writer.write("\r\n".join(["POST /graphql HTTP/1.1", *lines, "", ""]).encode())
        writer.write(ENDING)

        assert (await told_until_closed(reader)).split()[1] == told
