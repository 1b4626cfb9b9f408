"""What the rules refuse never reaches the database, so it is told, and is no fault of ours."""

from typing import Any

import pytest

from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api
from tests.practice import Practice


def session_of(practice: Practice, **more: Any) -> dict[str, Any]:
    """The input of a session that can be booked, but for what is given."""
    item = {"serviceId": practice.id_of(Noun.SERVICE, practice.service), **more.pop("item", {})}
    client = practice.id_of(Noun.CLIENT, practice.client)
    location = practice.id_of(Noun.LOCATION, practice.location)
    return {"locationId": location, "items": [item], "attendees": [{"clientId": client}], **more}


@pytest.mark.parametrize("name", ["publicNote", "privateNote"])
@pytest.mark.parametrize("text", ["nul \0", "x" * 10_001])
async def test_a_note_that_cannot_be_kept_is_refused_at_its_field(
    api: Api, practice: Practice, name: str, text: str
) -> None:
    booked = await api.run("SessionBook", **session_of(practice, **{name: text}))

    (error,) = booked["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", name])
    assert booked["session"] is None


async def test_an_item_of_less_than_a_second_is_refused_because_times_are_kept_to_the_second(
    api: Api, practice: Practice
) -> None:
    item = {"startsAt": "2026-11-23T12:00:00.1Z", "endsAt": "2026-11-23T12:00:00.9Z"}

    booked = await api.run("SessionBook", **session_of(practice, item=item))

    (error,) = booked["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "items", "0", "endsAt"])


@pytest.mark.parametrize("status", [CycleStatus.COMPLETED, CycleStatus.DISCONTINUED])
async def test_activating_a_cycle_that_ended_is_refused_because_only_reopening_starts_a_run(
    api: Api, practice: Practice, status: CycleStatus
) -> None:
    ended = await practice.add_cycle(await practice.add_case(), status=status)

    activated = await api.run("CycleActivate", cycleId=practice.id_of(Noun.CYCLE, ended))

    (error,) = activated["errors"]
    assert error["code"] == "ILLEGAL_STEP"
    assert error["message"] == (
        f"This cycle is {status} and cannot become ACTIVE by activating; reopen it."
    )
    assert activated["cycle"] is None
