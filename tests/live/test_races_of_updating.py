"""Many writers update one record at once: no update is lost, no change is made twice."""

from typing import Any

import pytest

from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Json
from tests.live.crowd import Crowd, codes, done
from tests.live.scene import BOTH, at_the_edge
from tests.live.soundness import is_sound, used
from tests.schema.care import furnish
from tests.schema.inputs import accepted

WRITERS = 6
# One field for each writer, by mutation and the payload's field.
PARTS: dict[tuple[str, str], list[Json]] = {
    ("CaseUpdate", "case"): [
        {"title": "Both knees"},
        {"issuedOn": "2026-01-05"},
        {"expiresOn": "2026-06-05"},
        {"maxSessions": 12},
        {"bookingPolicy": "BLOCK"},
    ],
    ("ClientUpdate", "client"): [
        {"givenName": "Ada"},
        {"familyName": "Lovelace"},
        {"email": "ada@mail.example"},
        {"phone": "+12125550123"},
        {"preferredChannel": "TEXT"},
        {"unsubscribedFrom": ["NEWS"]},
    ],
    ("OrganizationUpdate", "organization"): [
        {"name": "Harbor Two"},
        {"timeZone": "Asia/Kathmandu"},
        {"currency": "EUR"},
        {"bookingPolicy": "BLOCK"},
        {"progressSummaryPercent": 70},
        {"renewalPercent": 85},
    ],
}


@pytest.mark.parametrize(("name", "shown"), PARTS)
async def test_of_updates_of_several_fields_at_once_none_is_lost(
    crowd: Crowd, name: str, shown: str
) -> None:
    care, parts = await furnish(crowd.practice), PARTS[name, shown]
    target = {f"{shown}Id": getattr(care, shown)}
    doors = [crowd.doors[nth % len(crowd.doors)].as_("owner") for nth in range(len(parts))]

    payloads = await crowd.at_once(
        [door.run(name, **target, **part) for door, part in zip(doors, parts, strict=True)]
    )
    last = (await doors[0].run(name, **target))[shown]

    whole: dict[str, Any] = {field: value for part in parts for field, value in part.items()}
    assert codes(payloads) == []
    assert {field: last[field] for field in whole} == whole
    assert last["version"] == 1 + len(parts)
    await is_sound(crowd.practice)


async def test_a_client_is_found_by_both_names_that_two_writers_gave_at_once(crowd: Crowd) -> None:
    care = await furnish(crowd.practice)
    names = [{"givenName": "Ada"}, {"familyName": "Lovelace"}]

    await crowd.run("ClientUpdate", [{"clientId": care.client, **name} for name in names])

    found = await crowd.doors[0].read("Search", filter={"search": "ada lovelace"})
    assert [client["id"] for client in found["nodes"]] == [care.client]


STALE = [
    "CaseUpdate",
    "ClientUpdate",
    "CycleAmend",
    "LocationUpdate",
    "MemberUpdate",
    "OrganizationUpdate",
    "ServiceUpdate",
    "SessionUpdateNotes",
    "TodoUpdate",
]


@pytest.mark.parametrize("name", STALE)
async def test_of_many_that_read_the_same_version_one_writes(crowd: Crowd, name: str) -> None:
    care = await furnish(crowd.practice)
    input = {**accepted(name, care), "expectedVersion": 1}
    doors = [crowd.doors[nth % len(crowd.doors)].as_("owner") for nth in range(WRITERS)]

    payloads = await crowd.at_once([door.run(name, **input) for door in doors])

    refused = [error for payload in payloads for error in payload["errors"]]
    assert len(done(payloads)) == 1
    assert [error["code"] for error in refused] == ["STALE_VERSION"] * (WRITERS - 1)
    assert {error["record"]["version"] for error in refused} == {2}
    await is_sound(crowd.practice)


async def test_a_change_sent_many_times_under_its_key_is_made_once_and_answered_alike(
    crowd: Crowd,
) -> None:
    edge = await at_the_edge(crowd.practice)
    input = {"attendanceId": edge.open[0], "idempotencyKey": "one-treated-session"}

    payloads = await crowd.run("AttendanceComplete", [input] * 12)

    assert codes(payloads) == []
    assert [payload == payloads[0] for payload in payloads] == [True] * 12
    assert await used(crowd.practice, edge.cycle) == 8
    await is_sound(crowd.practice)


async def test_reopening_a_cycle_against_amending_it_leaves_one_after_the_other(
    crowd: Crowd,
) -> None:
    practice = crowd.practice
    for _ in range(5):
        case = await practice.add_case()
        ended = await practice.add_cycle(case, carried_in=10, status=CycleStatus.COMPLETED)
        cycle = {"cycleId": practice.id_of(Noun.CYCLE, ended)}

        reopened, amended = await crowd.at_once(
            [
                crowd.doors[0].run("CycleReopen", **cycle),
                crowd.doors[-1].run("CycleAmend", **cycle, authorized=20),
            ]
        )

        # Amended first it had ended; reopened first it fired at the count that it had.
        assert codes([reopened]) == []
        assert codes([amended]) in ([], ["CYCLE_ENDED"])
        assert sorted(todo["title"] for todo in reopened["todosCreated"]) == sorted(BOTH)
        assert (await crowd.doors[0].read("Cycle", id=cycle["cycleId"]))["authorized"] == (
            10 if amended["errors"] else 20
        )
    await is_sound(practice)
