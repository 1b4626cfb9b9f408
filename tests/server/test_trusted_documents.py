"""Trusted documents: named by their hash, run by HTTP, streams and sockets alike; in the mode
`enforce` nothing else is.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from websockets.asyncio.client import ClientConnection

from schema import parsing
from schema.modes import Mode
from schema.trusted import document_id
from server.commands import app
from tests.api import Api, Json, document
from tests.schema.ways import codes
from tests.server.conftest import Logged, Serve

STREAM = "text/event-stream"
WORD = "Zanzibar"
OTHER = f'{{ {WORD}: viewer {{ role }} clients(filter: {{search: "{WORD}"}}) {{ totalCount }} }}'
VIEWER = document_id(document("Viewer"))
WATCH = document_id(document("WatchTodos"))


async def posted(api: Api, **body: Any) -> tuple[int, Json]:
    """The status and the answer."""
    headers = {"authorization": f"Bearer {api.token}"}
    answer = await api.http.post("/graphql", json=body, headers=headers)
    return answer.status_code, answer.json()


async def streamed(api: Api, **body: Any) -> str:
    """The first data of a stream."""
    headers = {"authorization": f"Bearer {api.token}", "accept": STREAM}
    async with api.http.stream("POST", "/graphql", json=body, headers=headers) as answer:
        return await anext(line async for line in answer.aiter_lines() if "data" in line)


async def on_socket(raw: ClientConnection, **payload: Any) -> Json:
    """The first message of an operation."""
    message = {"id": "1", "type": "subscribe", "payload": payload}
    await raw.send(json.dumps(message))
    told: Json = json.loads(await raw.recv())
    return told


def test_an_id_is_the_hash_of_the_text_to_the_byte() -> None:
    # The examples of the appendix on persisted documents.
    lines = "query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}"
    short = "query($id:ID!){user(id:$id){name}}"

    assert [document_id(text) for text in (lines, short)] == [
        "sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e",
        "sha256:71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b",
    ]
    assert document_id(lines + "\n") != document_id(lines)


@pytest.mark.parametrize("mode", Mode)
async def test_a_document_is_run_by_its_id_on_every_way(serve: Serve, mode: Mode) -> None:
    async with serve(trusted_documents=mode) as api:
        by_text = await posted(api, query=document("Viewer"))
        by_post = await posted(api, documentId=VIEWER)
        headers = {"authorization": f"Bearer {api.token}"}
        by_get = await api.http.get("/graphql", params={"documentId": VIEWER}, headers=headers)
        stream = await streamed(api, documentId=WATCH, variables={"filter": {}})
        async with api.socket() as socket:
            once = await on_socket(socket.raw, documentId=VIEWER)
            completed = await socket.message()
            live = await on_socket(socket.raw, documentId=WATCH, variables={"filter": {}})

    assert by_text[0] == 200
    assert by_post == by_text
    assert by_get.json() == by_text[1]
    assert '"todos"' in stream
    assert (once["payload"], completed["type"]) == (by_text[1], "complete")
    assert live["payload"]["data"]["todos"]


async def test_an_id_names_its_operation_and_takes_its_variables(serve: Serve) -> None:
    async with serve(trusted_documents=Mode.ENFORCE) as api:
        change = document_id(document("TodoComplete"))
        status, told = await posted(
            api, documentId=change, operationName="TodoComplete", variables={"input": {}}
        )
        other = await posted(api, documentId=change, operationName="TodoReopen")
        by_get = await api.http.get("/graphql", params={"documentId": change})

    assert status == 200
    assert "todoId" in told["errors"][0]["message"]
    assert codes(other[1]) == ["BAD_USER_INPUT"]
    assert (by_get.status_code, by_get.headers["allow"]) == (405, "POST")


UNKNOWN = [document_id(OTHER), "sha256:" + "0" * 64, VIEWER.upper(), "7", "", "x" * 5000]


@pytest.mark.parametrize("mode", Mode)
async def test_an_unknown_id_is_told_so(serve: Serve, mode: Mode) -> None:
    async with serve(trusted_documents=mode) as api:
        plain = [codes((await posted(api, documentId=id))[1]) for id in UNKNOWN]
        stream = await streamed(api, documentId=UNKNOWN[0])
        async with api.socket() as socket:
            told = await on_socket(socket.raw, documentId=UNKNOWN[0])

    assert plain == [["UNKNOWN_DOCUMENT"]] * len(UNKNOWN)
    assert "UNKNOWN_DOCUMENT" in stream
    assert (told["type"], codes({"errors": told["payload"]})) == ("error", ["UNKNOWN_DOCUMENT"])


async def test_where_trust_is_enforced_anything_else_is_refused_before_it_is_parsed(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def watched(schema: Any, rules: Any, text: str) -> Any:
        parsed.append(text)
        return whole(schema, rules, text)

    whole = parsing.parsed
    monkeypatch.setattr("schema.documents.parsed", watched)
    async with serve(trusted_documents=Mode.ENFORCE) as api:
        texts = [OTHER, "{", "{ __schema { queryType { name } } }", document("Viewer") + " "]
        plain = [codes((await posted(api, query=text))[1]) for text in texts]
        stream = await streamed(api, query=f"subscription {OTHER}")
        async with api.socket() as socket:
            told = await on_socket(socket.raw, query=f"subscription {OTHER}")
        before = list(parsed)
        status, _ = await posted(api, documentId=VIEWER)

    assert plain == [["UNTRUSTED_DOCUMENT"]] * len(texts)
    assert "UNTRUSTED_DOCUMENT" in stream
    assert (told["type"], codes({"errors": told["payload"]})) == ("error", ["UNTRUSTED_DOCUMENT"])
    assert (before, status, parsed) == ([], 200, [document("Viewer")])


async def test_where_trust_is_logged_others_are_run_and_noted_once_without_their_text(
    logged: Logged, serve: Serve
) -> None:
    async with serve(trusted_documents=Mode.LOG) as api:
        statuses = [(await posted(api, query=OTHER))[0] for _ in range(3)]
        await posted(api, query=document("Viewer"))
        said = logged.text()

    assert statuses == [200] * 3
    assert said.count(document_id(OTHER)) == 1
    assert WORD not in said
    assert VIEWER not in said


async def test_what_strangers_send_is_not_noted_and_neither_is_what_is_no_document(
    logged: Logged, serve: Serve
) -> None:
    async with serve(trusted_documents=Mode.LOG) as api:
        await posted(api.with_token(None), query=OTHER)
        await posted(api, query="0")
        said = logged.text()

    assert said == ""


async def test_that_more_is_not_noted_is_said_once(
    logged: Logged, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schema.trusted.MOST_NOTED", 2)
    async with serve(trusted_documents=Mode.LOG) as api:
        for nth in range(5):
            await posted(api, query=f"{{ a{nth}: viewer {{ role }} }}")
        said = logged.text()

    assert said.count("untrusted document ") + said.count('"untrusted document"') == 2
    assert said.count("more untrusted documents than are noted") == 1


async def test_where_trust_is_off_nothing_is_noted(logged: Logged, serve: Serve) -> None:
    async with serve() as api:
        await posted(api, query=OTHER)

    assert logged.text() == ""


async def test_the_exported_manifest_is_what_a_server_trusts(
    tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "manifest.json"
    done = CliRunner().invoke(app, ["export-manifest", "--to", str(file)])

    manifest = json.loads(file.read_text())
    async with serve(trusted_documents=Mode.ENFORCE, operations=file) as api:
        status, _ = await posted(api, documentId=VIEWER)

    assert done.exit_code == 0
    assert manifest[VIEWER] == document("Viewer")
    assert status == 200


async def test_a_front_end_may_bring_documents_of_its_own(tmp_path: Path, serve: Serve) -> None:
    own = "query Own { viewer { role } }"
    (tmp_path / "Own.graphql").write_text(own)

    async with serve(trusted_documents=Mode.ENFORCE, operations=tmp_path) as api:
        taken = await posted(api, documentId=document_id(own))
        refused = await posted(api, documentId=VIEWER)

    assert taken == (200, {"data": {"viewer": {"role": "CLINIC_MANAGER"}}})
    assert codes(refused[1]) == ["UNKNOWN_DOCUMENT"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 7}'])
async def test_a_manifest_that_is_none_stops_the_server(
    tmp_path: Path, serve: Serve, text: str
) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(text)

    with pytest.raises(ValueError, match="CASELOAD_OPERATIONS"):
        async with serve(operations=file):
            pass


async def test_to_trust_nothing_stops_the_server(tmp_path: Path, serve: Serve) -> None:
    with pytest.raises(ValueError, match="holds no documents"):
        async with serve(trusted_documents=Mode.ENFORCE, operations=tmp_path):
            pass
