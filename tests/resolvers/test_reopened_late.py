"""What is opened again after its cycle has ended is off the cycle, as what was open then."""

from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api
from tests.practice import Practice


async def test_an_attendance_of_an_ended_cycle_is_opened_off_it_and_found_by_the_renewal(
    api: Api, practice: Practice
) -> None:
    case = await practice.add_case()
    ended, renewal = [
        await practice.add_cycle(case, authorized=1, status=status)
        for status in (CycleStatus.ACTIVE, CycleStatus.DRAFT)
    ]
    attendance = practice.id_of(Noun.ATTENDANCE, await practice.add_attendance(case, ended))
    await api.run("AttendanceComplete", attendanceId=attendance)
    await api.run("CycleComplete", cycleId=practice.id_of(Noun.CYCLE, ended))

    reopened = await api.run("AttendanceReopen", attendanceId=attendance)
    await api.run("CycleActivate", cycleId=practice.id_of(Noun.CYCLE, renewal))
    completed = await api.run("AttendanceComplete", attendanceId=attendance)

    assert reopened["errors"] == []
    assert reopened["cycle"]["consumed"] == 0
    assert completed["cycle"] == {
        "id": practice.id_of(Noun.CYCLE, renewal),
        "consumed": 1,
        "remaining": 0,
        "percentConsumed": 100.0,
    }
