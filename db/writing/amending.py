"""Cycles that are being amended, completed, discontinued or reopened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from db.tables import attendances, cycle_runs, cycle_services, cycles, sessions
from db.work import Work
from domain.attendances import AttendanceStatus
from domain.cycles import Cycle, CycleStatus
from domain.errors import ServiceAlreadyServed
from domain.ids import new_key


@dataclass(frozen=True, slots=True)
class Booked:
    """An open attendance of a cycle whose session has a time."""

    attendance: UUID
    session: UUID


def _open_on(work: Work, cycle: UUID) -> ColumnElement[bool]:
    return and_(
        attendances.c.organization_id == work.organization,
        attendances.c.cycle_id == cycle,
        attendances.c.status == AttendanceStatus.OPEN,
    )


async def booked(work: Work, cycle: UUID) -> Sequence[Booked]:
    """What is booked on the cycle and still open, in the order of the sessions' times."""
    there = and_(
        sessions.c.organization_id == attendances.c.organization_id,
        sessions.c.id == attendances.c.session_id,
    )
    found = (
        select(attendances.c.id, attendances.c.session_id)
        .join(sessions, there)
        .where(_open_on(work, cycle), sessions.c.starts_at.is_not(None))
        .order_by(sessions.c.starts_at, attendances.c.id)
    )
    return [Booked(row.id, row.session_id) for row in await work.rows(found)]


async def terms(work: Work, key: UUID) -> Mapping[str, object]:
    """What of a held cycle can be amended, as it is; a threshold of its own or None."""
    found = select(
        cycles.c.authorized, cycles.c.carried_in, cycles.c.summary_percent, cycles.c.renewal_percent
    ).where(cycles.c.organization_id == work.organization, cycles.c.id == key)
    return dict((await work.rows(found))[0]._mapping)


async def mix(work: Work, key: UUID) -> Sequence[UUID]:
    """The services of the cycle, in the order of their keys."""
    found = select(cycle_services.c.service_id).where(
        cycle_services.c.organization_id == work.organization, cycle_services.c.cycle_id == key
    )
    return sorted(row.service_id for row in await work.rows(found))


async def amend(work: Work, key: UUID, values: Mapping[str, object]) -> None:
    """Save the amended counts and thresholds; without any, only that the cycle was amended."""
    await work.update_one(cycles, key, **values)


async def change_mix(work: Work, cycle: Cycle, services: Collection[UUID]) -> None:
    """Give the cycle another service mix."""
    own = {"organization_id": work.organization, "cycle_id": cycle.key, "case_id": cycle.case}
    old = delete(cycle_services).where(
        cycle_services.c.organization_id == work.organization,
        cycle_services.c.cycle_id == cycle.key,
    )
    await work.change(old)
    rows = [{**own, "cycle_status": cycle.status, "service_id": each} for each in services]
    await work.change(insert(cycle_services).values(rows))


async def end(work: Work, key: UUID, status: CycleStatus, reason: str | None) -> None:
    """Save that the cycle is completed or discontinued."""
    await work.update_one(cycles, key, status=status, ended_at=work.now, ended_because=reason)


async def reopen(work: Work, key: UUID, path: tuple[str, ...]) -> None:
    """Make it ACTIVE again; ServiceAlreadyServed where another active cycle of the case serves one
    of its services. The index decides, so two writers cannot both succeed.
    """
    active = {
        "status": CycleStatus.ACTIVE,
        "activated_at": func.coalesce(cycles.c.activated_at, work.now),
        "ended_at": None,
        "ended_because": None,
        "version": cycles.c.version + 1,
    }
    own = (cycles.c.organization_id == work.organization, cycles.c.id == key)
    try:
        async with work.tx.begin_nested():
            await work.change(update(cycles).where(*own).values(active))
    except IntegrityError as clash:
        raise ServiceAlreadyServed(path=path) from clash


async def start_run(work: Work, cycle: UUID) -> UUID:
    """The next run of the held cycle, in which each milestone may fire once; its key."""
    last = select(func.max(cycle_runs.c.number).label("number")).where(
        cycle_runs.c.organization_id == work.organization, cycle_runs.c.cycle_id == cycle
    )
    number = (await work.rows(last))[0].number + 1
    key = new_key()
    await work.insert(cycle_runs, {"id": key, "cycle_id": cycle, "number": number})
    return key
