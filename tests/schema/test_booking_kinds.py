"""One form books single and group sessions, with a time or without (Sessions 1 and 2)."""

from typing import Any

import pytest

from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import booking, soon

HOURS = [(0, 1), (1, 2)]


async def booked(api: Api, care: Care, **given: Any) -> Json:
    """A session that was just booked."""
    done = await api.run("SessionBook", **booking(care, **given))
    assert done["errors"] == []
    session: Json = done["session"]
    return session


def items(care: Care, *hours: tuple[float, float] | None) -> list[Json]:
    """An item for each span of hours, or without a time."""
    (item,) = booking(care)["items"]
    spans = [[soon(hour) for hour in span] if span else [None, None] for span in hours]
    return [{**item, "startsAt": start, "endsAt": end} for start, end in spans]


async def attendees(practice: Practice, count: int) -> list[Json]:
    """So many clients."""
    return [
        {"clientId": practice.id_of(Noun.CLIENT, await practice.add_client())} for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "capacity", "kind"),
    [(1, None, "SINGLE"), (1, 1, "SINGLE"), (1, 8, "GROUP"), (2, None, "GROUP"), (5, 8, "GROUP")],
)
async def test_the_kind_follows_from_the_attendees_or_the_capacity(
    api: Api, practice: Practice, care: Care, count: int, capacity: int | None, kind: str
) -> None:
    who = await attendees(practice, count)

    session = await booked(api, care, attendees=who, capacity=capacity)

    assert session["kind"] == kind
    assert len(session["attendances"]) == count


async def test_the_booking_status_follows_from_the_items_times(api: Api, care: Care) -> None:
    planned = await booked(api, care, items=items(care, None, None))
    partly = await booked(api, care, items=items(care, HOURS[0], None))
    whole = await booked(api, care, items=items(care, (2, 3), (3, 4)))

    assert [session["bookingStatus"] for session in (planned, partly, whole)] == [
        "AWAITING_BOOKING",
        "PARTIALLY_BOOKED",
        "BOOKED",
    ]
    assert (planned["startsAt"], planned["endsAt"]) == (None, None)
    assert (whole["startsAt"], whole["endsAt"]) == (soon(2), soon(4))


async def test_a_session_is_completed_once_all_its_attendances_are(
    api: Api, practice: Practice, care: Care
) -> None:
    group = await booked(api, care, attendees=await attendees(practice, 2))

    statuses = [
        (await api.run("AttendanceComplete", attendanceId=each["id"]))["session"]["bookingStatus"]
        for each in group["attendances"]
    ]

    assert statuses == ["BOOKED", "COMPLETED"]


async def test_what_was_planned_is_given_its_time_later_item_by_item(api: Api, care: Care) -> None:
    planned = await booked(api, care, items=items(care, None, None))

    statuses = []
    for item, (start, end) in zip(planned["items"], HOURS, strict=True):
        move = {"itemId": item["id"], "startsAt": soon(start), "endsAt": soon(end)}
        moved = await api.run("SessionReschedule", sessionId=planned["id"], items=[move])
        statuses.append((moved["errors"], moved["session"]["bookingStatus"]))

    assert statuses == [([], "PARTIALLY_BOOKED"), ([], "BOOKED")]


async def test_what_is_given_a_time_is_judged_as_when_it_is_booked(api: Api, care: Care) -> None:
    taken = await booked(api, care)
    planned = await booked(api, care, items=items(care, None))
    (item,) = planned["items"]
    move = {"itemId": item["id"], "startsAt": soon(0.5), "endsAt": soon(1.5)}

    refused = await api.run("SessionReschedule", sessionId=planned["id"], items=[move])

    (error,) = refused["errors"]
    assert (error["code"], error["conflicting"]) == ("BOOKING_CONFLICT", [taken["id"]])
