"""Sessions that come to a cycle, or back into their hour, are judged as when they are booked."""

from uuid import UUID

import pytest

from db import tables
from domain.access import Role
from domain.attendances import AttendanceStatus
from domain.cases import BookingPolicy
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api, Json
from tests.live.soundness import rows
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import Care
from tests.schema.inputs import booking, soon
from tests.schema.rows import nothing_written
from tests.schema.test_booking_policy import WARNING

POLICIES = pytest.mark.parametrize(
    ("policy", "warnings", "codes"),
    [
        (BookingPolicy.ALLOW, [], []),
        (BookingPolicy.WARN, [WARNING], []),
        (BookingPolicy.BLOCK, [], ["BOOKED_BEYOND_AUTHORIZED"]),
    ],
)


async def full(practice: Practice, policy: BookingPolicy) -> tuple[UUID, UUID]:
    """A case and its cycle of 2, on which one is consumed and one open: nothing is free."""
    case = await practice.add_case(booking_policy=policy)
    cycle = await practice.add_cycle(case, authorized=2)
    await practice.add_consumed(case, cycle, 1)
    await practice.add_attendance(case, cycle, NOON + TOMORROW)
    return case, cycle


def codes_of(payload: Json) -> list[str]:
    return [error["code"] for error in payload["errors"]]


@POLICIES
@pytest.mark.parametrize("ended", [AttendanceStatus.CANCELED, AttendanceStatus.MISSED])
async def test_who_comes_back_to_a_full_cycle_is_judged_as_when_booked(
    api: Api,
    practice: Practice,
    ended: AttendanceStatus,
    policy: BookingPolicy,
    warnings: list[str],
    codes: list[str],
) -> None:
    case, cycle = await full(practice, policy)
    gone = await practice.add_attendance(case, cycle, NOON + TOMORROW * 2, status=ended)

    done = await api.run("AttendanceReopen", attendanceId=practice.id_of(Noun.ATTENDANCE, gone))

    assert (done["warnings"], codes_of(done)) == (warnings, codes)


async def test_what_consumed_leaves_the_room_that_it_takes(api: Api, practice: Practice) -> None:
    case = await practice.add_case(booking_policy=BookingPolicy.BLOCK)
    cycle = await practice.add_cycle(case, authorized=1)
    (treated,) = await practice.add_consumed(case, cycle, 1)

    done = await api.run("AttendanceReopen", attendanceId=practice.id_of(Noun.ATTENDANCE, treated))

    assert (done["warnings"], done["errors"]) == ([], [])
    assert done["cycle"]["consumed"] == 0


@POLICIES
async def test_an_open_session_that_is_linked_to_a_full_cycle_is_judged_as_when_booked(
    api: Api, practice: Practice, policy: BookingPolicy, warnings: list[str], codes: list[str]
) -> None:
    case, cycle = await full(practice, policy)
    open_ = practice.id_of(Noun.ATTENDANCE, await practice.add_attendance(case))
    input = {"attendanceId": open_, "cycleId": practice.id_of(Noun.CYCLE, cycle)}

    done = await api.run("AttendanceRelink", **input)

    assert (done["warnings"], codes_of(done)) == (warnings, codes)
    assert [error["path"] for error in done["errors"]] == [["input", "cycleId"]] * len(codes)


@pytest.mark.parametrize("policy", BookingPolicy)
@pytest.mark.parametrize(
    ("mutation", "status"),
    [("CycleActivate", CycleStatus.DRAFT), ("CycleReopen", CycleStatus.DISCONTINUED)],
)
async def test_a_cycle_takes_on_all_that_it_serves_and_says_where_that_is_too_much(
    api: Api, practice: Practice, mutation: str, status: CycleStatus, policy: BookingPolicy
) -> None:
    case = await practice.add_case(booking_policy=policy)
    cycle = await practice.add_cycle(case, authorized=1, status=status)
    for days in (1, 2):
        await practice.add_attendance(case, None, NOON + TOMORROW * days)

    done = await api.run(mutation, cycleId=practice.id_of(Noun.CYCLE, cycle))

    assert done["errors"] == []
    assert done["cycle"]["pending"] == 2
    assert done["warnings"] == ([] if policy is BookingPolicy.ALLOW else [WARNING])


@pytest.mark.parametrize("status", [CycleStatus.COMPLETED, CycleStatus.DISCONTINUED])
async def test_who_is_opened_again_on_an_ended_cycle_is_told_that_it_left_it(
    api: Api, practice: Practice, status: CycleStatus
) -> None:
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized=1, status=status)
    (treated,) = await practice.add_consumed(case, cycle, 1)

    done = await api.run("AttendanceReopen", attendanceId=practice.id_of(Noun.ATTENDANCE, treated))

    (warning,) = done["warnings"]
    assert warning.startswith(f"The cycle is {status}, so the session was taken off it")
    (left,) = [row for row in await rows(practice, tables.attendances) if row.id == treated]
    assert left.cycle_id is None


async def called_off_and_taken(api: Api, care: Care) -> tuple[str, Json]:
    """An attendance that was called off, and the session that has its hour since."""
    (item,) = booking(care)["items"]
    at = {**item, "startsAt": soon(), "endsAt": soon(1)}
    first = await api.run("SessionBook", **booking(care, items=[at]))
    off = await api.run("SessionCancel", sessionId=first["session"]["id"])
    second = await api.run("SessionBook", **booking(care, items=[at]))
    assert [first["errors"], off["errors"], second["errors"]] == [[], [], []]
    return off["attendances"][0]["id"], second["session"]


async def test_an_hour_that_others_took_is_taken_back_by_who_may_override_on_record(
    api: Api, practice: Practice, care: Care
) -> None:
    attendance, other = await called_off_and_taken(api, care)

    async with nothing_written(practice):
        refused = await api.run("AttendanceReopen", attendanceId=attendance)
    back = await api.run("AttendanceReopen", attendanceId=attendance, overrideConflicts=True)

    assert refused["errors"][0]["code"] == "BOOKING_CONFLICT"
    assert back["errors"] == []
    session = await api.read("Session", id=back["session"]["id"])
    assert [item["conflictOverridden"] for item in session["items"]] == [True]
    assert session["canceledAt"] is None
    assert other["id"] != session["id"]
    restored = [
        row for row in await rows(practice, tables.audit_entries) if row.kind == "SESSION_RESTORED"
    ]
    assert [row.after["overridden"] for row in restored] == [[session["items"][0]["id"]]]


async def test_an_hour_is_not_taken_back_by_who_may_not_override(api: Api, care: Care) -> None:
    attendance, _ = await called_off_and_taken(api, care)
    clinician = api.as_(Role.CLINICIAN.lower())

    input = {"attendanceId": attendance, "overrideConflicts": True}
    answer = await clinician.ask("AttendanceReopen", input=input)

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLIENT])
async def test_any_member_may_be_the_clinician_of_an_item(
    api: Api, practice: Practice, care: Care, role: Role
) -> None:
    member = practice.id_of(Noun.MEMBER, await practice.add_member("helper", role))
    (item,) = booking(care)["items"]

    done = await api.run("SessionBook", **booking(care, items=[{**item, "clinicianId": member}]))

    assert done["errors"] == []
    assert done["session"]["items"][0]["clinician"]["id"] == member
