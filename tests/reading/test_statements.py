"""One statement per root field, whatever is asked and however much there is to answer."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, OperationType, parse

from db import tables
from db.store import Store
from domain.access import Role, Viewer
from domain.ids import Noun
from tests.api import OPERATIONS, Api
from tests.practice import NOON, TOMORROW, Practice
from tests.reading.agreement import Side

READS = (OperationType.QUERY, OperationType.SUBSCRIPTION)
SPAN = {"from": (NOON - TOMORROW).isoformat(), "until": (NOON + TOMORROW).isoformat()}


def operation(file: Path) -> OperationDefinitionNode:
    """The one operation of a document."""
    found = parse(file.read_text()).definitions
    (only,) = [each for each in found if isinstance(each, OperationDefinitionNode)]
    return only


# The feed is read for all who follow it, and by no plan.
DOCUMENTS = {
    file.stem: file
    for file in OPERATIONS.glob("*.graphql")
    if operation(file).operation in READS and file.stem != "WatchChanges"
}


async def treated(practice: Practice) -> dict[str, str]:
    """One more client with a case, a cycle, a visit and a todo: an id of each."""
    client = await practice.add_client()
    case = await practice.add_case(client_id=client)
    cycle = await practice.add_cycle(case)
    attendance = await practice.add_attendance(case, cycle, client=client)
    about = {"client_id": client, "case_id": case, "cycle_id": cycle}
    await practice.add(tables.todos, title="Call", assignee_role=Role.STAFF, **about)
    async with practice.store.reading() as tx:
        found = tables.attendances.select().where(tables.attendances.c.id == attendance)
        session = (await tx.execute(found)).one().session_id
    keys = {Noun.CLIENT: client, Noun.CASE: case, Noun.CYCLE: cycle, Noun.SESSION: session}
    return {noun: practice.id_of(noun, key) for noun, key in keys.items()}


def variables(name: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    """What each document needs to ask for all that there is, or for one of it."""
    noun = name.removeprefix("Watch").lower()
    if noun in rows[0]:
        return {"id": rows[0][noun]}
    if noun == "calendar":
        return SPAN
    if noun == "node":
        return {"id": rows[0]["session"]}
    if noun == "nodes":
        return {"ids": [row["session"] for row in rows]}
    return {} if noun == "viewer" else {"first": 100}


def viewers(practice: Practice) -> list[Viewer]:
    """One of each shape that a plan can have: sees all, sees one location, sees their own."""
    own, here = practice.organization, practice.location
    return [
        Viewer(practice.people["owner"], Role.OWNER, own),
        Viewer(practice.people["clinician"], Role.CLINICIAN, own, here),
        Viewer(practice.client, Role.CLIENT, own),
    ]


async def asked(practice: Practice, rows: list[dict[str, str]]) -> dict[tuple[str, Role], str]:
    """The answer to every document for every shape of viewer."""
    side = Side(practice.store)
    operations = {n: side.documents.operation(f.read_text(), None) for n, f in DOCUMENTS.items()}
    return {
        (name, viewer.role): await side.ask(viewer, operation, variables(name, rows))
        for name, operation in operations.items()
        for viewer in viewers(practice)
    }


async def test_every_question_is_one_statement_for_one_parent_as_for_a_hundred(
    practice: Practice, statements: list[str]
) -> None:
    roots = sum(len(operation(file).selection_set.selections) for file in DOCUMENTS.values())
    rows = [await treated(practice)]

    few = await asked(practice, rows)
    for_one = len(statements)
    rows += [await treated(practice) for _ in range(99)]
    many = await asked(practice, rows)
    for_hundred = len(statements) - for_one

    assert for_one == for_hundred == len(viewers(practice)) * roots
    sizes = {name: len(many[name, Role.OWNER]) / len(few[name, Role.OWNER]) for name in DOCUMENTS}
    grown = {name for name, times in sizes.items() if times > 20}
    assert grown >= {"Cases", "Sessions", "Todos", "Calendar", "Nodes", "WatchCalendar"}


async def test_root_fields_of_one_document_are_asked_side_by_side(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, all_there = Store.read, asyncio.Barrier(3)

    async def together(self: Store, sql: str, values: Sequence[object]) -> Any:
        async with asyncio.timeout(10):
            await all_there.wait()
        return await read(self, sql, values)

    monkeypatch.setattr(Store, "read", together)
    answer = (
        await api.post("{ organization { name } clients { totalCount } todos { totalCount } }")
    ).json()

    assert answer == {
        "data": {
            "organization": {"name": "Harbor"},
            "clients": {"totalCount": 1},
            "todos": {"totalCount": 0},
        }
    }
