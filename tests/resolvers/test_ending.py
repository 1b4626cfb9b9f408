"""Cycles 2, 7 and 8: how cycles end, and what reopening one brings back."""

import pytest

from db import tables
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api
from tests.practice import Practice
from tests.resolvers.cases_of_ten import codes, linked, ten, titles
from tests.schema.care import put

BOTH = ["Progress Summary Due", "Cycle Renewal Due"]


async def test_a_cycle_is_completed_at_its_authorized_count_alone(
    api: Api, practice: Practice
) -> None:
    early, there = await ten(practice, used=9), await ten(practice, used=8, carried_in=2)

    refused = await api.run("CycleComplete", cycleId=early.cycle)
    done = await api.run("CycleComplete", cycleId=there.cycle)

    assert codes(refused) == [("CYCLE_NOT_USED_UP", "cycleId")]
    assert refused["errors"][0]["remaining"] == 1
    assert (done["errors"], done["cycle"]["status"]) == ([], "COMPLETED")
    assert done["cycle"]["endedAt"] is not None


@pytest.mark.parametrize("status", [CycleStatus.DRAFT, CycleStatus.ACTIVE])
async def test_a_cycle_stops_early_with_a_reason(
    api: Api, practice: Practice, status: CycleStatus
) -> None:
    made = await ten(practice, status=status)

    wordless = await api.run("CycleDiscontinue", cycleId=made.cycle, reason=" ")
    done = await api.run("CycleDiscontinue", cycleId=made.cycle, reason=" Moved away ")

    assert codes(wordless) == [("INVALID", "reason")]
    assert (done["cycle"]["status"], done["cycle"]["endedBecause"]) == (
        "DISCONTINUED",
        "Moved away",
    )


async def test_open_sessions_leave_a_cycle_that_ends_and_the_next_one_finds_them(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, used=1, booked=2)
    case, service = made.case, practice.id_of(Noun.SERVICE, practice.service)
    drafted = await api.run("CycleCreate", caseId=case, serviceIds=[service], authorized=5)

    stopped = await api.run("CycleDiscontinue", cycleId=made.cycle, reason="Renewed")
    renewed = await api.run("CycleActivate", cycleId=drafted["cycle"]["id"])

    assert stopped["cycle"]["pending"] == 0
    assert renewed["cycle"]["pending"] == 2
    assert [cycle["status"] for cycle in stopped["case"]["cycles"]] == ["DISCONTINUED", "DRAFT"]


async def test_reopening_starts_a_run_in_which_what_was_passed_fires_at_once(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, used=9, booked=1)
    last = await api.run("AttendanceComplete", attendanceId=made.booked[0])
    await api.run("CycleComplete", cycleId=made.cycle)

    again = await api.run("CycleReopen", cycleId=made.cycle)
    amended = await api.run("CycleAmend", cycleId=made.cycle, authorized=11)

    assert titles(last) == titles(again) == BOTH
    assert (again["cycle"]["status"], again["cycle"]["endedAt"]) == ("ACTIVE", None)
    assert titles(amended) == []


async def test_reopening_links_open_sessions_as_activation_does(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, booked=2)
    await api.run("CycleDiscontinue", cycleId=made.cycle, reason="Ill")

    again = await api.run("CycleReopen", cycleId=made.cycle)

    assert again["cycle"]["pending"] == 2
    assert again["cycle"]["endedBecause"] is None
    assert await linked(practice, made.key) == made.booked


async def test_a_cycle_is_not_reopened_beside_another_that_serves_its_service(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, status=CycleStatus.DISCONTINUED)
    service = practice.id_of(Noun.SERVICE, practice.service)
    drafted = await api.run("CycleCreate", caseId=made.case, serviceIds=[service], authorized=5)
    await api.run("CycleActivate", cycleId=drafted["cycle"]["id"])

    refused = await api.run("CycleReopen", cycleId=made.cycle)

    assert codes(refused) == [("SERVICE_ALREADY_SERVED", "cycleId")]


@pytest.mark.parametrize("status", [CycleStatus.DRAFT, CycleStatus.DISCONTINUED])
async def test_a_closed_case_takes_no_cycle(
    api: Api, practice: Practice, status: CycleStatus
) -> None:
    made = await ten(practice, status=status)
    await put(practice, tables.cases, made.case, status="CLOSED")
    name = "CycleAmend" if status is CycleStatus.DRAFT else "CycleReopen"

    assert codes(await api.run(name, cycleId=made.cycle)) == [("CASE_CLOSED", "cycleId")]


CHANGES = {
    "CycleActivate": {"DRAFT"},
    "CycleComplete": {"ACTIVE"},
    "CycleDiscontinue": {"DRAFT", "ACTIVE"},
    "CycleReopen": {"COMPLETED", "DISCONTINUED"},
}


@pytest.mark.parametrize("status", CycleStatus)
@pytest.mark.parametrize("name", CHANGES)
async def test_from_every_state_a_cycle_goes_where_the_table_lets_it(
    api: Api, practice: Practice, name: str, status: CycleStatus
) -> None:
    made = await ten(practice, carried_in=10, status=status)
    reason = {"reason": "Ill"} if name == "CycleDiscontinue" else {}

    told = codes(await api.run(name, cycleId=made.cycle, **reason))

    assert told == ([] if status in CHANGES[name] else [("ILLEGAL_STEP", "cycleId")])
