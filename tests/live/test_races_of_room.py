"""Whoever comes onto a cycle under the policy BLOCK, and however: it takes no more than it has."""

import itertools
from uuid import UUID

from db.tables import attendances
from domain.attendances import AttendanceStatus
from domain.cases import BookingPolicy
from domain.ids import Noun
from tests.api import Json
from tests.live.crowd import Crowd, codes, done
from tests.live.soundness import rows
from tests.practice import NOON, TOMORROW, Practice

FREE = 4


async def test_booking_relinking_and_reopening_at_once_take_no_more_room_than_there_is(
    crowd: Crowd,
) -> None:
    practice = crowd.practice
    case = await practice.add_case(booking_policy=BookingPolicy.BLOCK)
    cycle = await practice.add_cycle(case, authorized=FREE)

    acts = [act for day in range(5) for act in await ways(practice, case, cycle, day)]
    doors = itertools.cycle(crowd.doors)
    payloads = await crowd.at_once([next(doors).run(name, **input) for name, input in acts])

    linked = [row for row in await rows(practice, attendances) if row.cycle_id == cycle]
    open_ = [row for row in linked if row.status is AttendanceStatus.OPEN]
    assert len(done(payloads)) == len(open_) == FREE
    assert {*codes(payloads)} == {"BOOKED_BEYOND_AUTHORIZED"}


async def ways(practice: Practice, case: UUID, cycle: UUID, day: int) -> list[tuple[str, Json]]:
    """One more onto the cycle: booked, linked, and opened again."""
    at = NOON + TOMORROW * day
    unlinked = await practice.add_attendance(case, None, at)
    canceled = await practice.add_attendance(case, cycle, at, status=AttendanceStatus.CANCELED)
    who = {"clientId": practice.id_of(Noun.CLIENT, practice.client)}
    booked = {
        "locationId": practice.id_of(Noun.LOCATION, practice.location),
        "items": [{"serviceId": practice.id_of(Noun.SERVICE, practice.service)}],
        "attendees": [{**who, "caseId": practice.id_of(Noun.CASE, case)}],
    }
    link = {"attendanceId": practice.id_of(Noun.ATTENDANCE, unlinked)}
    link["cycleId"] = practice.id_of(Noun.CYCLE, cycle)
    again = {"attendanceId": practice.id_of(Noun.ATTENDANCE, canceled), "overrideConflicts": True}
    return [("SessionBook", booked), ("AttendanceRelink", link), ("AttendanceReopen", again)]
