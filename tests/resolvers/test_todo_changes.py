"""Todos written by hand and changed; absent and null differ."""

from typing import Any

import pytest

from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.resolvers.cases_of_ten import codes, ten


async def written(api: Api, **given: Any) -> Json:
    """A todo written for the front desk."""
    first = {"title": "Call", "note": "After noon", "dueOn": "2026-12-01", "assigneeRole": "STAFF"}
    made: Json = (await api.run("TodoCreate", **{**first, **given}))["todo"]
    return made


async def test_a_todo_about_a_cycle_points_at_its_case_and_client_too(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice)

    todo = await written(api, cycleId=made.cycle)

    assert (todo["cycle"], todo["case"]) == ({"id": made.cycle}, {"id": made.case})
    assert todo["client"] == {"id": practice.id_of(Noun.CLIENT, practice.client)}
    assert todo["status"] == "OPEN"


async def test_a_todo_is_about_one_thing_at_most(api: Api, practice: Practice) -> None:
    made = await ten(practice)
    both = {"caseId": made.case, "cycleId": made.cycle}

    refused = await api.run("TodoCreate", title="Call", assigneeRole="STAFF", **both)

    assert codes(refused) == [("INVALID", "cycleId")]


async def test_everything_wrong_with_a_todo_is_told_at_once(api: Api, practice: Practice) -> None:
    wrong = {"title": "x" * 10_000, "note": "nul \u0000", "caseId": "case_x"}

    refused = await api.run("TodoCreate", **wrong)
    clients = await api.run("TodoCreate", title="Call", assigneeRole="CLIENT")

    assert codes(refused) == [
        ("INVALID", "title"),
        ("INVALID", "note"),
        ("INVALID", "assigneeId"),
        ("NOT_FOUND", "caseId"),
    ]
    assert codes(clients) == [("INVALID", "assigneeRole")]


@pytest.mark.parametrize("name", ["note", "dueOn"])
async def test_what_is_absent_stays_and_what_is_null_goes(
    api: Api, practice: Practice, name: str
) -> None:
    todo = await written(api)

    renamed = (await api.run("TodoUpdate", todoId=todo["id"], title="Write"))["todo"]
    cleared = (await api.run("TodoUpdate", todoId=todo["id"], **{name: None}))["todo"]

    assert renamed == {**{part: todo[part] for part in renamed}, "title": "Write", "version": 2}
    assert cleared == {**renamed, name: None, "version": 3}


async def test_a_todo_is_given_to_a_member_and_back_to_a_role_but_never_to_nobody(
    api: Api, practice: Practice
) -> None:
    id = (await written(api))["id"]
    member = practice.id_of(Noun.MEMBER, practice.people["clinician"])

    given = await api.run("TodoReassign", todoId=id, assigneeId=member, assigneeRole=None)
    nobody = await api.run("TodoReassign", todoId=id, assigneeId=None)
    back = await api.run("TodoReassign", todoId=id, assigneeId=None, assigneeRole="ADMIN")

    assert (given["todo"]["assignee"], given["todo"]["assigneeRole"]) == ({"id": member}, None)
    assert codes(nobody) == [("INVALID", "assigneeId")]
    assert (back["todo"]["assignee"], back["todo"]["assigneeRole"]) == (None, "ADMIN")


async def test_a_closed_todo_is_reopened_before_it_is_reassigned(
    api: Api, practice: Practice
) -> None:
    id = (await written(api))["id"]
    early = await api.run("TodoReopen", todoId=id)
    await api.run("TodoDismiss", todoId=id)

    refused = await api.run("TodoReassign", todoId=id, assigneeRole="ADMIN")
    reopened = await api.run("TodoReopen", todoId=id)

    assert codes(early) == [("ILLEGAL_STEP", "todoId")]
    assert codes(refused) == [("TODO_CLOSED", "todoId")]
    assert (reopened["todo"]["status"], reopened["todo"]["closedAt"]) == ("OPEN", None)
