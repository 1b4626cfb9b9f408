"""Amending takes its locks in the order that everybody does: the case, then the cycle."""

import asyncio

from sqlalchemy import select

from db.tables import cases, cycles
from domain.ids import Noun
from tests.api import Api
from tests.live.rogue import lock, someone_waits
from tests.live.scene import at_the_edge
from tests.practice import Practice


async def test_who_waits_for_the_case_does_not_hold_the_cycle(near: Api, clinic: Practice) -> None:
    edge = await at_the_edge(clinic)
    amended = {"cycleId": clinic.id_of(Noun.CYCLE, edge.cycle), "authorized": 12}

    async with clinic.store.transaction() as tx:
        await lock(tx, clinic, cases)
        amending = asyncio.create_task(near.run("CycleAmend", **amended))
        await someone_waits(clinic)
        wanted = select(cycles.c.id).where(cycles.c.id == edge.cycle)
        free = (await tx.execute(wanted.with_for_update(skip_locked=True))).all()
    done = await amending

    assert [row.id for row in free] == [edge.cycle]
    assert done["errors"] == []
