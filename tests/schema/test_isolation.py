"""Whatever anybody asks, no id, name or note of another practice is in the answer."""

from sqlalchemy import select

from db import tables
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.conftest import WORD, Neighbor
from tests.schema.walker import by_id, documents, walked
from tests.schema.ways import over_socket


async def secrets(neighbor: Neighbor) -> list[str]:
    """The keys of all the neighbor's rows, and the word in all its texts."""
    keys = {neighbor.practice.organization.hex}
    async with neighbor.practice.store.reading() as tx:
        for table in tables.metadata.tables.values():
            if {"id", "organization_id"} <= {*table.c.keys()}:
                own = table.c.organization_id == neighbor.practice.organization
                keys |= {key.hex for (key,) in await tx.execute(select(table.c.id).where(own))}
    return [WORD, *sorted(keys)]


def found_in(text: str, secrets: list[str]) -> list[str]:
    """Which of the secrets a text tells."""
    return [secret for secret in secrets if secret in text]


async def test_no_role_sees_anything_of_another_practice(
    api: Api, practice: Practice, care: Care, neighbor: Neighbor
) -> None:
    kept = await secrets(neighbor)
    told = {}

    for who, deep in {"owner": 2, "admin": 1, "manager": 1, "clinician": 1, "staff": 1}.items():
        about_own = await walked(api.as_(who), documents(care, deep))
        about_theirs = await walked(api.as_(who), by_id(neighbor.care))
        told[who] = found_in(about_own + about_theirs, kept)
        assert care.case in about_own

    assert len(kept) > 20
    assert not any(told.values())


async def test_the_neighbor_itself_is_told_all_that_is_kept_from_others(
    api: Api, neighbor: Neighbor
) -> None:
    shown = [neighbor.care.case, neighbor.care.session, neighbor.care.todo, neighbor.care.member]

    next_door = Api(api.address, neighbor.practice, api.http).as_("owner")
    text = await walked(next_door, documents(neighbor.care, 1))

    assert found_in(text, [WORD, *shown]) == [WORD, *shown]


async def test_a_socket_is_told_nothing_either(api: Api, care: Care, neighbor: Neighbor) -> None:
    kept = await secrets(neighbor)

    told = [
        str(await over_socket(api.as_("owner"), f"subscription {query}"))
        for _, query in documents(neighbor.care, 0)
    ]

    assert found_in("\n".join(told), kept) == []
    assert care.case in "\n".join(told)


async def test_what_happens_next_door_wakes_nobody_here(
    api: Api, care: Care, neighbor: Neighbor
) -> None:
    next_door = Api(api.address, neighbor.practice, api.http).as_("manager")

    async with api.watch("WatchTodos") as here, next_door.watch("WatchTodos") as there:
        seen = await here.next()
        await there.next()
        await next_door.run("TodoComplete", todoId=neighbor.care.todo)
        await there.until(lambda todos: statuses(todos)[neighbor.care.todo] == "DONE")
        await api.run("TodoComplete", todoId=care.todo)
        woken = await here.next()

    assert statuses(seen) == {care.todo: "OPEN", care.done: "DONE"}
    assert statuses(woken) == {care.todo: "DONE", care.done: "DONE"}


def statuses(todos: Json) -> dict[str, str]:
    """Where each todo of a list stands."""
    return {todo["id"]: todo["status"] for todo in todos["nodes"]}


async def test_a_token_of_one_practice_opens_no_other(
    api: Api, practice: Practice, neighbor: Neighbor
) -> None:
    asked = "{ viewer { organization { id } member { id } } }"

    seen = {}
    for whose in (practice, neighbor.practice):
        viewer = (await Api(api.address, whose, api.http).as_("owner").post(asked)).json()
        seen[whose.organization] = viewer["data"]["viewer"]

    assert seen == {
        whose.organization: {
            "organization": {"id": whose.id_of(Noun.ORGANIZATION, whose.organization)},
            "member": {"id": whose.id_of(Noun.MEMBER, whose.people["owner"])},
        }
        for whose in (practice, neighbor.practice)
    }
