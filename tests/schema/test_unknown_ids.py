"""An unknown id, another practice's and one of a wrong type: one and the same NOT_FOUND."""

import json

import pytest
from graphql import GraphQLObjectType, GraphQLSchema

from domain.errors import NotFound, sentence
from domain.ids import Noun
from schema import build_schema
from tests.api import Api
from tests.schema.care import Care
from tests.schema.conftest import Neighbor
from tests.schema.strangers import strangers
from tests.schema.ways import on, over_http, over_socket


def fields_by_id(schema: GraphQLSchema) -> list[str]:
    """The root fields whose only argument is an id."""
    root = schema.query_type
    assert isinstance(root, GraphQLObjectType)
    return [name for name, field in root.fields.items() if [*field.args] == ["id"]]


FIELDS = fields_by_id(build_schema().core)


def asking(field: str, kind: str = "query") -> str:
    """The record of an id, by its id alone."""
    return f"{kind} Find($id: ID!) {{ {field}(id: $id) {{ id }} }}"


def missing(field: str) -> str:
    """The answer to every id that names nothing, to the byte."""
    error = {
        "message": sentence(NotFound),
        "path": [field],
        "extensions": {"code": "NOT_FOUND"},
    }
    return json.dumps({"data": {field: None}, "errors": [error]}, separators=(",", ":"))


def test_clients_cases_cycles_and_sessions_are_found_by_id() -> None:
    assert {"client", "case", "cycle", "session"} <= set(FIELDS)


@pytest.mark.parametrize("field", sorted({*FIELDS} - {"node"}))
async def test_over_http_each_such_id_is_answered_by_the_same_bytes(
    api: Api, care: Care, neighbor: Neighbor, field: str
) -> None:
    ids = strangers(Noun(field), care, neighbor.care)

    known = await over_http(api, asking(field), {"id": getattr(care, field)})
    told = {what: (await api.post(asking(field), {"id": id})).text for what, id in ids.items()}

    assert known == {"data": {field: {"id": getattr(care, field)}}}
    assert told == dict.fromkeys(ids, missing(field))


@pytest.mark.parametrize("field", sorted({*FIELDS} - {"node"}))
async def test_a_literal_id_is_answered_like_a_variable(
    api: Api, care: Care, neighbor: Neighbor, field: str
) -> None:
    ids = strangers(Noun(field), care, neighbor.care)

    told = {
        what: (await api.post(f"{{ {field}(id: {json.dumps(id)}) {{ id }} }}")).text
        for what, id in ids.items()
    }

    assert told == dict.fromkeys(ids, missing(field))


@pytest.mark.parametrize("kind", ["query", "subscription"])
async def test_on_a_socket_each_such_id_is_answered_by_the_same_bytes(
    api: Api, care: Care, neighbor: Neighbor, kind: str
) -> None:
    told, expected = {}, {}

    async with api.socket() as socket:
        for field in sorted({*FIELDS} - {"node"}):
            for what, id in strangers(Noun(field), care, neighbor.care).items():
                found = await on(socket, asking(field, kind), {"id": id})
                told[field, what] = json.dumps(found, separators=(",", ":"))
                expected[field, what] = missing(field)

    assert told == expected


@pytest.mark.parametrize("kind", ["query", "subscription"])
async def test_on_a_socket_an_id_of_ones_own_finds_its_record(
    api: Api, care: Care, kind: str
) -> None:
    found = {
        field: await over_socket(api, asking(field, kind), {"id": getattr(care, field)})
        for field in sorted({*FIELDS} - {"node"})
    }

    assert found == {
        field: {"data": {field: {"id": getattr(care, field)}}} for field in found
    }
