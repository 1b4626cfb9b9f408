"""There is a place for so many: per address, per viewer, of strangers, and on each socket."""

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from websockets.exceptions import InvalidStatus

from tests.api import Api, Json, Socket, end_of
from tests.live.inside import Inside
from tests.live.views import streaming
from tests.serving import until

LIVE = "subscription { viewer { role } }"


def with_at_most(**most: int) -> pytest.MarkDecorator:
    """A server with smaller caps."""
    return pytest.mark.parametrize("inside", [most], indirect=True)


async def refused(api: Api) -> tuple[int, list[str], str | None]:
    """How the handshake is refused: the status, the errors' codes, when to come again."""
    with pytest.raises(InvalidStatus) as caught:
        async with api.raw_socket():
            pass
    response = caught.value.response
    codes = [error["extensions"]["code"] for error in json.loads(response.body)["errors"]]
    return response.status_code, codes, response.headers.get("retry-after")


async def streamed(api: Api) -> tuple[int, list[str]]:
    """The status of a stream that is refused, and its errors' codes."""
    headers = {"authorization": f"Bearer {api.token}", "accept": "text/event-stream"}
    answer = await api.http.post("/graphql", json={"query": LIVE}, headers=headers)
    return answer.status_code, [error["extensions"]["code"] for error in answer.json()["errors"]]


FULL = (429, ["TOO_MANY_OPEN"], "5")


@with_at_most(connections_per_address=3)
async def test_one_address_has_so_many_sockets_and_streams(
    caplog: pytest.LogCaptureFixture, inside: Inside
) -> None:
    api = inside.api

    async with api.socket(), streaming(api, "WatchTodos") as stream:
        await stream.next()
        async with api.as_("clinician").socket():
            told = await refused(api.as_("owner"))
            streams_told = await streamed(api)
        await until(lambda: len(inside.server.crowd) == 2)
        async with api.socket():
            pass

    assert told == FULL
    assert streams_told == FULL[:2]
    assert caplog.text == ""


@with_at_most(connections_per_viewer=2)
async def test_one_viewer_has_so_many_sockets_and_streams(inside: Inside) -> None:
    api = inside.api

    async with api.socket(), streaming(api, "WatchTodos") as stream:
        await stream.next()
        async with api.raw_socket() as raw:
            signed = {"Authorization": f"Bearer {api.token}"}
            await raw.send(json.dumps({"type": "connection_init", "payload": signed}))
            code, reason = await end_of(raw)
        streams_told = await streamed(api)
        async with api.as_("clinician").socket():
            pass
    await until(lambda: inside.deserted)
    async with api.socket():
        pass

    assert (code, bool(reason)) == (1013, True)
    assert streams_told == FULL[:2]


@with_at_most(strangers=2)
async def test_of_strangers_there_are_so_many_and_who_signs_in_makes_room(inside: Inside) -> None:
    api = inside.api

    async with api.raw_socket(), api.socket(), api.socket(), api.raw_socket() as raw:
        told = await refused(api)
        signed = {"Authorization": f"Bearer {api.token}"}
        await raw.send(json.dumps({"type": "connection_init", "payload": signed}))
        await raw.recv()
        async with api.raw_socket():
            told_again = await refused(api)

    assert [told, told_again] == [FULL, FULL]


@with_at_most(strangers=10)
async def test_however_many_say_nothing_or_never_are_signed_in_few_are_kept(
    inside: Inside,
) -> None:
    async def come(nth: int) -> int:
        async with AsyncExitStack() as stack:
            try:
                raw = await stack.enter_async_context(inside.api.raw_socket())
            except InvalidStatus as full:
                return full.response.status_code
            if nth % 2:
                await raw.send(json.dumps({"type": "connection_init"}))
            came.append(nth)
            await enough.wait()
            return 101

    came: list[int] = []
    enough = asyncio.Event()
    coming = [asyncio.create_task(come(nth)) for nth in range(200)]
    await until(lambda: sum(task.done() for task in coming) == 190)
    kept = len(inside.server.crowd)
    enough.set()

    assert kept == len(came) == 10
    assert sorted(await asyncio.gather(*coming)) == [101] * 10 + [429] * 190


async def outcomes(socket: Socket, count: int) -> list[Json]:
    """So many messages."""
    return [await socket.message() for _ in range(count)]


async def test_of_a_thousand_subscriptions_on_one_socket_a_hundred_are_opened(
    inside: Inside,
) -> None:
    async with inside.api.socket() as socket:
        for _ in range(1000):
            await socket.subscribe(LIVE)
        told = await outcomes(socket, 1000)
        await socket.raw.send(json.dumps({"type": "complete", "id": "1"}))
        await socket.subscribe("{ viewer { role } }")
        after = await outcomes(socket, 2)

    opened = [message for message in told if message["type"] == "next"]
    errors = [message for message in told if message["type"] == "error"]
    assert {int(message["id"]) for message in opened} == set(range(1, 101))
    assert {int(message["id"]) for message in errors} == set(range(101, 1001))
    assert {e["extensions"]["code"] for error in errors for e in error["payload"]} == {
        "TOO_MANY_OPEN"
    }
    assert [message["type"] for message in after] == ["next", "complete"]
