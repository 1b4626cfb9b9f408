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
    "relink": ("AttendanceRelink", {}, Act.RELINK_ATTENDANCE),
    "unlink": ("AttendanceUnlink", {}, Act.RELINK_ATTENDANCE),
    "complete many": ("AttendancesComplete", {}, Act.COMPLETE_ATTENDANCE),
    "reschedule": ("SessionReschedule", {}, Act.CHANGE_SESSION),
    "reschedule over": (
        "SessionReschedule",
        {"overrideConflicts": True},
        Act.OVERRIDE_CONFLICT,
    ),
    "note": ("SessionUpdateNotes", {}, Act.CHANGE_SESSION),
    "cancel": ("SessionCancel", {}, Act.CANCEL_SESSION),
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
    "register": ("ClientRegister", {}, Act.REGISTER_CLIENT),
    "reach otherwise": ("ClientUpdate", {}, Act.UPDATE_CONTACT),
    "name otherwise": ("ClientUpdate", {"givenName": "Eva"}, Act.UPDATE_CLIENT),
    "archive": ("ClientArchive", {}, Act.ARCHIVE_CLIENT),
    "restore": ("ClientRestore", {}, Act.ARCHIVE_CLIENT),
    "create a member": ("MemberCreate", {}, Act.MANAGE_MEMBERS),
    "update a member": ("MemberUpdate", {}, Act.MANAGE_MEMBERS),
    "retire a member": ("MemberRetire", {}, Act.MANAGE_MEMBERS),
    "restore a member": ("MemberRestore", {}, Act.MANAGE_MEMBERS),
    "create an owner": ("MemberCreate", {"role": "OWNER"}, Act.CHANGE_OWNER),
    "make an owner": ("MemberUpdate", {"role": "OWNER"}, Act.CHANGE_OWNER),
    "create a location": ("LocationCreate", {}, Act.MANAGE_LOCATIONS),
    "update a location": ("LocationUpdate", {}, Act.MANAGE_LOCATIONS),
    "retire a location": ("LocationRetire", {}, Act.MANAGE_LOCATIONS),
    "create a service": ("ServiceCreate", {}, Act.MANAGE_SERVICES),
    "update a service": ("ServiceUpdate", {}, Act.MANAGE_SERVICES),
    "retire a service": ("ServiceRetire", {}, Act.MANAGE_SERVICES),
    "set up": ("OrganizationUpdate", {}, Act.UPDATE_ORGANIZATION),
}

FORBIDDEN = 104 + 3 + 3 + 1 + 1 + 3 + 1 + 1
READING = {Act.READ_AUDIT}
# What names no record is wrong in another way.
WRONG: dict[str, Json] = {"ClientRegister": {"givenName": " "}, "ServiceCreate": {"minutes": 0}}


def name_of(role: Role) -> str:
    """What the practice calls its member of the role."""
    return "manager" if role is Role.CLINIC_MANAGER else role.lower()


def test_every_act_and_every_mutation_is_tried_here() -> None:
    assert {act for _, _, act in ACTS.values()} == set(Act) - READING
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

    assert len(told) == FORBIDDEN
    assert told == dict.fromkeys(told, (None, ["FORBIDDEN"]))


def mistaken(name: str, input: Json) -> Json:
    """The input with an id that names nothing, or with a bad value where it takes no id."""
    if name in WRONG:
        return {**input, **WRONG[name]}
    path, noun = next(iter(IDS[name].items()))
    return with_value(input, path, public_id(noun, new_key()))


async def test_who_may_is_told_whats_wrong_with_the_rest(
    api: Api, practice: Practice, care: Care
) -> None:
    told = {}

    async with nothing_written(practice):
        for role in Role:
            for what, (name, more, act) in ACTS.items():
                if role in ALLOWED[act]:
                    input = mistaken(name, {**accepted(name, care), **more})
                    answer = await over_http(
                        api.as_(name_of(role)), document(name), {"input": input}
                    )
                    told[role, what] = [code for code, _ in refusals(answer)]

    assert len(told) == len(ACTS) * len(Role) - FORBIDDEN
    assert [at for at, found in told.items() if found not in (["NOT_FOUND"], ["INVALID"])] == []


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
