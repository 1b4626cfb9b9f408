"""What a todo is about: one of several types, read in the same statement."""

from db import tables
from domain.access import Role
from domain.ids import Noun, key_of
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care, furnish

ABOUT = """
{ todos(first: 100) { nodes { id subject {
  __typename ... on Node { id } ...Care ... on Session { capacity }
} } } }
fragment Care on TodoSubject { ... on Case { title } ... on Cycle { authorized } ...Person }
fragment Person on Client { name }
"""


async def about(practice: Practice, care: Care, *nouns: Noun) -> str:
    """The id of a new todo that points at these records of the practice."""
    ids = {Noun.CLIENT: care.client, Noun.CASE: care.case}
    ids |= {Noun.CYCLE: care.cycle, Noun.SESSION: care.session}
    keys = {f"{noun}_id": key_of(noun, ids[noun]) for noun in nouns}
    todo = await practice.add(tables.todos, title="Call", assignee_role=Role.STAFF, **keys)
    return practice.id_of(Noun.TODO, todo)


async def subjects(api: Api) -> dict[str, Json | None]:
    """What each todo is about."""
    nodes = (await api.post(ABOUT)).json()["data"]["todos"]["nodes"]
    return {node["id"]: node["subject"] for node in nodes}


async def test_a_todo_is_about_the_most_specific_that_it_points_at(
    api: Api, practice: Practice, statements: list[str]
) -> None:
    care = await furnish(practice)
    chain = (Noun.CLIENT, Noun.CASE, Noun.CYCLE, Noun.SESSION)
    todos = [await about(practice, care, *chain[:depth]) for depth in range(5)]
    statements.clear()

    shown = await subjects(api)

    assert [shown[todo] and list(shown[todo] or ()) for todo in todos] == [
        None,
        ["__typename", "id", "name"],
        ["__typename", "id", "title"],
        ["__typename", "id", "authorized"],
        ["__typename", "id", "capacity"],
    ]
    names = [(shown[todo] or {}).get("__typename") for todo in todos[1:]]
    assert names == ["Client", "Case", "Cycle", "Session"]
    ids = [(shown[todo] or {}).get("id") for todo in todos[1:]]
    assert ids == [care.client, care.case, care.cycle, care.session]
    assert len(statements) == 1


async def test_a_subject_that_the_viewer_may_not_see_is_null_and_nothing_else_stands_for_it(
    api: Api, practice: Practice
) -> None:
    care = await furnish(practice)
    clinic = key_of(Noun.LOCATION, care.clinic)
    todo = await about(practice, care, Noun.CLIENT, Noun.CASE)
    await practice.add_member("elsewhere", Role.CLINICIAN, clinic)

    seen = await subjects(api.as_("elsewhere"))

    assert seen[todo] is None
    assert (await subjects(api.as_("owner")))[todo] is not None
