"""Cases: what a case to be opened must be, and that only an open one takes anything new."""

from datetime import date
from itertools import product

import pytest

from domain.cases import (
    BookingPolicy,
    Case,
    CaseStatus,
    faults_in_case,
    faults_in_update,
    must_be_idle,
    must_be_open,
    step,
)
from domain.errors import CaseIsClosed, ErrorCode, IllegalStep
from domain.ids import new_key
from domain.refusals import CaseInUse

PATH = ("input", "caseId")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def case_that_is(status: CaseStatus) -> Case:
    return Case(new_key(), new_key(), new_key(), status, None, BookingPolicy.WARN)


def test_an_open_case_takes_new_cycles_and_sessions() -> None:
    must_be_open(case_that_is(CaseStatus.OPEN), PATH)


def test_a_closed_case_takes_none_and_says_how_it_would() -> None:
    with pytest.raises(CaseIsClosed, match="Reopen it first") as refused:
        must_be_open(case_that_is(CaseStatus.CLOSED), PATH)

    assert refused.value.path == PATH
    assert refused.value.code is ErrorCode.CASE_CLOSED


@pytest.mark.parametrize(
    ("issued_on", "expires_on"), [(None, None), (MAY, None), (None, MAY), (MAY, JUNE), (MAY, MAY)]
)
@pytest.mark.parametrize("max_sessions", [None, 1, 1000])
def test_a_case_within_its_bounds_is_opened(
    issued_on: date | None, expires_on: date | None, max_sessions: int | None
) -> None:
    assert faults_in_case("Left knee", issued_on, expires_on, max_sessions) == []


@pytest.mark.parametrize(
    ("issued_on", "expires_on", "max_sessions", "wrong"),
    [
        (JUNE, MAY, None, ["expiresOn"]),
        (None, None, 0, ["maxSessions"]),
        (None, None, -1, ["maxSessions"]),
        (None, None, 1001, ["maxSessions"]),
        (JUNE, MAY, 0, ["expiresOn", "maxSessions"]),
    ],
)
def test_a_case_beyond_its_bounds_is_refused_field_by_field(
    issued_on: date | None, expires_on: date | None, max_sessions: int | None, wrong: list[str]
) -> None:
    faults = faults_in_case("Left knee", issued_on, expires_on, max_sessions)

    assert [fault.path for fault in faults] == [("input", name) for name in wrong]


def test_the_title_is_told_with_the_rest() -> None:
    faults = faults_in_case(" ", JUNE, MAY, 0)

    assert [fault.path[-1] for fault in faults] == ["title", "expiresOn", "maxSessions"]


@pytest.mark.parametrize(("now", "wanted"), list(product(CaseStatus, CaseStatus)))
def test_a_case_is_closed_and_opened_again_and_goes_nowhere_else(
    now: CaseStatus, wanted: CaseStatus
) -> None:
    if now is not wanted:
        assert step(now, wanted, PATH) is wanted
        return
    with pytest.raises(IllegalStep, match=f"This case is {now} and cannot become {wanted}"):
        step(now, wanted, PATH)


def test_a_case_under_way_is_not_closed_and_the_refusal_names_what_is() -> None:
    must_be_idle([], [], PATH)
    cycle, sessions = new_key(), [new_key() for _ in range(25)]

    with pytest.raises(CaseInUse, match="active cycles: 1, open sessions: 25") as refused:
        must_be_idle([cycle], sessions, PATH)

    assert refused.value.cycles == (cycle,)
    assert (len(refused.value.sessions), refused.value.sessions_total) == (20, 25)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, []),
        ({"title": "Right knee"}, []),
        ({"issued_on": JUNE}, ["issuedOn"]),
        ({"issued_on": JUNE, "expires_on": None}, []),
        ({"issued_on": JUNE, "expires_on": MAY}, ["expiresOn"]),
        ({"title": " ", "max_sessions": 0}, ["title", "maxSessions"]),
    ],
)
def test_an_update_is_judged_with_what_stays_and_told_of_what_is_given(
    given: dict[str, object], wrong: list[str]
) -> None:
    now = {"title": "Knee", "issued_on": MAY, "expires_on": MAY, "max_sessions": None}

    assert [fault.path[-1] for fault in faults_in_update(given, now)] == wrong
