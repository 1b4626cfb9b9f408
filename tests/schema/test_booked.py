"""Sessions that are there are moved, canceled and noted (Sessions 3 and 4)."""

from typing import Any

import pytest

from db import tables
from domain.access import Role
from domain.ids import Noun
from domain.texts import NOTE_LENGTH
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import booking, soon
from tests.schema.rows import nothing_written
from tests.schema.test_audit import entries


def told(payload: Json) -> list[tuple[str, list[str]]]:
    """Code and path of each refusal."""
    return [(each["code"], each["path"]) for each in payload["errors"]]


async def booked(api: Api, care: Care, start: float = 0, end: float = 1, **input: Any) -> Json:
    """A session that was just booked."""
    (item,) = booking(care)["items"]
    at = {**item, "startsAt": soon(start), "endsAt": soon(end)}
    made = await api.run("SessionBook", **booking(care, **{"items": [at], **input}))
    assert made["errors"] == []
    session: Json = made["session"]
    return session


async def move(api: Api, session: Json, *moves: Json, **input: Any) -> Json:
    """Move its first item, or as told."""
    first = session["items"][0]["id"]
    items = [{"itemId": first, **each} for each in moves]
    return await api.run("SessionReschedule", sessionId=session["id"], items=items, **input)


async def test_a_new_start_alone_keeps_the_length(api: Api, care: Care) -> None:
    session = await booked(api, care)
    done = await move(api, session, {"startsAt": soon(5)})

    assert done["errors"] == []
    assert (done["session"]["startsAt"], done["session"]["endsAt"]) == (soon(5), soon(6))
    assert done["session"]["bookingStatus"] == "BOOKED"


async def test_it_may_overlap_with_where_it_was(api: Api, care: Care) -> None:
    done = await move(api, await booked(api, care), {"startsAt": soon(0.5)})

    assert done["errors"] == []


async def test_null_takes_the_time_away_and_absent_keeps_it(
    api: Api, practice: Practice, care: Care
) -> None:
    session = await booked(api, care)
    other = practice.id_of(Noun.MEMBER, await practice.add_member("second", Role.CLINICIAN))
    kept = await move(api, session, {"clinicianId": other})
    gone = await move(api, session, {"startsAt": None})
    open_ = await move(api, session, {"clinicianId": None})

    assert kept["session"]["startsAt"] == soon(0)
    assert kept["session"]["items"][0]["clinician"]["id"] == other
    assert gone["session"]["bookingStatus"] == "AWAITING_BOOKING"
    assert gone["session"]["endsAt"] is None
    assert open_["session"]["items"][0]["clinician"] is None


async def test_a_taken_hour_is_refused_unless_a_manager_says_so_on_record(
    api: Api, care: Care
) -> None:
    first, second = await booked(api, care), await booked(api, care, 3, 4)
    async with nothing_written(api.practice):
        refused = await move(api, second, {"startsAt": soon(0.5)})
    over = await move(api, second, {"startsAt": soon(0.5)}, overrideConflicts=True)

    assert refused["errors"][0]["conflicting"] == [first["id"]]
    assert over["session"]["items"][0]["conflictOverridden"]


async def test_an_item_that_keeps_its_hour_and_clinician_is_not_judged_again(
    api: Api, practice: Practice, care: Care
) -> None:
    await booked(api, care)
    over = await booked(api, care, 0.5, 1.5, overrideConflicts=True)
    elsewhere = practice.id_of(Noun.LOCATION, await practice.add(tables.locations, name="Hill"))

    done = await move(api, over, {"startsAt": soon(0.5), "locationId": elsewhere})
    clash = await move(api, over, {"startsAt": soon(0.75)})

    assert done["errors"] == []
    (item,) = done["session"]["items"]
    assert (item["location"]["id"], item["conflictOverridden"]) == (elsewhere, True)
    assert [each["code"] for each in clash["errors"]] == ["BOOKING_CONFLICT"]


async def test_beside_an_overridden_item_another_may_move(api: Api, care: Care) -> None:
    await booked(api, care)
    (one,) = booking(care)["items"]
    later = {**one, "startsAt": soon(2), "endsAt": soon(3)}
    session = await booked(api, care, items=[one, later], overrideConflicts=True)
    first, second = (each["id"] for each in session["items"])

    done = await move(
        api, session, {"itemId": second, "startsAt": soon(4)}, {"itemId": first, "endsAt": soon(1)}
    )

    assert done["errors"] == []
    assert [each["conflictOverridden"] for each in done["session"]["items"]] == [True, False]
    assert done["session"]["endsAt"] == soon(5)


async def test_a_move_that_changes_nothing_writes_nothing(
    api: Api, practice: Practice, care: Care
) -> None:
    await booked(api, care)
    over = await booked(api, care, 0.5, 1.5, overrideConflicts=True)
    (item,) = over["items"]
    same = {
        "startsAt": soon(0.5).replace("+00:00", "Z"),
        "endsAt": soon(1.5),
        "clinicianId": item["clinician"]["id"],
        "locationId": care.location,
    }
    async with nothing_written(practice):
        done = [await move(api, over, each) for each in (same, {}, {"startsAt": soon(0.5)})]

    assert [each["errors"] for each in done] == [[]] * 3
    kept = [each["session"]["items"][0] for each in done]
    assert [(item["startsAt"], item["conflictOverridden"]) for item in kept] == [
        (soon(0.5), True)
    ] * 3


async def test_what_has_ended_does_not_move(api: Api, care: Care) -> None:
    session = await booked(api, care)
    attendance = session["attendances"][0]["id"]
    await api.run("AttendanceComplete", attendanceId=attendance, outcome="MISSED")
    refused = await move(api, session, {"startsAt": soon(5)})

    assert told(refused) == [("INVALID", ["input", "sessionId"])]


async def test_that_it_has_ended_is_told_with_all_else_that_is_wrong(api: Api, care: Care) -> None:
    session = await booked(api, care)
    attendance = session["attendances"][0]["id"]
    await api.run("AttendanceComplete", attendanceId=attendance)
    async with nothing_written(api.practice):
        refused = await move(
            api, session, {"startsAt": soon(3), "endsAt": soon(2), "clinicianId": care.client}
        )

    assert told(refused) == [
        ("INVALID", ["input", "items", "0", "endsAt"]),
        ("NOT_FOUND", ["input", "items", "0", "clinicianId"]),
        ("INVALID", ["input", "sessionId"]),
    ]


async def test_everything_that_is_wrong_is_told_at_once(api: Api, care: Care) -> None:
    session = await booked(api, care)
    wrong = [
        {"startsAt": soon(3), "endsAt": soon(2)},
        {"itemId": care.session},
        {"itemId": care.case, "clinicianId": care.client},
    ]
    async with nothing_written(api.practice):
        refused = await move(api, session, *wrong)
        far = await move(api, session, {"startsAt": soon(24 * 365 * 50)})
        half = await move(api, session, {"startsAt": soon(3), "endsAt": None})
        none = await move(api, session)
        twice = await move(api, session, {"startsAt": soon(3)}, {"startsAt": soon(4)})

    at = ["input", "items"]
    assert told(refused) == [
        ("INVALID", [*at, "0", "endsAt"]),
        ("NOT_FOUND", [*at, "1", "itemId"]),
        ("NOT_FOUND", [*at, "2", "itemId"]),
        ("NOT_FOUND", [*at, "2", "clinicianId"]),
    ]
    assert told(far) == [("INVALID", [*at, "0", "startsAt"])]
    assert told(half) == [("INVALID", [*at, "0", "endsAt"])]
    assert told(none) == told(twice) == [("INVALID", at)]


async def test_canceling_ends_what_is_open_and_frees_the_hour(api: Api, care: Care) -> None:
    session = await booked(api, care)
    done = await api.run("SessionCancel", sessionId=session["id"], reason="Burst pipe")
    again = await api.run("SessionCancel", sessionId=session["id"])

    assert done["errors"] == []
    assert done["session"]["canceledAt"] is not None
    assert done["session"]["canceledBecause"] == "Burst pipe"
    assert [each["status"] for each in done["attendances"]] == ["CANCELED"]
    assert [each["whyNotConsuming"] for each in done["attendances"]] == ["NOT_TREATED"]
    assert told(again) == [("INVALID", ["input", "sessionId"])]
    await booked(api, care)


async def test_a_group_of_which_somebody_was_treated_is_not_canceled_but_who_is_open_is_called_off(
    api: Api, practice: Practice, care: Care
) -> None:
    own = booking(care)["attendees"]
    others = [
        {"clientId": practice.id_of(Noun.CLIENT, await practice.add_client(name))}
        for name in ("Grace", "Alan")
    ]
    session = await booked(api, care, attendees=[*own, *others])
    by_client = {each["client"]["id"]: each["id"] for each in session["attendances"]}
    treated, missed, left = by_client[care.client], *[by_client[o["clientId"]] for o in others]
    await api.run("AttendanceComplete", attendanceId=treated)
    await api.run("AttendanceComplete", attendanceId=missed, outcome="MISSED")
    done = await api.run("SessionCancel", sessionId=session["id"], reason="Burst pipe")

    assert done["errors"] == []
    assert [(each["id"], each["status"]) for each in done["attendances"]] == [(left, "CANCELED")]
    assert (done["session"]["canceledAt"], done["session"]["canceledBecause"]) == (None, None)
    (entry,) = await entries(api, recordIds=[left])
    assert (entry["kind"], entry["after"]) == (
        "ATTENDANCE_COMPLETED",
        {"status": "CANCELED", "canceledBecause": "Burst pipe"},
    )


async def test_a_group_that_nobody_came_to_is_canceled(
    api: Api, practice: Practice, care: Care
) -> None:
    other = {"clientId": practice.id_of(Noun.CLIENT, await practice.add_client())}
    session = await booked(api, care, attendees=[*booking(care)["attendees"], other])
    missed = session["attendances"][0]["id"]
    await api.run("AttendanceComplete", attendanceId=missed, outcome="MISSED")
    done = await api.run("SessionCancel", sessionId=session["id"])

    assert done["session"]["canceledAt"] is not None
    assert len(done["attendances"]) == 1


async def test_reopening_an_attendance_of_it_takes_the_cancellation_back(
    api: Api, care: Care
) -> None:
    session = await booked(api, care)
    done = await api.run("SessionCancel", sessionId=session["id"])
    reopened = await api.run("AttendanceReopen", attendanceId=done["attendances"][0]["id"])

    assert reopened["errors"] == []
    assert (await api.read("Session", id=session["id"]))["canceledAt"] is None


async def test_notes_absent_stay_and_null_go(api: Api, care: Care) -> None:
    first = await api.run(
        "SessionUpdateNotes", sessionId=care.session, publicNote="Bring shoes", privateNote="Shy"
    )
    second = await api.run("SessionUpdateNotes", sessionId=care.session, privateNote=None)

    assert first["session"]["privateNote"] == "Shy"
    assert (second["session"]["publicNote"], second["session"]["privateNote"]) == (
        "Bring shoes",
        None,
    )


@pytest.mark.parametrize("note", ["x" * (NOTE_LENGTH + 1), "a\0", "bell\a"])
async def test_a_note_that_is_none_is_refused(api: Api, care: Care, note: str) -> None:
    async with nothing_written(api.practice):
        refused = await api.run("SessionUpdateNotes", sessionId=care.session, publicNote=note)
        because = await api.run("SessionCancel", sessionId=care.session, reason=note)

    assert told(refused) == [("INVALID", ["input", "publicNote"])]
    assert told(because) == [("INVALID", ["input", "reason"])]


async def test_a_stale_version_is_refused_with_the_current_one(api: Api, care: Care) -> None:
    session = await booked(api, care)
    stale = await move(api, session, {"startsAt": soon(5)}, expectedVersion=9)
    canceled = await api.run("SessionCancel", sessionId=session["id"], expectedVersion=9)

    assert [each["errors"][0]["current"] for each in (stale, canceled)] == [1, 1]


@pytest.mark.parametrize(
    ("operation", "input"),
    [("SessionCancel", {}), ("SessionReschedule", {"items": []}), ("SessionUpdateNotes", {})],
)
async def test_a_client_changes_nothing_of_a_session(
    api: Api, care: Care, operation: str, input: Json
) -> None:
    answer = await api.as_("client").ask(operation, input={"sessionId": care.session, **input})

    assert [each["extensions"]["code"] for each in answer["errors"]] == ["FORBIDDEN"]
