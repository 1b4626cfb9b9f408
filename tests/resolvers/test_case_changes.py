"""Cases are updated, closed and reopened; absent and null differ."""

from typing import Any

import pytest

from db import tables
from domain.cases import BookingPolicy
from domain.ids import Noun
from tests.api import Api
from tests.practice import Practice
from tests.resolvers.cases_of_ten import codes, ten
from tests.schema.care import put

NULLABLE: dict[str, Any] = {
    "supervisingClinician": None,
    "issuedOn": "2026-01-05",
    "expiresOn": "2026-06-05",
    "maxSessions": 12,
    "bookingPolicy": "BLOCK",
}


async def whole_case(practice: Practice) -> str:
    """A case in which nothing is null."""
    case = practice.id_of(Noun.CASE, await practice.add_case(max_sessions=12))
    policy = {"booking_policy": BookingPolicy.BLOCK}
    await put(practice, tables.cases, case, **policy)
    return case


async def test_what_is_absent_stays_and_what_is_null_goes(api: Api, practice: Practice) -> None:
    case = await whole_case(practice)
    days = {"issuedOn": "2026-01-05", "expiresOn": "2026-06-05"}

    dated = (await api.run("CaseUpdate", caseId=case, **days))["case"]
    for name in NULLABLE:
        field = "supervisingClinicianId" if name == "supervisingClinician" else name
        cleared = (await api.run("CaseUpdate", caseId=case, **{field: None}))["case"]
        changed = {part for part in dated if dated[part] != cleared[part]}
        assert (cleared[name], changed) == (None, {name, "version"})
        dated = cleared


@pytest.mark.parametrize("name", ["title", "locationId"])
async def test_what_a_case_cannot_be_without_cannot_be_null(
    api: Api, practice: Practice, name: str
) -> None:
    case = await whole_case(practice)

    refused = await api.run("CaseUpdate", **{"caseId": case, name: None})

    assert codes(refused) == [("INVALID", name)]


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"expiresOn": "2026-01-04"}, "expiresOn"),
        ({"issuedOn": "2026-06-06"}, "issuedOn"),
        ({"issuedOn": "2026-03-02", "expiresOn": "2026-03-01"}, "expiresOn"),
        ({"title": "x" * 10_000}, "title"),
        ({"title": "Left\u0000knee"}, "title"),
        ({"maxSessions": 0}, "maxSessions"),
        ({"maxSessions": -5}, "maxSessions"),
    ],
)
async def test_a_bad_value_is_told_at_the_field_that_was_given(
    api: Api, practice: Practice, given: dict[str, Any], at: str
) -> None:
    case = await whole_case(practice)
    await api.run("CaseUpdate", caseId=case, issuedOn="2026-01-05", expiresOn="2026-06-05")

    assert codes(await api.run("CaseUpdate", caseId=case, **given)) == [("INVALID", at)]


async def test_a_case_is_closed_when_nothing_is_under_way_and_told_what_is(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, booked=1)

    refused = await api.run("CaseClose", caseId=made.case)
    await api.run("CycleDiscontinue", cycleId=made.cycle, reason="Moved")
    open_still = await api.run("CaseClose", caseId=made.case)
    outcome = {"attendanceId": made.booked[0], "outcome": "CANCELED"}
    await api.run("AttendanceComplete", **outcome)
    closed = await api.run("CaseClose", caseId=made.case)

    (error,) = refused["errors"]
    assert codes(refused) == codes(open_still) == [("CASE_IN_USE", "caseId")]
    assert (error["activeCycles"], error["activeCyclesTotal"]) == ([made.cycle], 1)
    assert (error["openSessionsTotal"], len(error["openSessions"])) == (1, 1)
    assert open_still["errors"][0]["activeCycles"] == []
    assert closed["case"]["status"] == "CLOSED"


async def test_a_closed_case_is_reopened_before_it_is_updated(api: Api, practice: Practice) -> None:
    case = await whole_case(practice)
    await api.run("CaseClose", caseId=case)

    refused = await api.run("CaseUpdate", caseId=case, title="Right knee")
    twice = await api.run("CaseClose", caseId=case)
    reopened = await api.run("CaseReopen", caseId=case)
    again = await api.run("CaseReopen", caseId=case)

    assert codes(refused) == [("CASE_CLOSED", "caseId")]
    assert codes(twice) == codes(again) == [("ILLEGAL_STEP", "caseId")]
    assert reopened["case"]["status"] == "OPEN"
