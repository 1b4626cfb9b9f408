"""Documents at their largest: very wide, very deep, very many."""

import pytest

from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted
from tests.schema.ways import both, codes, over_http

WIDE = 120


def aliased(field: str) -> str:
    """The same field under 120 names."""
    return " ".join(f"{field}{number}: {field}" for number in range(WIDE))


def names(field: str) -> list[str]:
    """The 120 names."""
    return [f"{field}{number}" for number in range(WIDE)]


async def test_an_object_may_have_more_fields_than_a_function_of_sql_has_arguments(
    api: Api, care: Care
) -> None:
    query = f"""query($id: ID!) {{
      case(id: $id) {{ {aliased("title")} client {{ {aliased("name")} }} }}
      clients(filter: {{ search: "jose" }}) {{
        nodes {{ {aliased("id")} }} edges {{ {aliased("cursor")} }} {aliased("totalCount")}
      }}
      viewer {{ {aliased("role")} }}
    }}"""

    data = (await both(api, query, {"id": care.case}))["data"]

    assert data["case"].pop("client") == dict.fromkeys(names("name"), "José Álvarez")
    assert data["case"] == dict.fromkeys(names("title"), "Left knee")
    assert [*data["case"]] == names("title")
    assert data["clients"]["nodes"] == [dict.fromkeys(names("id"), care.client)]
    assert len(data["clients"]["edges"][0]) == WIDE
    assert data["clients"]["totalCount119"] == 1
    assert data["viewer"] == dict.fromkeys(names("role"), "CLINIC_MANAGER")


async def test_a_payload_may_be_as_wide(api: Api, care: Care) -> None:
    query = f"""mutation($i: TodoCompleteInput!) {{
      todoComplete(input: $i) {{ todo {{ {aliased("status")} case {{ {aliased("title")} }} }} }}
    }}"""

    answer = await over_http(api, query, {"i": accepted("TodoComplete", care)})

    todo = answer["data"]["todoComplete"]["todo"]
    assert todo.pop("case") == dict.fromkeys(names("title"), "Left knee")
    assert todo == dict.fromkeys(names("status"), "DONE")


async def test_many_root_fields_are_answered_side_by_side(api: Api, care: Care) -> None:
    fields = " ".join(f'c{n}: case(id: "{care.case}") {{ id }}' for n in range(60))

    data = (await both(api, f"{{ {fields} }}"))["data"]

    assert data == {f"c{n}": {"id": care.case} for n in range(60)}


def nested(levels: int) -> str:
    """A case's client's case's client, an odd number of levels down."""
    inner = "id"
    for level in range(levels):
        inner = f"{'cases' if level % 2 else 'client'} {{ {inner} }}"
    return f"query($id: ID!) {{ case(id: $id) {{ {inner} }} }}"


def innermost(data: Json) -> tuple[int, Json]:
    """How deep the answer goes, and what is there."""
    levels = 0
    while [*data] != ["id"]:
        (inner,) = data.values()
        data = inner[0] if isinstance(inner, list) else inner
        levels += 1
    return levels, data


@pytest.mark.parametrize("levels", [31, 61])
async def test_a_document_may_be_deep(api: Api, practice: Practice, levels: int) -> None:
    case = practice.id_of(Noun.CASE, await practice.add_case())

    answer = await both(api, nested(levels), {"id": case})

    client = practice.id_of(Noun.CLIENT, practice.client)
    assert innermost(answer["data"]["case"]) == (levels, {"id": client})


@pytest.mark.parametrize(
    "query",
    [
        "{ " + " ".join(f"f{n}: __typename" for n in range(3000)) + " }",
        "{ viewer " * 400 + "{ role }" + " }" * 400,
        "{ " + "... { " * 1000 + "__typename" + " }" * 1001,
    ],
    ids=["too many words", "too deep", "too many fragments"],
)
async def test_what_is_too_large_is_refused_and_not_tried(api: Api, query: str) -> None:
    answer = await both(api, query)

    assert answer["data"] is None
    assert set(codes(answer)) <= {"BAD_USER_INPUT", "QUERY_TOO_COMPLEX"}
