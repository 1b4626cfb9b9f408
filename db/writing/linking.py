"""Open attendances that a changed cycle takes on, and those that are taken off it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select, update

from db.tables import attendances, cycle_services, items
from db.work import Work
from db.writing.attendances import hold_each, those
from domain.attendances import Attendance, AttendanceStatus
from domain.cycles import Cycle

_HERE: BindParameter[UUID] = bindparam("organization")
_CYCLE: BindParameter[UUID] = bindparam("cycle")

_mix = select(cycle_services.c.service_id).where(
    cycle_services.c.organization_id == _HERE, cycle_services.c.cycle_id == _CYCLE
)
_matching = select(items.c.session_id).where(
    items.c.organization_id == _HERE, items.c.service_id.in_(_mix)
)
_is_open = attendances.c.status == AttendanceStatus.OPEN
_LINKABLE = those(
    _is_open,
    attendances.c.case_id == bindparam("case"),
    attendances.c.cycle_id.is_(None),
    attendances.c.session_id.in_(_matching),
)
_OPEN_ON = those(_is_open, attendances.c.cycle_id == _CYCLE)
_AMONG = _OPEN_ON.where(attendances.c.id.in_(bindparam("keys", expanding=True)))


async def linkable(work: Work, cycle: Cycle) -> list[Attendance]:
    """Every open attendance of the cycle's case that has a matching service and no cycle yet
    (Cycles 2).
    """
    return await hold_each(work, _LINKABLE, case=cycle.case, cycle=cycle.key)


async def open_on(work: Work, cycle: UUID) -> list[Attendance]:
    """Every open attendance that draws on the cycle."""
    return await hold_each(work, _OPEN_ON, cycle=cycle)


async def open_among(work: Work, cycle: UUID, keys: Collection[UUID]) -> list[Attendance]:
    """Of these attendances, the open ones that draw on the cycle."""
    return await hold_each(work, _AMONG, cycle=cycle, keys=keys)


async def link(work: Work, keys: Collection[UUID], cycle: UUID | None) -> None:
    """Save which cycle the held attendances draw on."""
    own = (attendances.c.organization_id == work.organization, attendances.c.id.in_(keys))
    linked = {"cycle_id": cycle, "version": attendances.c.version + 1}
    await work.change(update(attendances).where(*own).values(linked))
