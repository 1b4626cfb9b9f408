"""Cycles 6 and 7: whom a milestone calls, by which threshold, and that it calls once."""

import pytest

from db import tables
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.resolvers.cases_of_ten import Ten, ten, titles
from tests.schema.care import put

SUMMARY, RENEWAL = "Progress Summary Due", "Cycle Renewal Due"


def member(practice: Practice, who: str) -> str:
    """The id of somebody who works there."""
    return practice.id_of(Noun.MEMBER, practice.people[who])


async def complete(api: Api, made: Ten, nth: int = 0) -> Json:
    """Treat one of the booked."""
    return await api.run("AttendanceComplete", attendanceId=made.booked[nth])


def called(payload: Json) -> list[tuple[str, str | None, str]]:
    """What each todo is called, for whom it is, and for which role."""
    return [
        (todo["title"], todo["assignee"] and todo["assignee"]["id"], todo["assigneeRole"])
        for todo in payload["todosCreated"]
    ]


async def last_of_ten(practice: Practice) -> Ten:
    """One treatment from both thresholds: the practice calls at 100 % for both."""
    both = {"summary_percent": 100, "renewal_percent": 100}
    return await ten(practice, used=9, booked=1, **both)


async def test_one_treatment_can_cross_both_thresholds(api: Api, practice: Practice) -> None:
    payload = await complete(api, await last_of_ten(practice))

    assert called(payload) == [
        (SUMMARY, member(practice, "clinician"), "CLINICIAN"),
        (RENEWAL, member(practice, "manager"), "CLINIC_MANAGER"),
    ]


async def test_whoever_is_missing_the_todo_is_for_the_role(api: Api, practice: Practice) -> None:
    made = await last_of_ten(practice)
    await put(practice, tables.cases, made.case, supervisor_id=None)
    await put(practice, tables.locations, f"_{practice.location.hex}", manager_id=None)

    payload = await complete(api, made)

    assert called(payload) == [(SUMMARY, None, "CLINICIAN"), (RENEWAL, None, "CLINIC_MANAGER")]


@pytest.mark.parametrize("gone", ["clinician", "manager"])
async def test_whoever_has_retired_is_missing(api: Api, practice: Practice, gone: str) -> None:
    made, owner = await last_of_ten(practice), api.as_("owner")
    await owner.run("MemberRetire", memberId=member(practice, gone))

    payload = await complete(owner, made)

    assert [who for _, who, _ in called(payload)] == [
        None if who == gone else member(practice, who) for who in ("clinician", "manager")
    ]


async def test_the_practice_sets_the_thresholds_and_a_cycle_may_have_its_own(
    api: Api, practice: Practice
) -> None:
    own = {"summary_percent": 100}
    usual, special = await ten(practice, used=4, booked=1), await ten(practice, 4, 1, **own)
    shares = {"progressSummaryPercent": 50, "renewalPercent": 50}
    id = practice.id_of(Noun.ORGANIZATION, practice.organization)
    await api.as_("owner").run("OrganizationUpdate", organizationId=id, **shares)

    fifth, other = await complete(api, usual), await complete(api, special)

    assert titles(fifth) == [SUMMARY, RENEWAL]
    assert titles(other) == [RENEWAL]


@pytest.mark.parametrize("closing", ["TodoComplete", "TodoDismiss"])
async def test_a_milestone_whose_todo_is_closed_does_not_fire_again_in_its_run(
    api: Api, practice: Practice, closing: str
) -> None:
    made = await ten(practice, used=7, booked=2)
    (todo,) = (await complete(api, made))["todosCreated"]
    closed = await api.run(closing, todoId=todo["id"])

    await api.run("AttendanceReopen", attendanceId=made.booked[0])
    again, ninth = await complete(api, made), await complete(api, made, 1)

    assert closed["errors"] == []
    assert (titles(again), titles(ninth)) == ([], [RENEWAL])


async def test_activating_fires_what_sessions_carried_in_have_passed(
    api: Api, practice: Practice
) -> None:
    case = await practice.add_case()
    service = practice.id_of(Noun.SERVICE, practice.service)
    drafted = await api.run(
        "CycleCreate",
        caseId=practice.id_of(Noun.CASE, case),
        serviceIds=[service],
        authorized=10,
        carriedIn=8,
    )

    activated = await api.run("CycleActivate", cycleId=drafted["cycle"]["id"])

    assert titles(activated) == [SUMMARY]


async def test_a_manual_todo_is_always_possible(api: Api, practice: Practice) -> None:
    made = await ten(practice, used=7, booked=1)
    await complete(api, made)

    written = await api.run(
        "TodoCreate", title=SUMMARY, cycleId=made.cycle, assigneeRole="CLINICIAN"
    )

    assert written["errors"] == []
    assert written["todo"]["cycle"] == {"id": made.cycle}
