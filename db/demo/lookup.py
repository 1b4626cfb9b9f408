"""Where the demo's edge stands now, in a database that may have been tried on already."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.demo.practice import DemoPractice
from db.tables import attendances, cases, clients, cycles, entries, locations, sessions
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus

CLIENT = "client@demo.example"


async def look_up(tx: AsyncConnection) -> DemoPractice | None:
    """The demo client's case with the cycle, what is consumed and what is still open; None where it
    is not there.
    """
    row = (await tx.execute(_edge())).first()
    if row is None:
        return None
    consumed = row.carried_in + await _consumed(tx, row.organization_id, row.cycle_id)
    return DemoPractice(
        row.organization_id,
        row.id,
        row.cycle_id,
        await _open(tx, row.organization_id, row.cycle_id),
        row.manager_id,
        row.supervisor_id,
        consumed,
        row.authorized,
    )


def _edge() -> Select[Any]:
    own = and_(
        cases.c.organization_id == clients.c.organization_id, cases.c.client_id == clients.c.id
    )
    of_case = and_(
        cycles.c.organization_id == cases.c.organization_id, cycles.c.case_id == cases.c.id
    )
    there = and_(
        locations.c.organization_id == cases.c.organization_id,
        locations.c.id == cases.c.location_id,
    )
    counts = (cycles.c.carried_in, cycles.c.authorized)
    return (
        select(cases, cycles.c.id.label("cycle_id"), *counts, locations.c.manager_id)
        .join(clients, own)
        .join(cycles, of_case)
        .join(locations, there)
        .where(clients.c.email == CLIENT, cycles.c.status == CycleStatus.ACTIVE)
        .order_by(cycles.c.id)
    )


async def _consumed(tx: AsyncConnection, organization: UUID, cycle: UUID) -> int:
    own = (entries.c.organization_id == organization, entries.c.cycle_id == cycle)
    return await tx.scalar(select(func.coalesce(func.sum(entries.c.delta), 0)).where(*own)) or 0


async def _open(tx: AsyncConnection, organization: UUID, cycle: UUID) -> tuple[UUID, ...]:
    visit = and_(
        sessions.c.organization_id == attendances.c.organization_id,
        sessions.c.id == attendances.c.session_id,
    )
    wanted = (
        select(attendances.c.id)
        .join(sessions, visit)
        .where(
            attendances.c.organization_id == organization,
            attendances.c.cycle_id == cycle,
            attendances.c.status == AttendanceStatus.OPEN,
        )
        .order_by(sessions.c.starts_at, attendances.c.id)
    )
    return tuple((await tx.execute(wanted)).scalars())
