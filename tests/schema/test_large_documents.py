"""Documents at their largest: very wide, very deep, very many."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from db import tables
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care, put
from tests.schema.inputs import accepted
from tests.schema.ways import both, codes, over_http
from tests.serving import serving

WIDE = 120


def aliased(field: str) -> str:
    """The same field under 120 names."""
    return " ".join(f"{field}{number}: {field}" for number in range(WIDE))


def names(field: str) -> list[str]:
    """The 120 names."""
    return [f"{field}{number}" for number in range(WIDE)]


@pytest_asyncio.fixture
async def roomy(practice: Practice) -> AsyncIterator[Api]:
    """A server that takes wider documents than it would by itself."""
    served = serving(practice.url, document_aliases=1000, document_fields=1000)
    async with served as address, Api.at(address, practice) as opened:
        yield opened


async def test_an_object_may_have_more_fields_than_a_function_of_sql_has_arguments(
    roomy: Api, care: Care
) -> None:
    query = f"""query($id: ID!) {{
      case(id: $id) {{ {aliased("title")} client {{ {aliased("name")} }} }}
      clients(filter: {{ search: "jose" }}) {{
        nodes {{ {aliased("id")} }} edges {{ {aliased("cursor")} }} {aliased("totalCount")}
      }}
      viewer {{ {aliased("role")} }}
    }}"""

    data = (await both(roomy, query, {"id": care.case}))["data"]

    assert data["case"].pop("client") == dict.fromkeys(names("name"), "José Álvarez")
    assert data["case"] == dict.fromkeys(names("title"), "Left knee")
    assert [*data["case"]] == names("title")
    assert data["clients"]["nodes"] == [dict.fromkeys(names("id"), care.client)]
    assert len(data["clients"]["edges"][0]) == WIDE
    assert data["clients"]["totalCount119"] == 1
    assert data["viewer"] == dict.fromkeys(names("role"), "CLINIC_MANAGER")


async def test_a_payload_may_be_as_wide(roomy: Api, care: Care) -> None:
    query = f"""mutation($i: TodoCompleteInput!) {{
      todoComplete(input: $i) {{ todo {{ {aliased("status")} case {{ {aliased("title")} }} }} }}
    }}"""

    answer = await over_http(roomy, query, {"i": accepted("TodoComplete", care)})

    todo = answer["data"]["todoComplete"]["todo"]
    assert todo.pop("case") == dict.fromkeys(names("title"), "Left knee")
    assert todo == dict.fromkeys(names("status"), "DONE")


async def test_many_root_fields_are_answered_side_by_side(api: Api, care: Care) -> None:
    fields = " ".join(f'c{n}: case(id: "{care.case}") {{ id }}' for n in range(60))

    data = (await both(api, f"{{ {fields} }}"))["data"]

    assert data == {f"c{n}": {"id": care.case} for n in range(60)}


def nested(levels: int) -> str:
    """The manager of the place of the manager of the place of a case."""
    inner = "id"
    for level in range(levels):
        inner = f"{'manager' if level % 2 else 'location'} {{ {inner} }}"
    return f"query($id: ID!) {{ case(id: $id) {{ {inner} }} }}"


def innermost(data: Json) -> tuple[int, Json]:
    """How deep the answer goes, and what is there."""
    levels = 0
    while [*data] != ["id"]:
        (data,) = data.values()
        levels += 1
    return levels, data


@pytest.mark.parametrize("levels", [11, 17])
async def test_a_document_may_be_deep(api: Api, practice: Practice, levels: int) -> None:
    case = practice.id_of(Noun.CASE, await practice.add_case())
    manager = practice.id_of(Noun.MEMBER, practice.people["manager"])
    await put(practice, tables.members, manager, location_id=practice.location)

    answer = await both(api, nested(levels), {"id": case})

    location = practice.id_of(Noun.LOCATION, practice.location)
    assert innermost(answer["data"]["case"]) == (levels, {"id": location})


@pytest.mark.parametrize(
    "query",
    [
        "{ " + " ".join(f"f{n}: __typename" for n in range(3000)) + " }",
        "{ viewer " * 400 + "{ role }" + " }" * 400,
        "{ " + "... { " * 1000 + "__typename" + " }" * 1001,
        "query($id: ID!) { case(id: $id) { " + "client { cases { " * 7 + "id" + " } }" * 7 + " } }",
    ],
    ids=["too many words", "too deep", "too many fragments", "lists of lists"],
)
async def test_what_is_too_large_is_refused_and_not_tried(api: Api, query: str) -> None:
    answer = await both(api, query)

    assert answer["data"] is None
    assert codes(answer) == ["QUERY_TOO_COMPLEX"]
