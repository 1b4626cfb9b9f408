"""A socket: what is no message closes it, what is no document ends its own operation alone."""

import asyncio
import json
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.api import Api, Json, Socket
from tests.practice import Practice
from tests.schema.care import furnish
from tests.schema.inputs import accepted
from tests.schema.ways import on
from tests.server.conftest import Logged

WORD = "Zanzibar"
ASKED = "{ viewer { role } }"
LONG = WORD * 100


def subscribe(id: Any = "1", **payload: Any) -> Json:
    """A message that starts an operation."""
    return {"id": id, "type": "subscribe", "payload": {"query": ASKED, **payload}}


MISSHAPEN: list[Any] = [
    [],
    [WORD],
    WORD,
    5,
    None,
    {},
    {"type": [WORD]},
    {"type": LONG},
    {"type": None},
    {"type": "complete"},
    {"type": "complete", "id": [WORD]},
    {"type": "subscribe"},
    {"type": "subscribe", "id": "1"},
    {"type": "subscribe", "id": "1", "payload": WORD},
    {"type": "subscribe", "id": "1", "payload": [WORD]},
    {"type": "subscribe", "id": "1", "payload": {}},
    subscribe(id=5),
    subscribe(id=[WORD]),
    subscribe(id=""),
    subscribe(id=LONG),
    subscribe(query=5),
    subscribe(query=[WORD]),
    subscribe(variables=WORD),
    subscribe(variables=[WORD]),
    subscribe(operationName=[WORD]),
]


async def end_of(raw: ClientConnection) -> tuple[int | None, str | None]:
    """The code and the reason that the socket is closed with."""
    async with asyncio.timeout(10):
        try:
            while True:
                await raw.recv()
        except ConnectionClosed:
            return raw.close_code, raw.close_reason


async def test_what_is_no_message_of_the_protocol_closes_the_socket(
    logged: Logged, api: Api
) -> None:
    told = []

    for message in MISSHAPEN:
        async with api.socket() as socket:
            await socket.raw.send(json.dumps(message))
            told.append(await end_of(socket.raw))

    assert [code for code, _ in told] == [4400] * len(MISSHAPEN)
    assert all(reason for _, reason in told)
    assert WORD not in str(told) + (said := logged.text())
    assert "Traceback" not in said


async def test_what_is_no_json_closes_the_socket(logged: Logged, api: Api) -> None:
    told = []

    for message in (WORD, "{", b"{}", "\ud83d".encode("utf-8", "surrogatepass")):
        async with api.socket() as socket:
            await socket.raw.send(message)
            told.append((await end_of(socket.raw))[0])

    assert told == [4400] * 4
    assert "Traceback" not in logged.text()


async def test_the_protocols_own_order_is_kept(api: Api) -> None:
    hello = {"type": "connection_init", "payload": {"Authorization": f"Bearer {api.token}"}}
    orders: dict[int, list[Json]] = {
        4401: [subscribe()],
        4429: [hello, hello],
        4409: [hello, subscribe(query=f"subscription {ASKED}"), subscribe()],
        4400: [{**hello, "payload": [WORD]}],
    }
    told = []

    for messages in orders.values():
        async with api.raw_socket() as raw:
            for message in messages:
                await raw.send(json.dumps(message))
            told.append((await end_of(raw))[0])

    assert told == [*orders]


async def test_a_ping_is_answered_by_a_pong(api: Api) -> None:
    async with api.socket() as socket:
        await socket.raw.send(json.dumps({"type": "ping", "payload": {"at": 1}}))

        assert await socket.message() == {"type": "pong"}


BAD = [
    ("{", None),
    (f'{{ viewer "{WORD}" }}', None),
    ("{ nope }", None),
    ("query($n: Int!) { clients(first: $n) { totalCount } }", {"n": WORD}),
    ("query($n: Int!) { clients(first: $n) { totalCount } }", None),
    ("subscription { viewer { role } organization { id } }", None),
    ("subscription { nope }", None),
    ("subscription($n: Int) { clients(first: $n) { nodes { id } } }", {"n": 0}),
    ("query A { viewer { role } } query B { viewer { role } }", None),
    ("", None),
]


async def refused(socket: Socket, query: str, variables: Json | None) -> Json:
    """The only message that the operation ends with."""
    asked = await socket.subscribe(query, variables)
    message = await socket.message()
    assert (message["type"], message["id"]) == ("error", asked.id), (query, message)
    return message


async def test_a_bad_document_is_an_error_of_its_operation_and_the_others_go_on(
    logged: Logged, api: Api, practice: Practice
) -> None:
    care = await furnish(practice)

    async with api.socket() as socket:
        watch = await socket.subscribe(
            f'subscription {{ case(id: "{care.case}") {{ todos {{ status }} }} }}'
        )
        first = await watch.next()
        errors = [await refused(socket, *bad) for bad in BAD]
        await api.run("TodoComplete", **accepted("TodoComplete", care))
        second = await watch.next()
        role = await on(socket, ASKED)

    assert (first, second) == ({"todos": [{"status": "OPEN"}]}, {"todos": [{"status": "DONE"}]})
    assert {e["extensions"]["code"] for error in errors for e in error["payload"]} == {
        "BAD_USER_INPUT"
    }
    assert WORD not in str(errors) + logged.text()
    assert role == {"data": {"viewer": {"role": "CLINIC_MANAGER"}}}


async def test_an_operations_id_is_free_again_once_it_has_ended(api: Api) -> None:
    async with api.socket() as socket:
        for query in (ASKED, "{", ASKED):
            await socket.raw.send(json.dumps(subscribe(id="same", query=query)))
            while (await socket.message())["type"] == "next":
                pass
        await socket.raw.send(json.dumps(subscribe(id="same", query=f"subscription {ASKED}")))
        opened = await socket.message()
        await socket.raw.send(json.dumps({"type": "complete", "id": "same"}))
        await socket.raw.send(json.dumps(subscribe(id="same")))

        assert opened["type"] == "next"
        assert [(await socket.message())["type"] for _ in range(2)] == ["next", "complete"]
