"""What a document may look like: aliases, fragments, merged fields, directives, order."""

import pytest

from tests.api import Api, Json
from tests.schema.care import Care
from tests.schema.ways import both, over_http, over_socket


async def asked(api: Api, query: str, **variables: object) -> Json:
    """The data of the one answer that both ways give."""
    answer = await both(api, query, variables)
    assert "errors" not in answer, answer["errors"]
    data: Json = answer["data"]
    return data


async def test_a_field_may_be_asked_for_twice_under_other_names(api: Api, care: Care) -> None:
    query = """query($id: ID!) {
      a: case(id: $id) { title other: title whose: client { id } by: client { name } }
      b: case(id: $id) { open: cycles { id } }
    }"""

    data = await asked(api, query, id=care.case)

    assert data["a"] == {
        "title": "Left knee",
        "other": "Left knee",
        "whose": {"id": care.client},
        "by": {"name": "José Álvarez"},
    }
    assert [cycle["id"] for cycle in data["b"]["open"]] == [care.cycle, care.draft]


async def test_the_same_list_may_be_asked_for_with_other_arguments(api: Api, care: Care) -> None:
    query = """{
      past: attendances(filter: {status: [COMPLETED]}) { nodes { id } }
      open: attendances(filter: {status: [OPEN]}) { nodes { id } }
      one: attendances(first: 1) { nodes { id } totalCount }
    }"""

    data = await asked(api, query)

    assert data["past"] == {"nodes": [{"id": care.ended}]}
    assert data["open"] == {"nodes": [{"id": care.movable}, {"id": care.attendance}]}
    assert data["one"]["totalCount"] == 3
    assert len(data["one"]["nodes"]) == 1


FRAGMENTS = """
query($id: ID!) { case(id: $id) { ...Whole ... on Node { node: id } ... { bare: title } } }
fragment Whole on Case { ...Head client { ...Person } cycles { ... on Cycle { ...Counted } } }
fragment Head on Case { id title }
fragment Person on Client { id ... on Client { name } }
fragment Counted on Cycle { consumed ... on Node { id } }
"""


async def test_fragments_are_named_inline_nested_and_of_interfaces(api: Api, care: Care) -> None:
    data = await asked(api, FRAGMENTS, id=care.case)

    assert data["case"] == {
        "id": care.case,
        "title": "Left knee",
        "client": {"id": care.client, "name": "José Álvarez"},
        "cycles": [{"consumed": 1, "id": care.cycle}, {"consumed": 0, "id": care.draft}],
        "node": care.case,
        "bare": "Left knee",
    }


async def test_what_is_asked_for_twice_is_merged(api: Api, care: Care) -> None:
    query = """query($id: ID!) {
      case(id: $id) { client { id } sessions { totalCount } ...More }
      case(id: $id) { title client { name } }
    }
    fragment More on Case { client { givenName } sessions { nodes { id } } id }"""

    data = await asked(api, query, id=care.case)

    assert data["case"]["client"] == {
        "id": care.client,
        "givenName": "José",
        "name": "José Álvarez",
    }
    assert data["case"]["sessions"]["totalCount"] == 2
    assert care.session in [session["id"] for session in data["case"]["sessions"]["nodes"]]
    assert [*data["case"]] == ["client", "sessions", "id", "title"]


DIRECTED = """
query($id: ID!, $more: Boolean!, $less: Boolean = false) {
  case(id: $id) {
    id
    title @include(if: $more)
    status @skip(if: $more)
    maxSessions @skip(if: $less) @include(if: $more)
    ... @include(if: $more) { client { id } }
    ...Cycles @skip(if: $less)
  }
  viewer @include(if: $more) { role }
  never: organization @skip(if: true) { id }
}
fragment Cycles on Case { cycles { id @include(if: $more) status } }
"""


@pytest.mark.parametrize("turn", [(True, False), (False, True)])
async def test_skip_and_include_follow_their_variables_each_time(
    api: Api, care: Care, turn: tuple[bool, bool]
) -> None:
    told = {more: await asked(api, DIRECTED, id=care.case, more=more) for more in turn}
    least = await asked(api, DIRECTED, id=care.case, more=False, less=True)

    assert [*told[True]] == ["case", "viewer"]
    assert [*told[True]["case"]] == ["id", "title", "maxSessions", "client", "cycles"]
    assert [*told[True]["case"]["cycles"][0]] == ["id", "status"]
    assert [*told[False]] == ["case"]
    assert [*told[False]["case"]] == ["id", "status", "cycles"]
    assert [*told[False]["case"]["cycles"][0]] == ["status"]
    assert least == {"case": {"id": care.case, "status": "OPEN"}}


async def test_a_document_that_skips_everything_is_answered_by_nothing(api: Api) -> None:
    assert await asked(api, "{ viewer @skip(if: true) { role } }") == {}
    assert await asked(api, "{ viewer { role @include(if: false) } }") == {"viewer": {}}


async def test_the_same_document_about_another_record_tells_of_that_record(
    api: Api, care: Care
) -> None:
    query = "query($id: ID!) { cycle(id: $id) { id status } }"

    active = await asked(api, query, id=care.cycle)
    draft = await asked(api, query, id=care.draft)

    assert active == {"cycle": {"id": care.cycle, "status": "ACTIVE"}}
    assert draft == {"cycle": {"id": care.draft, "status": "DRAFT"}}


async def test_keys_stand_in_the_order_of_the_document(api: Api, care: Care) -> None:
    query = """query($id: ID!) {
      viewer { organization { name id } role }
      z: case(id: $id) { version title id client { phone id email } aaa: status }
      __typename
      a: organization { timeZone currency }
    }"""

    answers = [
        await over_http(api, query, {"id": care.case}),
        await over_socket(api, query, {"id": care.case}),
    ]

    for data in (answer["data"] for answer in answers):
        assert [*data] == ["viewer", "z", "__typename", "a"]
        assert [*data["viewer"]] == ["organization", "role"]
        assert [*data["viewer"]["organization"]] == ["name", "id"]
        assert [*data["z"]] == ["version", "title", "id", "client", "aaa"]
        assert [*data["z"]["client"]] == ["phone", "id", "email"]


async def test_one_root_field_that_finds_nothing_leaves_the_others_alone(
    api: Api, care: Care
) -> None:
    query = """query($id: ID!) {
      good: case(id: $id) { id } bad: case(id: "case_x") { id } worse: cycle(id: $id) { id }
    }"""

    answer = await both(api, query, {"id": care.case})

    assert answer["data"] == {"good": {"id": care.case}, "bad": None, "worse": None}
    assert [(e["path"], e["extensions"]["code"]) for e in answer["errors"]] == [
        (["bad"], "NOT_FOUND"),
        (["worse"], "NOT_FOUND"),
    ]
