"""Who may do what: all roles, all mutations. Who may not is told so, and nothing is written."""

import pytest

from domain.access import ALLOWED, Act, Role
from domain.ids import Noun, new_key, public_id
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care, furnish
from tests.schema.inputs import IDS, accepted, with_value
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes, over_http, refusals

ACTS: dict[str, tuple[str, Json, Act]] = {
    "open a case": ("CaseOpen", {}, Act.OPEN_CASE),
    "create a cycle": ("CycleCreate", {}, Act.CREATE_CYCLE),
    "activate a cycle": ("CycleActivate", {}, Act.ACTIVATE_CYCLE),
    "book": ("SessionBook", {}, Act.BOOK_SESSION),
    "book over": ("SessionBook", {"overrideConflicts": True}, Act.OVERRIDE_CONFLICT),
    "complete": ("AttendanceComplete", {}, Act.COMPLETE_ATTENDANCE),
    "complete without consuming": (
        "AttendanceComplete",
        {"withoutConsuming": True},
        Act.COMPLETE_WITHOUT_CONSUMING,
    ),
    "reopen": ("AttendanceReopen", {}, Act.REOPEN_ATTENDANCE),
    "do a todo": ("TodoComplete", {}, Act.CLOSE_TODO),
    "dismiss a todo": ("TodoDismiss", {}, Act.CLOSE_TODO),
    "update a case": ("CaseUpdate", {}, Act.UPDATE_CASE),
    "set a policy": ("CaseUpdate", {"bookingPolicy": None}, Act.SET_BOOKING_POLICY),
    "close a case": ("CaseClose", {}, Act.CLOSE_CASE),
    "reopen a case": ("CaseReopen", {}, Act.REOPEN_CASE),
    "amend a cycle": ("CycleAmend", {}, Act.AMEND_CYCLE),
    "complete a cycle": ("CycleComplete", {}, Act.COMPLETE_CYCLE),
    "discontinue a cycle": ("CycleDiscontinue", {}, Act.DISCONTINUE_CYCLE),
    "reopen a cycle": ("CycleReopen", {}, Act.REOPEN_CYCLE),
    "write a todo": ("TodoCreate", {}, Act.CREATE_TODO),
    "update a todo": ("TodoUpdate", {}, Act.UPDATE_TODO),
    "reassign a todo": ("TodoReassign", {}, Act.REASSIGN_TODO),
    "reopen a todo": ("TodoReopen", {}, Act.REOPEN_TODO),
}


def name_of(role: Role) -> str:
    """What the practice calls its member of the role."""
    return "manager" if role is Role.CLINIC_MANAGER else role.lower()


def test_every_act_and_every_mutation_is_tried_here() -> None:
    assert {act for _, _, act in ACTS.values()} == set(Act)
    assert {name for name, _, _ in ACTS.values()} == set(IDS)


async def test_who_may_not_is_forbidden_and_nothing_is_written(
    api: Api, practice: Practice, care: Care
) -> None:
    told = {}

    async with nothing_written(practice):
        for role in Role:
            for what, (name, more, act) in ACTS.items():
                if role not in ALLOWED[act]:
                    input = {**accepted(name, care), **more}
                    answer = await both(api.as_(name_of(role)), document(name), {"input": input})
                    (payload,) = answer["data"].values()
                    told[role, what] = (payload, codes(answer))

    assert len(told) == 22 + 11 + 9
    assert told == dict.fromkeys(told, (None, ["FORBIDDEN"]))


async def test_who_may_is_told_whats_wrong_with_the_rest(
    api: Api, practice: Practice, care: Care
) -> None:
    told = {}

    async with nothing_written(practice):
        for role in Role:
            for what, (name, more, act) in ACTS.items():
                if role in ALLOWED[act]:
                    path, noun = next(iter(IDS[name].items()))
                    unknown = public_id(noun, new_key())
                    input = with_value({**accepted(name, care), **more}, path, unknown)
                    answer = await over_http(
                        api.as_(name_of(role)), document(name), {"input": input}
                    )
                    told[role, what] = [code for code, _ in refusals(answer)]

    assert len(told) == 132 - 42
    assert [at for at, found in told.items() if found != ["NOT_FOUND"]] == []


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.STAFF, Role.ADMIN])
async def test_a_day_at_the_practice(api: Api, practice: Practice, role: Role) -> None:
    care = await furnish(practice)
    working = ["CaseOpen", "SessionBook", "AttendanceComplete", "AttendanceReopen", "TodoComplete"]
    managing = ["CycleCreate", "CycleActivate"] if role is Role.ADMIN else []

    done = {
        name: await api.as_(name_of(role)).run(name, **accepted(name, care))
        for name in [*working, *managing]
    }

    assert not any(payload["errors"] for payload in done.values())
    assert done["AttendanceComplete"]["attendance"]["completedBy"] == {
        "id": practice.id_of(Noun.MEMBER, practice.people[name_of(role)])
    }
