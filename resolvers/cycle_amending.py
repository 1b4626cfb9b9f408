"""Amending cycles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.work import Work
from db.writing import amending, cases, cycles, people, turns
from db.writing.amending import Booked
from db.writing.cycles import Held
from domain.access import Act
from domain.amending import (
    faults_in_amendment,
    must_be_amendable,
    must_cover_what_is_used,
    orphans,
)
from domain.cases import must_be_open
from domain.changes import Change, ChangeKind, differing, facts_of
from domain.cycles import MOST_SERVICES, CycleStatus, faults_in_mix
from domain.errors import DomainError, Invalid, NotFound, Refused
from domain.ids import Noun
from domain.refusals import OrphansSessions
from resolvers.linking import give_up_these
from resolvers.milestones import fire_due
from resolvers.named import unfit
from resolvers.outcome import Outcome
from resolvers.refusing import beside
from resolvers.versions import must_be_current

PATH = ("input", "cycleId")
MIX = ("input", "serviceIds")


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to be another in a cycle. `given` holds those of `authorized carried_in
    summary_percent renewal_percent` that were named, `services` is None where they stay.
    """

    given: Mapping[str, Any]
    services: Sequence[UUID] | None
    accept_orphans: bool


async def amend(work: Work, key: UUID | None, new: Amendment, expected: int | None) -> Outcome:
    """Amend a draft or active cycle (Cycles 1, 5, 7).

    Lowered below what is booked it is refused first, with the sessions that it would orphan. Once
    they are accepted, those that start last are taken off the cycle: the seed lets no appointment
    draw on a cycle that does not authorize it, and one without a cycle is found by the next cycle
    that is activated. Open sessions without a time are not booked, and stay.
    """
    work.demand(Act.AMEND_CYCLE)
    held = await _held(work, key, new, expected)
    await _must_be_fit(work, held, new)
    orphaned = await _orphaned(work, held, new)
    await _save(work, held, new, orphaned)
    todos = await _due(work, held)
    sessions = tuple(dict.fromkeys(each.session for each in orphaned))
    shown = {"cycle": held.cycle.key, "case": held.cycle.case}
    return Outcome({**shown, "orphaned_sessions": sessions, "todos_created": todos})


async def _held(work: Work, key: UUID | None, new: Amendment, expected: int | None) -> Held:
    if key:
        await turns.of_cycle(work, key)
    held = await cycles.load(work, key) if key else None
    if held is None:
        known = await _unfit(work, new.services or (), ())
        raise Refused([NotFound(path=PATH), *faults_in_amendment(None, new.given), *known])
    must_be_current(Noun.CYCLE, held.cycle.key, held.version, expected)
    return held


async def _must_be_fit(work: Work, held: Held, new: Amendment) -> None:
    faults = faults_in_amendment(held.cycle, new.given)
    if new.services is not None:
        faults += await _faults_in_services(work, held, new.services)
    with beside(faults):
        must_be_amendable(held.cycle, PATH)
        must_be_open((await cases.load(work, {held.cycle.case}))[held.cycle.case], PATH)
    must_cover_what_is_used(held.cycle, new.given)


async def _faults_in_services(
    work: Work, held: Held, services: Sequence[UUID]
) -> list[DomainError]:
    faults = await _unfit(work, services, await amending.mix(work, held.cycle.key))
    if held.cycle.status is not CycleStatus.DRAFT:
        faults.append(Invalid("Only a DRAFT can be given another service mix.", MIX))
    return [*faults, *faults_in_mix(services)]


async def _unfit(work: Work, services: Sequence[UUID], had: Collection[UUID]) -> list[DomainError]:
    """Refusals of other services than the cycle has; those may be retired since."""
    capped = services[:MOST_SERVICES]
    known = await people.services_known(work, set(capped))
    return [
        fault
        for place, key in enumerate(capped)
        if key not in had
        for fault in unfit(known, key, (*MIX, str(place)))
    ]


async def _orphaned(work: Work, held: Held, new: Amendment) -> Sequence[Booked]:
    """The booked sessions that the amended cycle does not authorize, taken off it."""
    lost = orphans(held.cycle, new.given, await amending.booked(work, held.cycle.key))
    if lost and not new.accept_orphans:
        path = ("input", "authorized" if "authorized" in new.given else "carriedIn")
        raise OrphansSessions(tuple(dict.fromkeys(each.session for each in lost)), path)
    if lost:
        await give_up_these(work, held.cycle, [each.attendance for each in lost])
    return lost


async def _save(work: Work, held: Held, new: Amendment, orphaned: Sequence[Booked]) -> None:
    """Save and record what differs; where nothing does, nothing is written."""
    now = dict(await amending.terms(work, held.cycle.key))
    wanted = dict(new.given)
    if new.services is not None:
        now["services"] = await amending.mix(work, held.cycle.key)
        wanted["services"] = sorted(new.services)
    values = differing(wanted, now)
    if not values:
        return
    counts = {name: value for name, value in values.items() if name != "services"}
    await amending.amend(work, held.cycle.key, counts)
    if new.services is not None and "services" in values:
        await amending.change_mix(work, held.cycle, new.services)
    before = facts_of({name: now[name] for name in values})
    after = {**facts_of(values), "unlinkedAttendances": len(orphaned)}
    kind = ChangeKind.CYCLE_AMENDED
    work.record(Change(kind, Noun.CYCLE, held.cycle.key, before, after, held.keys))


async def _due(work: Work, held: Held) -> tuple[UUID, ...]:
    """Milestones that the new counts and thresholds make true for the first time (Cycles 7)."""
    if held.cycle.status is not CycleStatus.ACTIVE:
        return ()
    amended = await cycles.load_unscoped(work, held.cycle.key)
    return await fire_due(work, amended, amended.cycle.consumed)
