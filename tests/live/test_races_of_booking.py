"""Two writers want one empty hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from db.tables import sessions
from domain.access import Role
from domain.ids import Noun
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
