"""A request's head that drips in or never ends is ended before there is a request."""

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
