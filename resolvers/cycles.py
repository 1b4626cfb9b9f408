"""Creating and activating cycles."""

from collections.abc import Sequence
from uuid import UUID

from db.work import Work
from db.writing import cases, cycles, people, turns
from domain.access import Act
from domain.cases import must_be_open
from domain.changes import Change, ChangeKind
from domain.cycles import MOST_SERVICES, CycleStatus, faults_in_cycle, to_active
from domain.errors import DomainError, NotFound, Refused
from domain.ids import Noun
from domain.keys import Aspect, only
from resolvers.linking import take_on
from resolvers.milestones import fire_due
from resolvers.named import unfit, unfit_case
from resolvers.outcome import Outcome
from resolvers.room import tell_of_room
from resolvers.versions import must_be_current


async def create(
    work: Work,
    case_key: UUID | None,
    services: Sequence[UUID],
    authorized: int,
    carried_in: int,
) -> Outcome:
    """Create a DRAFT cycle on an open case."""
    work.demand(Act.CREATE_CYCLE)
    found = await cases.load(work, {case_key} if case_key else ())
    case = found.get(case_key) if case_key else None
    faults = unfit_case(case, None, ("input", "caseId"))
    faults += faults_in_cycle(authorized, carried_in, services)
    faults += await _unfit_services(work, services[:MOST_SERVICES])
    if faults or case is None:
        raise Refused(faults)
    key = await cycles.add(work, case.key, authorized, carried_in, services)
    after = {
        "status": CycleStatus.DRAFT,
        "case": case.key,
        "services": sorted(services),
        "authorized": authorized,
        "carriedIn": carried_in,
    }
    keys = {**case.keys, Aspect.CYCLES: only(key)}
    work.record(Change(ChangeKind.CYCLE_CREATED, Noun.CYCLE, key, after=after, keys=keys))
    return Outcome({"cycle": key, "case": case.key})


async def _unfit_services(work: Work, services: Sequence[UUID]) -> list[DomainError]:
    known = await people.services_known(work, set(services))
    return [
        fault
        for place, key in enumerate(services)
        for fault in unfit(known, key, ("input", "serviceIds", str(place)))
    ]


async def activate(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Activate a cycle: its open, unlinked sessions link to it (Cycles 2)."""
    work.demand(Act.ACTIVATE_CYCLE)
    path = ("input", "cycleId")
    if key:
        await turns.of_cycle(work, key)
    held = await cycles.load(work, key) if key else None
    if held is None:
        raise NotFound(path=path)
    must_be_current(Noun.CYCLE, held.cycle.key, held.version, expected)
    cycle = held.cycle
    to_active(cycle.status, path)
    case = (await cases.load(work, {cycle.case}))[cycle.case]
    must_be_open(case, path)
    await cycles.activate(work, cycle.key, path)
    linked = await take_on(work, cycle)
    work.record(
        Change(
            ChangeKind.CYCLE_ACTIVATED,
            Noun.CYCLE,
            cycle.key,
            before={"status": cycle.status},
            after={"status": CycleStatus.ACTIVE, "linkedAttendances": linked},
            keys=held.keys,
        )
    )
    todos = await fire_due(work, held, cycle.consumed)
    warnings = await tell_of_room(work, case.booking_policy, cycle)
    return Outcome({"cycle": cycle.key, "todos_created": todos}, warnings)
