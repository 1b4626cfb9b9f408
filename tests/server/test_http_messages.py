"""What is no GraphQL request is told so: never a 500, never a traceback, nothing quoted."""

import json
from typing import Any

from tests.api import Api
from tests.practice import Practice
from tests.schema.care import furnish
from tests.schema.rows import nothing_written
from tests.schema.ways import codes
from tests.server.conftest import Logged

WORD = "Zanzibar"
ASKED = "{ viewer { role } }"
STREAM = "text/event-stream"

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": f"{{{WORD}".encode(),
    "half of it": f'{{"query": "{WORD}'.encode(),
    "not UTF-8": b'{"query": "\xff\xfe"}',
    "half a character": b'{"query": "{ case(id: \\"\\ud800\\") { id } }"}',
    "a list": f'[{{"query": "{WORD}"}}]'.encode(),
    "a text": f'"{WORD}"'.encode(),
    "a number": b"5",
    "null": b"null",
    "a query that is no text": json.dumps({"query": [WORD]}).encode(),
    "variables that are no object": json.dumps({"query": ASKED, "variables": WORD}).encode(),
    "variables in a list": json.dumps({"query": ASKED, "variables": [WORD]}).encode(),
    "a name that is no text": json.dumps({"query": ASKED, "operationName": [WORD]}).encode(),
    "extensions that are no object": json.dumps({"query": ASKED, "extensions": WORD}).encode(),
    "no document": json.dumps({"operationName": WORD}).encode(),
    "an id that is no text": json.dumps({"documentId": [WORD]}).encode(),
    "a document and an id": json.dumps({"query": ASKED, "documentId": WORD}).encode(),
    "a number of 5,000 digits": b'{"query": "{ a }", "variables": {"n": ' + b"7" * 5000 + b"}}",
    "what is no number": b'{"query": "{ a }", "variables": {"n": NaN}}',
    "12,002 values": b'{"query": "{ a }", "variables": {"a": [' + b"1," * 12000 + b"1]}}",
    "depths": b'{"query": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "33 levels": b'{"query": "{ a }", "variables": {"a": ' + b"[" * 31 + b"]" * 31 + b"}}",
}


async def sent(api: Api, body: bytes, kind: str = "application/json", **more: str) -> Any:
    """The answer to a POST of anything."""
    headers = {"authorization": f"Bearer {api.token}", "content-type": kind, **more}
    return await api.http.post("/graphql", content=body, headers=headers)


async def test_a_body_that_is_no_request_is_the_senders_fault(
    logged: Logged, api: Api, practice: Practice
) -> None:
    async with nothing_written(practice):
        plain = {what: await sent(api, body) for what, body in BODIES.items()}
        streams = {what: await sent(api, body, accept=STREAM) for what, body in BODIES.items()}

    statuses = {what: answer.status_code for what, answer in plain.items()}
    assert statuses == dict.fromkeys(BODIES, 400)
    assert {answer.status_code for answer in streams.values()} == {400}
    told = "".join(answer.text for answer in [*plain.values(), *streams.values()])
    assert all(answer.text for answer in plain.values())
    assert WORD not in told + logged.text()
    assert "Traceback" not in told + logged.text()


async def test_other_methods_and_other_types_are_refused(api: Api) -> None:
    body = json.dumps({"query": ASKED}).encode()
    signed = {"authorization": f"Bearer {api.token}"}

    methods = {
        method: (await api.http.request(method, "/graphql", headers=signed)).status_code
        for method in ("PUT", "DELETE", "PATCH")
    }
    kinds = [
        (await sent(api, body, kind)).status_code
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")
    ]

    assert methods == dict.fromkeys(methods, 405)
    assert set(kinds) == {415}


async def test_a_question_may_come_by_get_and_a_change_may_not(
    api: Api, practice: Practice
) -> None:
    care = await furnish(practice)
    change = (
        f'mutation {{ todoComplete(input: {{todoId: "{care.todo}"}}) {{ errors {{ code }} }} }}'
    )
    variables = {
        "query": "query($id: ID!) { case(id: $id) { id } }",
        "variables": json.dumps({"id": care.case}),
    }

    async with nothing_written(practice):
        answers = [await by_get(api, query=ASKED), await by_get(api, **variables)]
        refused = await by_get(api, query=change)

    assert [answer.json() for answer in answers] == [
        {"data": {"viewer": {"role": "CLINIC_MANAGER"}}},
        {"data": {"case": {"id": care.case}}},
    ]
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert codes(refused.json()) == ["METHOD_NOT_ALLOWED"]
    assert "mutations by POST" in refused.text


async def by_get(api: Api, **params: str) -> Any:
    """The answer to a GET."""
    headers = {"authorization": f"Bearer {api.token}"}
    return await api.http.get("/graphql", params=params, headers=headers)


async def test_a_get_that_is_no_request_is_the_senders_fault(api: Api) -> None:
    asked: list[dict[str, str]] = [
        {"query": ASKED, "variables": WORD},
        {"query": ASKED, "variables": f'["{WORD}"]'},
        {"query": ASKED, "variables": f'"{WORD}"'},
    ]

    answers = [await by_get(api, **params) for params in asked]

    assert [answer.status_code for answer in answers] == [400] * len(asked)
    assert not any(WORD in answer.text for answer in answers)


async def test_a_subscription_is_not_answered_by_a_plain_request(logged: Logged, api: Api) -> None:
    asked = f"subscription {ASKED}"

    answers = [await by_get(api, query=asked), await api.post(asked)]

    for answer in answers:
        assert answer.status_code < 500
        assert [*answer.json()] == ["errors"]
        assert codes(answer.json()) == ["BAD_USER_INPUT"]
        assert "with `Accept: text/event-stream`" in answer.text
    assert "fault" not in logged.text()


async def test_an_answer_is_kept_by_no_cache(api: Api) -> None:
    answer = await api.post(ASKED)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("application/")
