"""What happens in these tests: a case whose cycle of ten is nearly used, and its last sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from db.tables import todos
from domain.ids import Noun
from tests.api import Api
from tests.live.views import View
from tests.practice import NOON, TOMORROW, Practice

BOTH = ["Progress Summary Due", "Cycle Renewal Due"]


@dataclass
class Edge:
    """A case, its cycle, and attendances that draw on it and are still open."""

    case: str
    cycle: UUID
    open: list[str]


async def at_the_edge(
    practice: Practice, used: int = 7, left_open: int = 3, authorized: int = 10
) -> Edge:
    """So many of the authorized sessions are used, so many attendances wait."""
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized)
    await practice.add_consumed(case, cycle, used)
    waiting = [
        await practice.add_attendance(case, cycle, NOON + TOMORROW * (day + 1))
        for day in range(left_open)
    ]
    ids = [practice.id_of(Noun.ATTENDANCE, attendance) for attendance in waiting]
    return Edge(practice.id_of(Noun.CASE, case), cycle, ids)


async def all_catch_up(views: Sequence[View]) -> None:
    """Wait until every view shows what a fresh query answers."""
    for view in views:
        await view.catch_up()


async def cross_both_thresholds(far: Api, edge: Edge, views: Sequence[View]) -> None:
    """Complete the eighth and the ninth; each is seen everywhere before the next happens."""
    for attendance in edge.open[:2]:
        done = await far.run("AttendanceComplete", attendanceId=attendance)
        assert done["errors"] == []
        await all_catch_up(views)


async def do_the_ninth_again(far: Api, edge: Edge, views: Sequence[View]) -> None:
    """Reopen and complete it; each is seen everywhere before the next happens."""
    for change in ("AttendanceReopen", "AttendanceComplete"):
        done = await far.run(change, attendanceId=edge.open[1])
        assert done["errors"] == []
        await all_catch_up(views)


def titles(view: View) -> list[str]:
    """What the todos that a view shows are called, oldest first."""
    shown = view.shown["todos"] if "todos" in view.shown else view.shown["nodes"]
    return sorted((todo["title"] for todo in shown), key=BOTH.index)


async def todo_rows(practice: Practice) -> int:
    """How many todos the practice has."""
    wanted = select(func.count()).where(todos.c.organization_id == practice.organization)
    async with practice.store.reading() as tx:
        return int((await tx.execute(wanted)).scalar_one())
