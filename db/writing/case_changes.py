"""Cases that are being changed: held, updated, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from db.tables import attendances, cases, cycles, organizations
from db.work import Work
from domain.attendances import AttendanceStatus
from domain.cases import Case, CaseStatus
from domain.cycles import CycleStatus

# What can be updated, by the name that the rules use.
_COLUMNS = {
    "title": "title",
    "supervisor": "supervisor_id",
    "location": "location_id",
    "issued_on": "issued_on",
    "expires_on": "expires_on",
    "max_sessions": "max_sessions",
    "booking_policy": "booking_policy",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A locked case with its version and what of it can be updated."""

    case: Case
    version: int
    now: Mapping[str, object]


async def hold(work: Work, key: UUID) -> Held | None:
    """The case, locked until the change ends, if the viewer may see it (`turns`)."""
    policy = func.coalesce(cases.c.booking_policy, organizations.c.booking_policy)
    wanted = (
        select(cases, policy.label("policy"))
        .join(organizations, organizations.c.id == cases.c.organization_id)
        .where(cases.c.organization_id == work.organization, cases.c.id == key)
        .with_for_update(of=cases, key_share=True)
    )
    if work.viewer.location is not None:
        wanted = wanted.where(cases.c.location_id == work.viewer.location)
    row = await work.lock_first(wanted)
    if row is None:
        return None
    case = Case(key, row.client_id, row.location_id, row.status, row.supervisor_id, row.policy)
    now = {name: row._mapping[column] for name, column in _COLUMNS.items()}
    return Held(case, row.version, now)


async def update(work: Work, key: UUID, values: Mapping[str, object]) -> None:
    """Save what is given."""
    columns = {_COLUMNS[name]: value for name, value in values.items()}
    await work.update_one(cases, key, **columns)


async def set_status(work: Work, key: UUID, status: CaseStatus) -> None:
    """Save that the case is closed, or open again."""
    await work.update_one(cases, key, status=status)


async def active_cycles(work: Work, key: UUID) -> Sequence[UUID]:
    """The cycles of the case that are in force, oldest first."""
    found = select(cycles.c.id).where(
        cycles.c.organization_id == work.organization,
        cycles.c.case_id == key,
        cycles.c.status == CycleStatus.ACTIVE,
    )
    return [row.id for row in await work.rows(found.order_by(cycles.c.id))]


async def open_sessions(work: Work, key: UUID) -> Sequence[UUID]:
    """The sessions in which an attendance on the case is open, oldest first."""
    found = (
        select(attendances.c.session_id)
        .distinct()
        .where(
            attendances.c.organization_id == work.organization,
            attendances.c.case_id == key,
            attendances.c.status == AttendanceStatus.OPEN,
        )
    )
    return [row.session_id for row in await work.rows(found.order_by(attendances.c.session_id))]
