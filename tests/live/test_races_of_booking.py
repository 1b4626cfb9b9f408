"""Two writers want one empty hour, to book it or to move there."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from db.tables import items, sessions
from domain.access import Role
from domain.ids import Noun, key_of
from resolvers.house import utc_now
from tests.api import Json
from tests.live.crowd import Crowd, codes, done
from tests.live.soundness import is_sound, rows
from tests.practice import Practice

TODAY = utc_now().replace(hour=12, minute=0, second=0, microsecond=0)
HOURS = [TODAY + timedelta(days=day) for day in range(1, 9)]


async def wishes(practice: Practice, shared: str) -> list[tuple[str, str]]:
    """Two wishes for an hour, as (clinician, client): they share the clinician or the client."""
    clinicians = [practice.people["clinician"], practice.people["clinician"]]
    clients = [practice.client, practice.client]
    if shared == "clinician":
        clients[1] = await practice.add_client("Grace", "Hopper")
    else:
        clinicians[1] = await practice.add_member("second", Role.CLINICIAN)
    return [
        (practice.id_of(Noun.MEMBER, clinician), practice.id_of(Noun.CLIENT, client))
        for clinician, client in zip(clinicians, clients, strict=True)
    ]


def booking(practice: Practice, hour: datetime, clinician: str, client: str) -> Json:
    """The input of a booking."""
    span: dict[str, Any] = {
        "startsAt": hour.isoformat(),
        "endsAt": (hour + timedelta(minutes=45)).isoformat(),
    }
    service = practice.id_of(Noun.SERVICE, practice.service)
    return {
        "locationId": practice.id_of(Noun.LOCATION, practice.location),
        "items": [{"serviceId": service, "clinicianId": clinician, **span}],
        "attendees": [{"clientId": client}],
    }


@pytest.mark.parametrize("shared", ["clinician", "client"])
async def test_of_two_writers_that_book_an_empty_hour_exactly_one_gets_it(
    crowd: Crowd, shared: str
) -> None:
    both = await wishes(crowd.practice, shared)

    rivals = [
        await crowd.run("SessionBook", [booking(crowd.practice, hour, *wish) for wish in both])
        for hour in HOURS
    ]

    booked = {row.starts_at: row.id for row in await rows(crowd.practice, sessions)}
    assert [codes(pair) for pair in rivals] == [["BOOKING_CONFLICT"]] * len(HOURS)
    assert [len(done(pair)) for pair in rivals] == [1] * len(HOURS)
    assert sorted(booked) == HOURS
    assert len(await rows(crowd.practice, sessions)) == len(HOURS)
    await is_sound(crowd.practice)


async def test_of_two_sessions_that_move_into_one_empty_hour_exactly_one_gets_it(
    crowd: Crowd,
) -> None:
    practice = crowd.practice
    wish = (await wishes(practice, "clinician"))[0]
    first, second, *empty = HOURS
    made = [
        (await crowd.doors[0].run("SessionBook", **booking(practice, hour, *wish)))["session"]["id"]
        for hour in (first, second)
    ]
    moves: list[list[str]] = []

    for hour in empty:
        payloads = await crowd.run(
            "SessionReschedule", [await moving(practice, id, hour) for id in made]
        )
        moves.append(codes(payloads))

    # From the second round on one of the two is in an hour of its own already.
    assert moves == [["BOOKING_CONFLICT"]] * len(empty)
    await is_sound(practice)


async def moving(practice: Practice, session: str, hour: datetime) -> Json:
    """The input that moves a session's only item."""
    key = key_of(Noun.SESSION, session)
    (item,) = [row.id for row in await rows(practice, items) if row.session_id == key]
    moved = {"itemId": practice.id_of(Noun.ITEM, item), "startsAt": hour.isoformat()}
    return {"sessionId": session, "items": [moved]}
