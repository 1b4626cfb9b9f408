"""Who or what is retired or archived is named in nothing new, also by who was at it meanwhile."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from db.tables import changes, locations
from domain.access import Role
from domain.changes import ChangeKind
from domain.ids import Noun, new_key
from resolvers.house import utc_now
from tests.api import Api, Json
from tests.live.crowd import Crowd, codes
from tests.live.rogue import holding_the_feed, someone_waits, waiting
from tests.live.soundness import is_sound, rows
from tests.practice import Practice
from tests.schema.care import add_service

ROUNDS = 6
OUT = {
    "member": ("MemberRetire", ChangeKind.MEMBER_RETIRED, "RETIRED"),
    "service": ("ServiceRetire", ChangeKind.SERVICE_RETIRED, "RETIRED"),
    "location": ("LocationRetire", ChangeKind.LOCATION_RETIRED, "RETIRED"),
    "client": ("ClientArchive", ChangeKind.CLIENT_ARCHIVED, "CLIENT_ARCHIVED"),
}
NEW = {
    "member": ("SessionBook", "CaseOpen", "TodoCreate"),
    "service": ("SessionBook", "CycleCreate"),
    "location": ("SessionBook", "CaseOpen"),
    "client": ("SessionBook", "CaseOpen", "CycleCreate"),
}
PAIRS = [(noun, name) for noun, names in NEW.items() for name in names]


async def parts(practice: Practice) -> dict[str, str]:
    """The ids of a member, a service, a location and a client that nothing names yet."""
    person = await practice.add_client("Grace", "Hopper")
    member = await practice.add_member(new_key().hex, Role.CLINICIAN)
    place = await practice.add(locations, name="Annex")
    return {
        "member": practice.id_of(Noun.MEMBER, member),
        "service": practice.id_of(Noun.SERVICE, await add_service(practice)),
        "location": practice.id_of(Noun.LOCATION, place),
        "client": practice.id_of(Noun.CLIENT, person),
        "case": practice.id_of(Noun.CASE, await practice.add_case(client_id=person)),
    }


def naming(name: str, of: dict[str, str]) -> Json:
    """An input that names them."""
    starts = utc_now() + timedelta(days=2)
    span = {"startsAt": starts.isoformat(), "endsAt": (starts + timedelta(hours=1)).isoformat()}
    item = {"serviceId": of["service"], "clinicianId": of["member"], **span}
    inputs: dict[str, Json] = {
        "SessionBook": {
            "locationId": of["location"],
            "items": [item],
            "attendees": [{"clientId": of["client"]}],
        },
        "CaseOpen": {
            "clientId": of["client"],
            "locationId": of["location"],
            "supervisingClinicianId": of["member"],
            "title": "Left knee",
        },
        "CycleCreate": {"caseId": of["case"], "serviceIds": [of["service"]], "authorized": 5},
        "TodoCreate": {"title": "Call", "assigneeId": of["member"]},
    }
    return inputs[name]


def taking(noun: str, of: dict[str, str]) -> Json:
    """An input that takes one of them out of use."""
    return {f"{noun}Id": of[noun]}


@pytest.mark.parametrize(("noun", "name"), PAIRS)
async def test_who_names_what_is_being_retired_waits_and_is_refused(
    near: Api, clinic: Practice, noun: str, name: str
) -> None:
    of, owner = await parts(clinic), near.as_("owner")
    retire, _, code = OUT[noun]

    async with holding_the_feed(clinic):
        retiring = asyncio.create_task(owner.run(retire, **taking(noun, of)))
        await someone_waits(clinic)
        naming_it = asyncio.create_task(near.run(name, **naming(name, of)))
        await waiting(clinic, 2)

    assert (await retiring)["errors"] == []
    assert codes([await naming_it]) == [code]
    await is_sound(clinic)


@pytest.mark.parametrize("noun", OUT)
async def test_of_a_booking_and_a_retirement_at_once_none_comes_after_it(
    crowd: Crowd, noun: str
) -> None:
    near, far = crowd.doors[0], crowd.doors[-1].as_("owner")
    retire, kind, code = OUT[noun]
    for _ in range(ROUNDS):
        of = await parts(crowd.practice)

        retired, booked = await crowd.at_once(
            [
                far.run(retire, **taking(noun, of)),
                near.run("SessionBook", **naming("SessionBook", of)),
            ]
        )

        assert retired["errors"] == []
        assert codes([booked]) in ([], [code])
        if not booked["errors"]:
            assert await last_two(crowd.practice) == [ChangeKind.SESSION_BOOKED, kind]
    await is_sound(crowd.practice)


async def last_two(practice: Practice) -> list[Any]:
    """The kinds of the newest changes, in the order of their commits."""
    newest = sorted(await rows(practice, changes), key=lambda row: row.number)[-2:]
    return [row.kind for row in newest]
