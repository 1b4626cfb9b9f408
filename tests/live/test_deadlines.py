"""Nobody is waited for: not who is silent or slow at the door, nor who is deaf or gone."""

import json

import pytest
from sqlalchemy import text
from websockets.asyncio.client import ClientConnection

from server.closing import NO_PONG, NO_TOKEN
from server.sockets import AT_ONCE
from tests.api import Api, document, end_of
from tests.live.inside import Inside
from tests.live.rogue import someone_waits
from tests.live.rude import RUDE, Rudeness, rude_socket, rude_stream, stops_reading, vanishes
from tests.live.scene import at_the_edge
from tests.serving import until

SOON = 0.3
NEVER = 3600.0
AT_LEISURE = {"sign_in_seconds": NEVER, "send_seconds": NEVER, "ping_seconds": NEVER}
# Of a hundred clients with names of 200 letters: 800 kB, more than all buffers on the way hold.
FLOOD = " ".join(f"a{n}: name" for n in range(40))
FLOOD = f"subscription {{ clients(first: 100) {{ nodes {{ {FLOOD} }} }} }}"


async def add_a_flood_of_clients(inside: Inside) -> None:
    """Make the answer to FLOOD long."""
    async with inside.practice.together():
        for _ in range(100):
            await inside.practice.add_client("Ada", "B" * 200)


async def change_the_flood(inside: Inside) -> None:
    """Have another answer to FLOOD sent."""
    client = {"givenName": "Ada", "familyName": "A"}
    assert (await inside.api.run("ClientRegister", **client))["errors"] == []


def only(**seconds: float) -> pytest.MarkDecorator:
    """A server that has no deadlines but these."""
    return pytest.mark.parametrize("inside", [{**AT_LEISURE, **seconds}], indirect=True)


async def say_hello(api: Api, raw: ClientConnection) -> None:
    """Ask to be signed in."""
    signed = {"Authorization": f"Bearer {api.token}"}
    await raw.send(json.dumps({"type": "connection_init", "payload": signed}))


@only(sign_in_seconds=SOON)
async def test_who_says_nothing_after_the_handshake_is_closed(inside: Inside) -> None:
    async with inside.api.raw_socket() as raw:
        code, reason = await end_of(raw)

    assert (code, reason) == (4408, "Connection initialisation timeout")
    await until(lambda: inside.deserted)


@only(sign_in_seconds=SOON)
@pytest.mark.parametrize("new_database", ["postgres"], indirect=True)
async def test_who_cannot_be_signed_in_because_the_database_hangs_is_closed(
    inside: Inside,
) -> None:
    practice = inside.practice

    async with practice.store.transaction() as tx, inside.api.raw_socket() as raw:
        await tx.execute(text("LOCK TABLE members"))
        await say_hello(inside.api, raw)
        await someone_waits(practice)
        code, _ = await end_of(raw)
        await until(lambda: len(inside.server.crowd) == 0)

    assert code == 4408
    async with inside.api.socket():
        pass


@only()
@pytest.mark.parametrize("new_database", ["postgres"], indirect=True)
async def test_who_leaves_while_the_database_hangs_takes_everything_along(inside: Inside) -> None:
    practice = inside.practice

    async with practice.store.transaction() as tx:
        await tx.execute(text("LOCK TABLE members"))
        async with inside.api.raw_socket() as raw:
            await say_hello(inside.api, raw)
            await someone_waits(practice)
        await until(lambda: inside.deserted)


@only()
@pytest.mark.parametrize("new_database", ["postgres"], indirect=True)
async def test_who_cannot_be_signed_in_because_the_database_fails_is_told_to_come_again(
    inside: Inside,
) -> None:
    practice = inside.practice

    async with practice.store.transaction() as tx, inside.api.raw_socket() as raw:
        await tx.execute(text("LOCK TABLE members"))
        await say_hello(inside.api, raw)
        victim = await someone_waits(practice)
        await tx.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim})
        code, _ = await end_of(raw)

    assert code == 1013


@only(sign_in_seconds=SOON)
async def test_a_stranger_has_only_the_time_to_ask_about_the_schema(inside: Inside) -> None:
    async with inside.api.with_token(None).socket() as socket:
        told = await end_of(socket.raw)

    assert told == (4401, NO_TOKEN)


@only(ping_seconds=SOON)
async def test_who_does_not_answer_a_ping_is_told_to_come_again(inside: Inside) -> None:
    async with inside.api.socket() as socket:
        ping = await socket.raw.recv()
        told = await end_of(socket.raw)

    assert json.loads(ping) == {"type": "ping"}
    assert told == (1013, NO_PONG)
    await until(lambda: inside.deserted)


@only(ping_seconds=SOON)
async def test_who_answers_pings_stays(inside: Inside) -> None:
    async with inside.api.socket() as socket:
        for _ in range(5):
            assert json.loads(await socket.raw.recv()) == {"type": "ping"}
            await socket.raw.send(json.dumps({"type": "pong"}))
        await socket.subscribe("{ viewer { role } }")

        assert (await socket.message())["type"] == "next"


@only(ping_seconds=SOON, send_seconds=SOON)
@pytest.mark.parametrize("rude", RUDE)
async def test_of_a_silent_socket_nothing_is_left_with_the_next_ping(
    inside: Inside, rude: Rudeness
) -> None:
    edge = await at_the_edge(inside.practice)

    async with rude_socket(inside.api) as socket:
        await (await socket.subscribe(document("WatchCase"), {"id": edge.case})).next()
        rude(socket.raw.transport)

        # Of the wire too, once uvicorn has waited 10 s for the client to close its side.
        await until(lambda: inside.deserted)


@only(send_seconds=SOON)
@pytest.mark.parametrize("rude", RUDE)
async def test_of_a_socket_that_takes_nothing_more_nothing_is_left(
    inside: Inside, rude: Rudeness
) -> None:
    await add_a_flood_of_clients(inside)

    async with rude_socket(inside.api) as socket, inside.api.socket() as polite:
        await socket.subscribe(FLOOD)
        await until(lambda: inside.questions == 1)
        rude(socket.raw.transport)
        await until(lambda: len(inside.server.crowd) == 1 and inside.questions == 0)
        await polite.subscribe("{ viewer { role } }")

        assert (await polite.message())["type"] == "next"
        await until(lambda: inside.wires == 1)


@only(send_seconds=SOON)
@pytest.mark.parametrize("rude", RUDE)
async def test_of_a_stream_that_takes_nothing_more_nothing_is_left(
    inside: Inside, rude: Rudeness
) -> None:
    await add_a_flood_of_clients(inside)

    async with rude_stream(inside.api, FLOOD) as wire:
        rude(wire)
        await until(lambda: inside.deserted and inside.wires == 0)


@pytest.fixture
def no_deadline_of_tcp(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a platform whose TCP lets an acknowledgement take for ever."""
    monkeypatch.delattr("socket.TCP_USER_TIMEOUT", raising=False)


@only(ping_seconds=SOON, send_seconds=SOON * 5)
@pytest.mark.usefixtures("no_deadline_of_tcp")
async def test_where_tcp_has_no_deadline_a_deaf_socket_keeps_its_wire_and_no_more(
    inside: Inside,
) -> None:
    await add_a_flood_of_clients(inside)

    async with rude_socket(inside.api) as socket:
        await (await socket.subscribe(FLOOD)).next()
        stops_reading(socket.raw.transport)
        await change_the_flood(inside)
        await until(lambda: inside.deserted)

        assert inside.wires > 0


@only(send_seconds=SOON)
@pytest.mark.usefixtures("no_deadline_of_tcp")
async def test_where_tcp_has_no_deadline_a_deaf_stream_keeps_its_wire_and_no_more(
    inside: Inside,
) -> None:
    await add_a_flood_of_clients(inside)

    async with rude_stream(inside.api, FLOOD) as wire:
        stops_reading(wire)
        await change_the_flood(inside)
        await until(lambda: inside.questions == 0)

        assert inside.wires > 0


@only(send_seconds=SOON)
async def test_of_a_stream_that_vanished_nothing_is_left_with_the_next_answer(
    inside: Inside,
) -> None:
    edge = await at_the_edge(inside.practice)

    async with rude_stream(inside.api, document("WatchCase"), {"id": edge.case}) as wire:
        vanishes(wire)
        await inside.api.run("AttendanceComplete", attendanceId=edge.open[0])
        await inside.api.http.aclose()
        await until(lambda: inside.deserted and inside.wires == 0)


@only(send_seconds=SOON)
@pytest.mark.parametrize("kind", ["query", "subscription"])
async def test_for_who_does_not_read_only_a_few_answers_are_made(inside: Inside, kind: str) -> None:
    await add_a_flood_of_clients(inside)
    floods = [
        FLOOD.replace("subscription", kind).replace("first: 100", f"first: {100 - nth}")
        for nth in range(30)
    ]

    async with rude_socket(inside.api) as socket:
        stops_reading(socket.raw.transport)
        for flood in floods:
            await socket.subscribe(flood)
        await until(lambda: len(inside.asked) > 0)
        await until(lambda: inside.deserted)

    made = {(sql, values) for sql, values in inside.asked if "clients" in sql}
    assert 0 < len(made) <= 2 * AT_ONCE


async def test_all_that_is_asked_at_once_on_one_socket_is_answered(inside: Inside) -> None:
    kinds = ["query", "subscription"]
    asked = [f"{kinds[nth % 2]} {{ a{nth}: viewer {{ role }} }}" for nth in range(40)]

    async with inside.api.socket() as socket:
        watches = [await socket.subscribe(each) for each in asked]
        told: dict[str, list[str]] = {watch.id: [] for watch in watches}
        while sum(len(types) for types in told.values()) < 60:
            message = await socket.message()
            told[message["id"]].append(message["type"])

    both = (["next", "complete"], ["next"])
    assert [told[watch.id] for watch in watches] == [both[nth % 2] for nth in range(40)]
