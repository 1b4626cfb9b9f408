"""An expired or forged token: UNAUTHENTICATED by HTTP, 4401 on a socket."""

import asyncio
import json

from websockets.exceptions import ConnectionClosed

from db import tables
from domain.errors import Expired, Unauthenticated, sentence
from domain.ids import Noun, public_id
from resolvers.house import utc_now
from server.tokens import Tokens
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import furnish, put
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import codes, on, over_http
from tests.server.forging import HOUR, forged

ASKED = "{ viewer { role } }"
INTROSPECTED = "{ __schema { queryType { name } } }"
REFUSED = {
    "errors": [{"message": sentence(Unauthenticated), "extensions": {"code": "UNAUTHENTICATED"}}],
}

EXPIRED = "expired"


async def closed_with(api: Api) -> int | None:
    """How a socket is closed that signs in with the token; None where it is acknowledged."""
    async with api.raw_socket() as raw:
        payload = {"Authorization": f"Bearer {api.token}"}
        await raw.send(json.dumps({"type": "connection_init", "payload": payload}))
        try:
            await asyncio.wait_for(raw.recv(), 10)
        except ConnectionClosed:
            return raw.close_code
    return None


async def by_http(api: Api, query: str = ASKED) -> tuple[int, Json]:
    """The status and the answer to a question."""
    headers = {"authorization": f"Bearer {api.token}"}
    response = await api.http.post("/graphql", json={"query": query}, headers=headers)
    answer: Json = response.json()
    return response.status_code, answer


async def test_a_forged_token_is_refused_by_http_and_on_a_socket(api: Api) -> None:
    await api.read("Viewer")
    tokens = forged(api)

    told = {what: await by_http(api.with_token(token)) for what, token in tokens.items()}
    closed = {what: await closed_with(api.with_token(token)) for what, token in tokens.items()}

    told.pop(EXPIRED)
    assert {what: found for what, found in told.items() if found != (401, REFUSED)} == {}
    assert {what: code for what, code in closed.items() if code != 4401} == {}


async def test_an_expired_token_is_told_apart_where_its_signature_holds(api: Api) -> None:
    expired = api.with_token(forged(api)[EXPIRED])
    by_nobody_known = Tokens("another secret, of 32 characters").sign(
        Noun.MEMBER, api.practice.people["manager"], utc_now(), -HOUR
    )

    status, told = await by_http(expired)
    async with expired.raw_socket() as raw:
        payload = {"Authorization": f"Bearer {expired.token}"}
        await raw.send(json.dumps({"type": "connection_init", "payload": payload}))
        await raw.wait_closed()

    assert (status, codes(told)) == (401, ["UNAUTHENTICATED"])
    assert told["errors"][0]["message"] == sentence(Expired)
    assert (raw.close_code, raw.close_reason) == (4401, "Unauthorized: the token expired")
    assert await by_http(api.with_token(by_nobody_known)) == (401, REFUSED)


async def test_a_good_token_is_accepted_both_ways(api: Api) -> None:
    assert await by_http(api) == (200, {"data": {"viewer": {"role": "CLINIC_MANAGER"}}})
    assert await closed_with(api) is None
    assert await by_http(api.as_("client")) == (200, {"data": {"viewer": {"role": "CLIENT"}}})


async def test_a_forged_token_changes_nothing(api: Api, practice: Practice) -> None:
    care = await furnish(practice)
    input = {"input": accepted("TodoComplete", care)}

    async with nothing_written(practice):
        answers = [
            await api.with_token(token).post(document("TodoComplete"), input)
            for token in [None, *forged(api).values()]
        ]

    assert {answer.status_code for answer in answers} == {401}
    assert {tuple(codes(answer.json())) for answer in answers} == {("UNAUTHENTICATED",)}
    assert {tuple(answer.json()) for answer in answers} == {("errors",)}


async def test_who_has_left_is_refused(api: Api, practice: Practice) -> None:
    clinician = public_id(Noun.MEMBER, practice.people["clinician"])
    await put(practice, tables.members, clinician, is_active=False)
    client = public_id(Noun.CLIENT, practice.client)
    await put(practice, tables.clients, client, is_archived=True)

    for who in ("clinician", "client"):
        assert await by_http(api.as_(who)) == (401, REFUSED)
        assert await closed_with(api.as_(who)) == 4401


async def test_who_leaves_while_asking_is_soon_refused(api: Api, practice: Practice) -> None:
    status, _ = await by_http(api.as_("clinician"))
    clinician = public_id(Noun.MEMBER, practice.people["clinician"])

    await put(practice, tables.members, clinician, is_active=False)
    async with asyncio.timeout(10):
        while (await by_http(api.as_("clinician")))[0] == 200:
            pass

    assert status == 200


async def test_another_kind_of_sign_in_is_refused(api: Api) -> None:
    kinds = ["Basic dXNlcjpwYXNz", "Bearer", "", "Token x", f"Bear {api.token}", f"{api.token}"]

    answers = [
        await api.http.post("/graphql", json={"query": ASKED}, headers={"authorization": kind})
        for kind in kinds
    ]

    assert [(a.status_code, a.json()) for a in answers] == [(401, REFUSED)] * len(kinds)


async def test_without_a_token_every_operation_is_refused_but_questions_about_the_schema(
    api: Api, practice: Practice
) -> None:
    care = await furnish(practice)
    nobody = api.with_token(None)
    asked: list[tuple[str, Json | None]] = [
        (ASKED, None),
        (f"subscription {ASKED}", None),
        (document("TodoComplete"), {"input": accepted("TodoComplete", care)}),
        ("{ __typename viewer { role } }", None),
    ]

    async with nothing_written(practice), nobody.socket() as socket:
        answers = [await on(socket, query, variables) for query, variables in asked]
        schema = await on(socket, INTROSPECTED)

    assert [codes(answer) for answer in answers] == [["UNAUTHENTICATED"]] * len(asked)
    assert await by_http(nobody) == (401, REFUSED)
    assert schema == {"data": {"__schema": {"queryType": {"name": "Query"}}}}
    assert await over_http(nobody, INTROSPECTED) == schema
