"""Nobody is booked twice for the same hour, unless a manager says so, on record."""

from typing import Any

from sqlalchemy import select

from db import tables
from domain.access import Role
from domain.attendances import AttendanceStatus
from domain.errors import BookingConflict, sentence
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import NOON, Practice
from tests.schema.care import Care, put
from tests.schema.inputs import booking, soon
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes


def refusal(*sessions: str) -> Json:
    """The hour is taken by these sessions."""
    return {
        "__typename": "BookingConflictError",
        "message": sentence(BookingConflict),
        "code": "BOOKING_CONFLICT",
        "path": ["input", "items"],
        "conflicting": sorted(sessions),
        "conflictingTotal": len(sessions),
    }


async def another_client(practice: Practice) -> list[Json]:
    """Attendees: a client who has never been here."""
    return [{"clientId": practice.id_of(Noun.CLIENT, await practice.add_client())}]


def at(care: Care, start: float, end: float, **given: Any) -> list[Json]:
    """Items: one at these hours."""
    (item,) = booking(care)["items"]
    return [{**item, "startsAt": soon(start), "endsAt": soon(end), **given}]


async def test_a_clinician_is_not_booked_twice(api: Api, practice: Practice, care: Care) -> None:
    first = await api.run("SessionBook", **booking(care))
    second = booking(care, attendees=await another_client(practice), items=at(care, 0.5, 1.5))

    async with nothing_written(practice):
        refused = await both(api, document("SessionBook"), {"input": second})

    assert refused["data"]["sessionBook"]["errors"] == [refusal(first["session"]["id"])]


async def test_a_client_is_not_booked_twice(api: Api, practice: Practice, care: Care) -> None:
    first = await api.run("SessionBook", **booking(care))
    other = practice.id_of(Noun.MEMBER, await practice.add_member("second", Role.CLINICIAN))
    second = booking(care, items=at(care, 0.5, 0.75, clinicianId=other))

    async with nothing_written(practice):
        refused = await both(api, document("SessionBook"), {"input": second})

    assert refused["data"]["sessionBook"]["errors"] == [refusal(first["session"]["id"])]


async def test_every_session_in_the_way_is_named(api: Api, practice: Practice, care: Care) -> None:
    ids = [
        (await api.run("SessionBook", **booking(care, items=at(care, hour, hour + 1))))["session"]
        for hour in (0, 1, 2)
    ]

    refused = await api.run("SessionBook", **booking(care, items=at(care, 0.5, 2.5)))

    assert refused["errors"] == [refusal(*[session["id"] for session in ids])]


async def test_sessions_may_touch_and_what_was_called_off_is_in_nobodys_way(
    api: Api, practice: Practice, care: Care
) -> None:
    first = await api.run("SessionBook", **booking(care))
    (attendance,) = first["session"]["attendances"]

    touching = await api.run("SessionBook", **booking(care, items=at(care, 1, 2)))
    await api.run("AttendanceComplete", attendanceId=attendance["id"], outcome="CANCELED")
    instead = await api.run("SessionBook", **booking(care))

    assert touching["errors"] == []
    assert instead["errors"] == []


async def test_sessions_that_have_no_clinician_yet_are_in_nobodys_way(
    api: Api, practice: Practice, care: Care
) -> None:
    open_item = at(care, 0, 1, clinicianId=None)

    first = await api.run("SessionBook", **booking(care, items=open_item))
    attendees = await another_client(practice)
    second = await api.run("SessionBook", **booking(care, items=open_item, attendees=attendees))

    assert first["errors"] == []
    assert second["errors"] == []


async def test_a_manager_overrides_on_record(api: Api, practice: Practice, care: Care) -> None:
    first = await api.run("SessionBook", **booking(care))

    over = await api.run("SessionBook", **booking(care, overrideConflicts=True))

    assert over["errors"] == []
    assert [item["conflictOverridden"] for item in first["session"]["items"]] == [False]
    assert [item["conflictOverridden"] for item in over["session"]["items"]] == [True]
    assert await recorded(practice) == [[], [item["id"] for item in over["session"]["items"]]]


async def recorded(practice: Practice) -> list[list[str]]:
    """What the audit says of the bookings, which items went over a conflict."""
    audit = tables.audit_entries
    async with practice.store.reading() as tx:
        kept = await tx.execute(select(audit.c.after).order_by(audit.c.created_at, audit.c.id))
        return [after["overridden"] for (after,) in kept.all() if "overridden" in after]


async def test_only_the_items_that_are_in_conflict_are_on_record_as_overridden(
    api: Api, care: Care
) -> None:
    await api.run("SessionBook", **booking(care))
    three = [*at(care, 0, 1), *at(care, 2, 3), {"serviceId": care.service}]

    over = await api.run("SessionBook", **booking(care, items=three, overrideConflicts=True))
    first, second, third = [item["id"] for item in over["session"]["items"]]
    moves = [
        {"itemId": second, "startsAt": soon(0.5)},
        {"itemId": first, "startsAt": soon(4)},
        {"itemId": third, "startsAt": soon(6), "endsAt": soon(7)},
    ]
    moved = await api.run(
        "SessionReschedule", sessionId=over["session"]["id"], items=moves, overrideConflicts=True
    )

    assert over["errors"] == moved["errors"] == []
    assert overridden(over) == [True, False, False]
    assert overridden(moved) == [False, True, False]


def overridden(payload: Json) -> list[bool]:
    """Of each item, whether it was booked over a conflict."""
    return [item["conflictOverridden"] for item in payload["session"]["items"]]


async def test_nothing_is_on_record_where_there_was_nothing_to_override(
    api: Api, practice: Practice, care: Care
) -> None:
    booked = await api.run("SessionBook", **booking(care, overrideConflicts=True))

    assert [item["conflictOverridden"] for item in booked["session"]["items"]] == [False]


async def test_a_clinician_may_not_override(api: Api, practice: Practice, care: Care) -> None:
    await api.run("SessionBook", **booking(care))
    over = {"input": booking(care, overrideConflicts=True)}

    async with nothing_written(practice):
        told = [
            await both(api.as_(who), document("SessionBook"), over)
            for who in ("clinician", "staff")
        ]

    assert [(answer["data"], codes(answer)) for answer in told] == [
        ({"sessionBook": None}, ["FORBIDDEN"])
    ] * 2


async def test_an_hour_is_free_again_for_a_client_who_is_called_off_in_a_group(
    api: Api, practice: Practice, care: Care
) -> None:
    (other,) = await another_client(practice)
    own = booking(care)["attendees"][0]
    group = await api.run("SessionBook", **booking(care, attendees=[own, other]))
    (mine,) = [a for a in group["session"]["attendances"] if a["client"]["id"] == care.client]
    await put(
        practice,
        tables.attendances,
        mine["id"],
        status=AttendanceStatus.CANCELED,
        completed_at=NOON,
    )

    booked = await api.run("SessionBook", **booking(care, items=at(care, 0, 1, clinicianId=None)))

    assert booked["errors"] == []


async def test_a_clinician_does_not_give_two_items_of_one_session_at_once(
    api: Api, practice: Practice, care: Care
) -> None:
    other = practice.id_of(Noun.MEMBER, await practice.add_member("second", Role.CLINICIAN))
    alone, together = at(care, 0, 1), at(care, 0.5, 1.5)

    async with nothing_written(practice):
        refused = await api.run("SessionBook", **booking(care, items=[*alone, *together]))
    two = at(care, 0.5, 1.5, clinicianId=other)
    by_two = await api.run("SessionBook", **booking(care, items=[*alone, *two]))
    over = await api.run(
        "SessionBook", **booking(care, items=[*alone, *together], overrideConflicts=True)
    )

    assert refused["errors"] == [refusal()]
    assert by_two["errors"] == over["errors"] == []
    assert [item["conflictOverridden"] for item in over["session"]["items"]] == [True, True]


async def test_an_item_is_not_moved_to_where_its_clinician_gives_another_of_the_session(
    api: Api, practice: Practice, care: Care
) -> None:
    booked = await api.run("SessionBook", **booking(care, items=[*at(care, 0, 1), *at(care, 1, 2)]))
    session = booked["session"]
    move = {"itemId": session["items"][0]["id"], "startsAt": soon(0.5)}

    async with nothing_written(practice):
        refused = await api.run("SessionReschedule", sessionId=session["id"], items=[move])

    assert refused["errors"] == [refusal(session["id"])]
