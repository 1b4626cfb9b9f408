"""A socket: what is no message closes it, what is no document ends its own operation alone."""

import json
from typing import Any

from tests.api import Api, Json, Socket, end_of
from tests.practice import Practice
from tests.schema.care import furnish
from tests.schema.inputs import accepted
from tests.schema.ways import codes, on
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
    True,
    {},
    {"type": [WORD]},
    {"type": LONG},
    {"type": WORD * 8000},
    {"type": None},
    {"type": "connection_ack"},
    {"type": "ping", "payload": [WORD]},
    {"type": "pong", "payload": WORD},
    {"type": "complete"},
    {"type": "complete", "id": [WORD]},
    {"type": "subscribe"},
    {"type": "subscribe", "id": "1"},
    {"type": "subscribe", "id": "1", "payload": WORD},
    {"type": "subscribe", "id": "1", "payload": [WORD]},
    {"type": "subscribe", "id": "1", "payload": {}},
    subscribe(id=5),
    subscribe(id=None),
    subscribe(id=[WORD]),
    subscribe(id={WORD: WORD}),
    subscribe(id=""),
    subscribe(id=LONG),
    subscribe(query=5),
    subscribe(query=None),
    subscribe(query=[WORD]),
    subscribe(variables=WORD),
    subscribe(variables=[WORD]),
    subscribe(variables=5),
    subscribe(extensions=WORD),
    subscribe(extensions=[WORD]),
    subscribe(operationName=[WORD]),
]
DEEP = 30_000
NOT_JSON: list[str | bytes] = [
    WORD,
    "{",
    "",
    "[" * DEEP,
    "[" * DEEP + "]" * DEEP,
    '{"type":' * (DEEP // 8),
    '{"id": "1", "type": "subscribe", "payload": {"query": "{ a }", "variables": {"n": NaN}}}',
    '{"type": "ping", "payload": {"n": Infinity}}',
    '{"type": "ping", "payload": {"n": "\\ud83d"}}',
    b"{}",
    b'{"type": "ping"}',
    "\ud83d".encode("utf-8", "surrogatepass"),
]


async def told_of(api: Api, message: str | bytes) -> tuple[int | None, str | None]:
    """How a socket ends on which the message was sent."""
    async with api.socket() as socket:
        await socket.raw.send(message)
        return await end_of(socket.raw)


async def test_what_is_no_message_of_the_protocol_closes_the_socket(
    logged: Logged, api: Api
) -> None:
    told = [await told_of(api, json.dumps(message)) for message in MISSHAPEN]

    assert [code for code, _ in told] == [4400] * len(MISSHAPEN)
    assert all(reason for _, reason in told)
    assert WORD not in str(told) + (said := logged.text())
    assert said == ""


async def test_what_is_no_json_text_closes_the_socket(logged: Logged, api: Api) -> None:
    told = [await told_of(api, message) for message in NOT_JSON]

    assert [code for code, _ in told] == [4400] * len(NOT_JSON)
    assert all(reason for _, reason in told)
    assert logged.text() == ""


async def test_a_message_of_more_than_64_kib_closes_the_socket(logged: Logged, api: Api) -> None:
    code, _ = await told_of(api, "[" * 200_000)

    assert code == 1009
    assert logged.text() == ""


async def test_a_text_that_is_no_utf8_closes_the_socket(logged: Logged, api: Api) -> None:
    async with api.socket() as socket:
        await socket.raw.send(b"\xff\xfe", text=True)
        code, _ = await end_of(socket.raw)

    assert code == 1007
    assert logged.text() == ""


async def test_an_init_message_needs_no_payload_and_takes_no_other_than_an_object(
    logged: Logged, api: Api
) -> None:
    said: list[Json] = [{}, {"payload": None}, {"payload": {}}]
    wrong: list[Any] = [[], [WORD], "", WORD, 0, 5, False, True]
    answers, told = [], []

    for payload in said:
        async with api.raw_socket() as raw:
            await raw.send(json.dumps({"type": "connection_init", **payload}))
            answers.append(json.loads(await raw.recv()))
    for payload in wrong:
        async with api.raw_socket() as raw:
            await raw.send(json.dumps({"type": "connection_init", "payload": payload}))
            told.append((await end_of(raw))[0])

    assert answers == [{"type": "connection_ack"}] * len(said)
    assert told == [4400] * len(wrong)
    assert logged.text() == ""


async def test_the_protocols_own_order_is_kept(logged: Logged, api: Api) -> None:
    hello = {"type": "connection_init", "payload": {"Authorization": f"Bearer {api.token}"}}
    told = []

    async with api.raw_socket() as raw:
        await raw.send(json.dumps(subscribe()))
        told.append((await end_of(raw))[0])
    async with api.socket() as socket:
        await socket.raw.send(json.dumps(hello))
        told.append((await end_of(socket.raw))[0])
    async with api.socket() as socket:
        for message in (subscribe(query=f"subscription {ASKED}"), subscribe()):
            await socket.raw.send(json.dumps(message))
        told.append((await end_of(socket.raw))[0])

    assert told == [4401, 4429, 4409]
    assert logged.text() == ""


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
    (f'subscription {{ clients(after: "{WORD}") {{ totalCount }} }}', None),
    (f'subscription {{ caseClose(input: {{caseId: "{WORD}"}}) {{ case {{ id }} }} }}', None),
    ("subscription A { viewer { role } } subscription B { viewer { role } }", None),
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


async def test_an_operation_that_the_document_does_not_hold_is_an_error_of_its_own(
    api: Api,
) -> None:
    async with api.socket() as socket:
        await socket.raw.send(json.dumps(subscribe(operationName="Nope")))
        error = await socket.message()
        role = await on(socket, ASKED)

    assert (error["type"], error["id"]) == ("error", "1")
    assert codes({"errors": error["payload"]}) == ["BAD_USER_INPUT"]
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
