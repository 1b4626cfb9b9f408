"""Booking beyond what a cycle authorizes: ALLOW, WARN or BLOCK, by the practice or by the case."""

import pytest
from sqlalchemy import update

from db import tables
from domain.cases import BookingPolicy
from domain.errors import BookedBeyondAuthorized, sentence
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.inputs import soon
from tests.schema.rows import nothing_written
from tests.schema.ways import both

WARNING = "More sessions are booked on this cycle than it authorizes."
BLOCKED = {
    "__typename": "Refusal",
    "message": sentence(BookedBeyondAuthorized),
    "code": "BOOKED_BEYOND_AUTHORIZED",
    "path": ["input", "attendees", "0", "caseId"],
}


async def fully_booked(practice: Practice, policy: BookingPolicy | None = None) -> Json:
    """A booking on a case whose cycle of 3 has one consumed and two open: one too many."""
    case = await practice.add_case(booking_policy=policy)
    cycle = await practice.add_cycle(case, authorized=3)
    await practice.add_consumed(case, cycle, 1)
    for days in (3, 4):
        await practice.add_attendance(case, cycle, NOON + TOMORROW * days)
    client = practice.id_of(Noun.CLIENT, practice.client)
    return {
        "locationId": practice.id_of(Noun.LOCATION, practice.location),
        "items": [{"serviceId": practice.id_of(Noun.SERVICE, practice.service)}],
        "attendees": [{"clientId": client, "caseId": practice.id_of(Noun.CASE, case)}],
    }


async def set_policy(practice: Practice, policy: BookingPolicy) -> None:
    """The practice's own policy."""
    own = tables.organizations.c.id == practice.organization
    async with practice.store.transaction() as tx:
        await tx.execute(update(tables.organizations).where(own).values(booking_policy=policy))


async def test_the_practice_says_what_booking_beyond_it_does(api: Api, practice: Practice) -> None:
    input = await fully_booked(practice)

    await set_policy(practice, BookingPolicy.WARN)
    warned = await api.run("SessionBook", **input)
    await set_policy(practice, BookingPolicy.ALLOW)
    allowed = await api.run("SessionBook", **input)
    await set_policy(practice, BookingPolicy.BLOCK)
    async with nothing_written(practice):
        blocked = await both(api, document("SessionBook"), {"input": input})

    assert (warned["warnings"], warned["errors"]) == ([WARNING], [])
    assert (allowed["warnings"], allowed["errors"]) == ([], [])
    assert blocked["data"]["sessionBook"] == {"session": None, "warnings": [], "errors": [BLOCKED]}


@pytest.mark.parametrize(
    ("policy", "warnings", "errors"),
    [
        (BookingPolicy.ALLOW, [], []),
        (BookingPolicy.WARN, [WARNING], []),
        (BookingPolicy.BLOCK, [], [BLOCKED]),
    ],
)
async def test_the_case_overrides_the_practice(
    api: Api, practice: Practice, policy: BookingPolicy, warnings: list[str], errors: list[Json]
) -> None:
    others = {BookingPolicy.BLOCK: BookingPolicy.ALLOW}
    await set_policy(practice, others.get(policy, BookingPolicy.BLOCK))
    input = await fully_booked(practice, policy)

    booked = await api.run("SessionBook", **input)

    assert (booked["warnings"], booked["errors"]) == (warnings, errors)


async def test_the_last_authorized_session_is_booked_without_a_word(
    api: Api, practice: Practice
) -> None:
    await set_policy(practice, BookingPolicy.BLOCK)
    input = await fully_booked(practice)
    (item,) = input["items"]
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized=1)
    (attendee,) = input["attendees"]
    free = {**attendee, "caseId": practice.id_of(Noun.CASE, case)}
    timed = {**item, "startsAt": soon(), "endsAt": soon(1)}

    booked = await api.run("SessionBook", **{**input, "attendees": [free], "items": [timed]})

    assert (booked["warnings"], booked["errors"]) == ([], [])
    linked = booked["session"]["attendances"][0]["cycle"]
    assert linked == {"id": practice.id_of(Noun.CYCLE, cycle)}
