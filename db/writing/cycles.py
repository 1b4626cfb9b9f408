"""Cycles, their ledger and milestones, as changes see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError

from db.tables import (
    attendances,
    cases,
    cycle_runs,
    cycle_services,
    cycles,
    entries,
    locations,
    milestones,
    organizations,
)
from db.work import Work
from domain.attendances import AttendanceStatus
from domain.cycles import Cycle, CycleStatus, MilestoneKind
from domain.errors import ServiceAlreadyServed
from domain.ids import new_key
from domain.keys import Aspect, Keys, only


@dataclass(frozen=True, slots=True)
class Held:
    """A cycle whose case is locked, with who stands behind the case."""

    cycle: Cycle
    version: int
    client: UUID
    location: UUID
    supervisor: UUID | None
    manager: UUID | None
    ended_because: str | None

    @property
    def keys(self) -> Keys:
        """Whom and where a change of it concerns; of sessions that draw on it nothing is said."""
        return {
            Aspect.CLIENTS: only(self.client),
            Aspect.CASES: only(self.cycle.case),
            Aspect.CYCLES: only(self.cycle.key),
            Aspect.LOCATIONS: only(self.location),
        }


_own = cases.c.organization_id == cycles.c.organization_id
_there = locations.c.organization_id == cycles.c.organization_id
_spent = select(func.coalesce(func.sum(entries.c.delta), 0)).where(
    entries.c.organization_id == cycles.c.organization_id, entries.c.cycle_id == cycles.c.id
)
_run = and_(
    cycle_runs.c.organization_id == cycles.c.organization_id,
    cycle_runs.c.cycle_id == cycles.c.id,
)
_in_run = and_(
    milestones.c.organization_id == cycle_runs.c.organization_id,
    milestones.c.run_id == cycle_runs.c.id,
)
_summary = func.coalesce(cycles.c.summary_percent, organizations.c.summary_percent)
_renewal = func.coalesce(cycles.c.renewal_percent, organizations.c.renewal_percent)
# A row for each run and each milestone in it.
_EVERY = (
    select(
        cycles,
        cases.c.client_id,
        cases.c.location_id,
        cases.c.supervisor_id,
        locations.c.manager_id,
        _summary.label("summary"),
        _renewal.label("renewal"),
        _spent.scalar_subquery().label("spent"),
        cycle_runs.c.id.label("run_id"),
        milestones.c.kind.label("fired"),
    )
    .join(cases, and_(_own, cases.c.id == cycles.c.case_id))
    .join(locations, and_(_there, locations.c.id == cases.c.location_id))
    .join(organizations, organizations.c.id == cycles.c.organization_id)
    .join(cycle_runs, _run)
    .outerjoin(milestones, _in_run)
    .where(cycles.c.organization_id == bindparam("organization"))
)
# The newest run first.
_ONE = _EVERY.where(cycles.c.id == bindparam("key")).order_by(cycle_runs.c.number.desc())
_ONE_AT = _ONE.where(cases.c.location_id == bindparam("location"))

_later = cycle_runs.alias("later")
_is_over = select(_later.c.id).where(
    _later.c.organization_id == cycle_runs.c.organization_id,
    _later.c.cycle_id == cycle_runs.c.cycle_id,
    _later.c.number > cycle_runs.c.number,
)


def _is_due(kind: MilestoneKind, percent: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the share is reached (`domain.cycles.reached`), and was not before in the run."""
    fired = milestones.alias()
    before = select(fired.c.id).where(
        fired.c.organization_id == cycle_runs.c.organization_id,
        fired.c.run_id == cycle_runs.c.id,
        fired.c.kind == kind,
    )
    used = cycles.c.carried_in + _spent.scalar_subquery()
    return and_(used * 100 >= percent * cycles.c.authorized, ~before.exists())


_DUE = _EVERY.where(
    cycles.c.status == CycleStatus.ACTIVE,
    ~_is_over.exists(),
    or_(
        _is_due(MilestoneKind.PROGRESS_SUMMARY_DUE, _summary),
        _is_due(MilestoneKind.CYCLE_RENEWAL_DUE, _renewal),
    ),
).order_by(cycles.c.id)


async def load(work: Work, key: UUID) -> Held | None:
    """The cycle of a case that is locked (`turns`), with what its ledger holds, if the viewer may
    see it.
    """
    at = work.viewer.location
    rows = await (
        work.rows(_ONE, key=key) if at is None else work.rows(_ONE_AT, key=key, location=at)
    )
    return _held(rows) if rows else None


async def load_unscoped(work: Work, key: UUID) -> Held:
    """The same of a record that the viewer was already let at."""
    return _held(await work.rows(_ONE, key=key))


async def due(work: Work) -> list[Held]:
    """Every cycle of the practice, whose cases are locked, that a milestone is due of; in the order
    of their keys.
    """
    rows = await work.rows(_DUE, organization=work.organization)
    return [_held([*own]) for _, own in groupby(rows, lambda row: row.id)]


def _held(rows: Sequence[Row[tuple[object, ...]]]) -> Held:
    row = rows[0]
    thresholds = {
        MilestoneKind.PROGRESS_SUMMARY_DUE: row.summary,
        MilestoneKind.CYCLE_RENEWAL_DUE: row.renewal,
    }
    cycle = Cycle(
        row.id,
        row.case_id,
        row.run_id,
        row.status,
        row.authorized,
        row.carried_in,
        int(row.spent),
        thresholds,
        frozenset(each.fired for each in rows if each.run_id == row.run_id and each.fired),
    )
    return Held(
        cycle,
        row.version,
        row.client_id,
        row.location_id,
        row.supervisor_id,
        row.manager_id,
        row.ended_because,
    )


async def add(
    work: Work, case: UUID, authorized: int, carried_in: int, services: Sequence[UUID]
) -> UUID:
    """Insert a draft with its service mix and its first run; its key."""
    key = new_key()
    row = {"id": key, "case_id": case, "authorized": authorized, "carried_in": carried_in}
    await work.insert(cycles, row)
    mix = {"cycle_id": key, "case_id": case, "cycle_status": CycleStatus.DRAFT}
    await work.insert(cycle_services, *[{**mix, "service_id": service} for service in services])
    await work.insert(cycle_runs, {"id": new_key(), "cycle_id": key, "number": 1})
    return key


async def activate(work: Work, key: UUID, path: tuple[str, ...]) -> None:
    """Make it ACTIVE; ServiceAlreadyServed where another active cycle of the case serves one of
    its services. The index decides, so two writers cannot both succeed.
    """
    try:
        async with work.tx.begin_nested():
            await work.update_one(cycles, key, status=CycleStatus.ACTIVE, activated_at=work.now)
    except IntegrityError as clash:
        raise ServiceAlreadyServed(path=path) from clash


async def active_mixes(work: Work, of: Collection[UUID]) -> dict[UUID, dict[UUID, set[UUID]]]:
    """For each of the cases: its active cycles, each with its service mix."""
    found = select(cycle_services).where(
        cycle_services.c.organization_id == work.organization,
        cycle_services.c.case_id.in_(of),
        cycle_services.c.cycle_status == CycleStatus.ACTIVE,
    )
    mixes: dict[UUID, dict[UUID, set[UUID]]] = {}
    for row in await work.rows(found):
        mixes.setdefault(row.case_id, {}).setdefault(row.cycle_id, set()).add(row.service_id)
    return mixes


async def free_to_book(work: Work, cycle: Cycle) -> int:
    """Authorized sessions that are neither used nor held by an open attendance."""
    pending = select(func.count()).where(
        attendances.c.organization_id == work.organization,
        attendances.c.cycle_id == cycle.key,
        attendances.c.status == AttendanceStatus.OPEN,
    )
    row = await work.first(pending)
    return cycle.authorized - cycle.used - int(row[0] if row else 0)
