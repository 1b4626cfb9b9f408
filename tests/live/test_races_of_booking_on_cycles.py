"""Booking while a cycle begins or ends, and saving many at once in any order."""

from random import Random

from db.tables import attendances
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Json
from tests.live.crowd import Crowd, codes
from tests.live.scene import at_the_edge
from tests.live.soundness import is_sound, rows
from tests.practice import NOON, TOMORROW

ROUNDS = 6


def booking(crowd: Crowd, case: str, day: int) -> Json:
    """An hour on the case, on a day of its own."""
    practice, starts = crowd.practice, NOON + day * TOMORROW
    place = practice.id_of(Noun.LOCATION, practice.location)
    span = {"startsAt": starts.isoformat(), "endsAt": (starts + TOMORROW / 24).isoformat()}
    service = practice.id_of(Noun.SERVICE, practice.service)
    who = {"clientId": practice.id_of(Noun.CLIENT, practice.client), "caseId": case}
    return {
        "locationId": place,
        "items": [{"serviceId": service, "locationId": place, **span}],
        "attendees": [who],
    }


async def test_what_is_booked_while_a_cycle_is_activated_is_linked_to_it(crowd: Crowd) -> None:
    practice = crowd.practice
    for day in range(ROUNDS):
        case = await practice.add_case()
        cycle = await practice.add_cycle(case, status=CycleStatus.DRAFT)
        wanted = booking(crowd, practice.id_of(Noun.CASE, case), day)

        payloads = await crowd.at_once(
            [
                crowd.doors[0].run("CycleActivate", cycleId=practice.id_of(Noun.CYCLE, cycle)),
                crowd.doors[-1].run("SessionBook", **wanted),
            ]
        )

        assert codes(payloads) == []
        (part,) = [row for row in await rows(practice, attendances) if row.case_id == case]
        assert part.cycle_id == cycle


async def test_what_is_booked_while_a_cycle_ends_is_not_left_on_it(crowd: Crowd) -> None:
    practice = crowd.practice
    for day in range(ROUNDS):
        case = await practice.add_case()
        cycle = practice.id_of(Noun.CYCLE, await practice.add_cycle(case))
        wanted = booking(crowd, practice.id_of(Noun.CASE, case), day)

        payloads = await crowd.at_once(
            [
                crowd.doors[0].run("CycleDiscontinue", cycleId=cycle, reason="Moved away"),
                crowd.doors[-1].run("SessionBook", **wanted),
            ]
        )

        assert codes(payloads) == []
        (part,) = [row for row in await rows(practice, attendances) if row.case_id == case]
        assert part.cycle_id is None


async def test_bulks_over_the_same_attendances_wait_for_each_other_in_one_order(
    crowd: Crowd,
) -> None:
    rng = Random(1)
    edges = [await at_the_edge(crowd.practice, used=0, left_open=4) for _ in range(2)]
    ids = [id for edge in edges for id in edge.open]
    bulks = [{"items": [{"attendanceId": id} for id in rng.sample(ids, 8)]} for _ in range(6)]

    payloads = await crowd.run("AttendancesComplete", bulks)

    assert set(codes(payloads)) == {"ILLEGAL_STEP"}
    assert len(codes(payloads)) == 5 * len(ids)
    await is_sound(crowd.practice)
