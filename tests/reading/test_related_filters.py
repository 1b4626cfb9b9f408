"""Filters of related records: one and the same record must meet all that is given."""

from datetime import timedelta
from typing import Any

from db import tables
from domain.attendances import AttendanceStatus
from domain.cases import CaseStatus
from domain.ids import Noun
from tests.api import Api
from tests.practice import NOON, Practice
from tests.reading.pages import found, ids

HOUR = timedelta(hours=1)


async def test_all_that_is_given_must_hold_of_one_related_record(
    api: Api, practice: Practice
) -> None:
    split, whole = await practice.add_case(), await practice.add_case(status=CaseStatus.CLOSED)
    canceled: dict[str, Any] = {"status": AttendanceStatus.CANCELED, "completed_at": NOON}
    await practice.add_attendance(split, starts_at=NOON, **canceled)
    await practice.add_attendance(split, starts_at=NOON + HOUR)
    await practice.add_attendance(whole, starts_at=NOON + HOUR, **canceled)
    late = {"startsAt": {"from": (NOON + HOUR).isoformat()}}

    matched = await found(
        api, "Cases", filter={"attendances": {"status": ["CANCELED"], "session": late}}
    )

    assert matched == [practice.id_of(Noun.CASE, whole)]


async def test_a_related_record_counts_once_however_often_it_matches(
    api: Api, practice: Practice
) -> None:
    more = [
        await practice.add(
            tables.services, name="More", minutes=9, color="#000000", fee_minor=0, wage_minor=0
        )
        for _ in range(3)
    ]
    case = await practice.add_case()
    await practice.add_cycle(case, services=[practice.service, *more])
    own = [practice.id_of(Noun.SERVICE, key) for key in (practice.service, *more)]

    page = await api.read("Cases", filter={"cycles": {"services": {"ids": own}}})

    assert ids([page]) == [practice.id_of(Noun.CASE, case)]
    assert page["totalCount"] == 1
