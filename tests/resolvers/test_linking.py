"""Cycles 2: which sessions a cycle that comes into force links, and what is linked from then on."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db import tables
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus
from domain.ids import Noun, key_of
from resolvers.house import utc_now
from tests.api import Api, Json
from tests.practice import NOON, TOMORROW, Practice
from tests.resolvers.cases_of_ten import linked
from tests.schema.care import add_service

ENDED = [status for status in AttendanceStatus if status is not AttendanceStatus.OPEN]


async def drafted(practice: Practice, **row: Any) -> tuple[UUID, UUID]:
    """A case with a draft for the practice's service."""
    case = await practice.add_case()
    return case, await practice.add_cycle(case, status=CycleStatus.DRAFT, **row)


async def activate(api: Api, cycle: UUID) -> Json:
    """Bring it into force."""
    done = await api.run("CycleActivate", cycleId=api.practice.id_of(Noun.CYCLE, cycle))
    assert done["errors"] == []
    return done


async def links(practice: Practice) -> dict[UUID, UUID | None]:
    """Every attendance with the cycle that it draws on."""
    columns = tables.attendances.c
    async with practice.store.reading() as tx:
        rows = await tx.execute(select(columns.id, columns.cycle_id))
        return {row.id: row.cycle_id for row in rows}


async def test_activation_links_every_open_session_with_a_matching_service(
    api: Api, practice: Practice
) -> None:
    case, cycle = await drafted(practice)
    times = [NOON - TOMORROW, NOON + TOMORROW]
    timed = [await practice.add_attendance(case, starts_at=at) for at in times]
    planned = await practice.add_attendance(case, starts_at=None)

    await activate(api, cycle)

    assert set(await linked(practice, cycle)) == {
        practice.id_of(Noun.ATTENDANCE, key) for key in (*timed, planned)
    }


async def test_activation_leaves_other_services_cases_and_cycles_alone(
    api: Api, practice: Practice
) -> None:
    case, cycle = await drafted(practice)
    other_case, for_massage = await drafted(practice, services=[await add_service(practice)])
    taken = await practice.add_cycle(case, services=[await add_service(practice)])
    served = await practice.add_attendance(case, taken)
    other_service = await practice.add_attendance(other_case)
    on_no_case = await practice.add_attendance()

    for each in (cycle, for_massage):
        await activate(api, each)

    assert await links(practice) == {served: taken, other_service: None, on_no_case: None}


async def test_past_treated_sessions_are_never_linked_retroactively(
    api: Api, practice: Practice
) -> None:
    case, cycle = await drafted(practice)
    for nth, status in enumerate(ENDED):
        await practice.add_attendance(case, starts_at=NOON - nth * TOMORROW, status=status)

    done = await activate(api, cycle)

    assert set((await links(practice)).values()) == {None}
    assert done["cycle"]["attendances"]["nodes"] == []


def booking(practice: Practice, case: UUID, *services: UUID) -> Json:
    """A session of the client on the case, with no time yet."""
    client = practice.id_of(Noun.CLIENT, practice.client)
    return {
        "locationId": practice.id_of(Noun.LOCATION, practice.location),
        "items": [{"serviceId": practice.id_of(Noun.SERVICE, each)} for each in services],
        "attendees": [{"clientId": client, "caseId": practice.id_of(Noun.CASE, case)}],
    }


async def booked_on(api: Api, case: UUID, *services: UUID) -> UUID | None:
    """The cycle that a session links to which is booked now."""
    done = await api.run("SessionBook", **booking(api.practice, case, *services))
    assert done["errors"] == []
    (attendance,) = done["session"]["attendances"]
    return attendance["cycle"] and key_of(Noun.CYCLE, attendance["cycle"]["id"])


async def test_from_activation_on_a_session_links_to_the_cycle_whose_mix_holds_its_service(
    api: Api, practice: Practice
) -> None:
    case, hands = await drafted(practice)
    massage, taping = await add_service(practice), await add_service(practice)
    oils = await practice.add_cycle(case, services=[massage])
    before = await booked_on(api, case, practice.service)
    await activate(api, hands)

    after = [
        await booked_on(api, case, practice.service),
        await booked_on(api, case, massage),
        await booked_on(api, case, taping),
        await booked_on(api, case, taping, massage),
    ]

    assert before is None
    assert after == [hands, oils, None, oils]


async def test_a_session_of_a_case_without_an_active_cycle_links_to_none(
    api: Api, practice: Practice
) -> None:
    for status in (None, CycleStatus.DRAFT, CycleStatus.COMPLETED, CycleStatus.DISCONTINUED):
        case = await practice.add_case()
        if status:
            await practice.add_cycle(case, status=status)

        assert await booked_on(api, case, practice.service) is None


async def test_on_one_case_one_active_cycle_serves_a_service(api: Api, practice: Practice) -> None:
    case, first = await drafted(practice)
    second = await practice.add_cycle(
        case, status=CycleStatus.DRAFT, services=[await add_service(practice), practice.service]
    )
    other = await practice.add_cycle(await practice.add_case(), status=CycleStatus.DRAFT)
    await activate(api, first)

    refused = await api.run("CycleActivate", cycleId=practice.id_of(Noun.CYCLE, second))
    await activate(api, other)

    assert [error["code"] for error in refused["errors"]] == ["SERVICE_ALREADY_SERVED"]


async def test_each_of_a_group_links_to_the_cycle_of_their_own_case(
    api: Api, practice: Practice
) -> None:
    grace = await practice.add_client("Grace", "Hopper")
    cases = [await practice.add_case(), await practice.add_case(client_id=grace)]
    cycles = [await practice.add_cycle(case) for case in cases]
    start = utc_now().replace(microsecond=0) + timedelta(days=1)
    span = {"startsAt": start.isoformat(), "endsAt": (start + timedelta(hours=1)).isoformat()}
    whole = booking(practice, cases[0], practice.service)
    (item,) = whole["items"]
    other = {
        "clientId": practice.id_of(Noun.CLIENT, grace),
        "caseId": practice.id_of(Noun.CASE, cases[1]),
    }

    done = await api.run(
        "SessionBook",
        **{**whole, "items": [{**item, **span}], "attendees": [*whole["attendees"], other]},
    )

    assert {part["cycle"]["id"] for part in done["session"]["attendances"]} == {
        practice.id_of(Noun.CYCLE, cycle) for cycle in cycles
    }
