"""An unknown id, another practice's and one of a wrong type: one and the same NOT_FOUND."""

import json
from collections.abc import Iterator

import pytest

from domain.errors import NotFound, sentence
from domain.ids import Noun
from schema import build_schema
from tests.api import Api
from tests.schema.care import Care
from tests.schema.conftest import Neighbor
from tests.schema.strangers import strangers
from tests.schema.ways import on, over_socket


def nouns_by_id() -> list[Noun]:
    """The nouns that a root field finds by id."""
    root = build_schema().core.query_type
    assert root is not None
    by_id = [name for name, field in root.fields.items() if [*field.args] == ["id"]]
    return [Noun(name) for name in by_id if name in Noun._value2member_map_]


NOUNS = nouns_by_id()
ONCE_AND_OPEN = pytest.mark.parametrize("kind", ["query", "subscription"])


def asking(noun: Noun, kind: str = "query") -> str:
    """The record of an id, by its id alone."""
    return f"{kind} Find($id: ID!) {{ {noun}(id: $id) {{ id }} }}"


def missing(noun: Noun) -> str:
    """The answer to every id that names nothing, to the byte."""
    error = {"message": sentence(NotFound), "path": [noun], "extensions": {"code": "NOT_FOUND"}}
    return json.dumps({"data": {noun: None}, "errors": [error]}, separators=(",", ":"))


def named(care: Care, neighbor: Neighbor) -> Iterator[tuple[Noun, str, str]]:
    """Each noun with each id that it must not find, and what is wrong with that."""
    for noun in NOUNS:
        for what, id in strangers(noun, care, neighbor.care).items():
            yield noun, what, id


def test_clients_cases_cycles_and_sessions_are_found_by_id() -> None:
    assert {Noun.CLIENT, Noun.CASE, Noun.CYCLE, Noun.SESSION} <= set(NOUNS)


async def test_over_http_each_such_id_is_answered_by_the_same_bytes(
    api: Api, care: Care, neighbor: Neighbor
) -> None:
    told: dict[tuple[Noun, str], str] = {}
    expected: dict[tuple[Noun, str], str] = {}

    for noun, what, id in named(care, neighbor):
        told[noun, what] = (await api.post(asking(noun), {"id": id})).text
        literal = f"{{ {noun}(id: {json.dumps(id)}) {{ id }} }}"
        told[noun, f"literal {what}"] = (await api.post(literal)).text
        expected |= dict.fromkeys([(noun, what), (noun, f"literal {what}")], missing(noun))

    assert told == expected


@ONCE_AND_OPEN
async def test_on_a_socket_each_such_id_is_answered_by_the_same_bytes(
    api: Api, care: Care, neighbor: Neighbor, kind: str
) -> None:
    told: dict[tuple[Noun, str], str] = {}
    expected: dict[tuple[Noun, str], str] = {}

    async with api.socket() as socket:
        for noun, what, id in named(care, neighbor):
            found = await on(socket, asking(noun, kind), {"id": id})
            told[noun, what] = json.dumps(found, separators=(",", ":"))
            expected[noun, what] = missing(noun)

    assert told == expected


@ONCE_AND_OPEN
async def test_an_id_of_ones_own_finds_its_record(api: Api, care: Care, kind: str) -> None:
    own = {noun: getattr(care, noun) for noun in NOUNS}

    found = {
        noun: await over_socket(api, asking(noun, kind), {"id": id}) for noun, id in own.items()
    }

    assert found == {noun: {"data": {noun: {"id": id}}} for noun, id in own.items()}
