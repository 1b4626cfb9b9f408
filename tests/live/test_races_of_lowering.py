"""Whoever lowers the practice's thresholds misses nothing that is treated at that moment."""

import asyncio

from db.work import Work
from domain.access import Role, Viewer
from domain.attendances import AttendanceStatus
from domain.ids import Noun, key_of
from resolvers import attendances
from resolvers.house import utc_now
from tests.api import Api
from tests.live.rogue import someone_waits
from tests.practice import Practice
from tests.resolvers.cases_of_ten import ten, titles


async def test_what_is_treated_by_the_old_threshold_fires_by_the_one_that_is_lowered_meanwhile(
    near: Api, clinic: Practice
) -> None:
    made = await ten(clinic, used=6, booked=1)
    manager = Viewer(clinic.people["manager"], Role.CLINIC_MANAGER, clinic.organization)
    seventh = key_of(Noun.ATTENDANCE, made.booked[0])
    lower = {
        "organizationId": clinic.id_of(Noun.ORGANIZATION, clinic.organization),
        "progressSummaryPercent": 70,
    }

    async with clinic.store.transaction() as tx:
        work = Work(tx, manager, utc_now, clinic.store.json)
        done = await attendances.complete(work, seventh, AttendanceStatus.COMPLETED, False, None)
        lowering = asyncio.create_task(near.as_("owner").run("OrganizationUpdate", **lower))
        await someone_waits(clinic)
        await work.seal()
    lowered = await lowering

    assert done.shown["todos_created"] == ()
    assert titles(lowered) == ["Progress Summary Due"]
