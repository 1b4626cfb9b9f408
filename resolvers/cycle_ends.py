"""Completing, discontinuing and reopening cycles.

When a cycle ends its open sessions are taken off it, because on an ended cycle they would consume
nothing: without one, the renewal that is activated next finds them (Cycles 2), and so does this
cycle when it is reopened. What was treated stays linked, with its ledger.
"""

from dataclasses import replace
from uuid import UUID

from db.work import Work
from db.writing import amending, cases, cycles, turns
from db.writing.cycles import Held
from domain.access import Act
from domain.amending import to_active_again, to_completed
from domain.cases import must_be_open
from domain.changes import Change, ChangeKind, Facts
from domain.cycles import CycleStatus, step
from domain.errors import NotFound
from domain.ids import Noun
from domain.texts import faults_in_reason
from resolvers.linking import give_up, take_on
from resolvers.milestones import fire_due
from resolvers.outcome import Outcome
from resolvers.refusing import beside
from resolvers.room import tell_of_room
from resolvers.versions import must_be_current

PATH = ("input", "cycleId")


async def complete(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Mark a cycle at its authorized count COMPLETED (Cycles 8)."""
    work.demand(Act.COMPLETE_CYCLE)
    held = await _held(work, key, expected)
    to_completed(held.cycle, PATH)
    return await _end(work, held, CycleStatus.COMPLETED, None)


async def discontinue(work: Work, key: UUID | None, reason: str, expected: int | None) -> Outcome:
    """Stop a draft or active cycle early, with a reason (Cycles 8)."""
    work.demand(Act.DISCONTINUE_CYCLE)
    with beside(faults_in_reason(reason, ("input", "reason"))):
        held = await _held(work, key, expected)
        step(held.cycle.status, CycleStatus.DISCONTINUED, PATH)
    return await _end(work, held, CycleStatus.DISCONTINUED, reason.strip())


async def _held(work: Work, key: UUID | None, expected: int | None) -> Held:
    if key:
        await turns.of_cycle(work, key)
    held = await cycles.load(work, key) if key else None
    if held is None:
        raise NotFound(path=PATH)
    must_be_current(Noun.CYCLE, held.cycle.key, held.version, expected)
    return held


_KINDS = {
    CycleStatus.COMPLETED: ChangeKind.CYCLE_COMPLETED,
    CycleStatus.DISCONTINUED: ChangeKind.CYCLE_DISCONTINUED,
}


async def _end(work: Work, held: Held, status: CycleStatus, reason: str | None) -> Outcome:
    unlinked = await give_up(work, held.cycle)
    await amending.end(work, held.cycle.key, status, reason)
    after = {"status": status, "endedBecause": reason, "unlinkedAttendances": unlinked}
    work.record(_change(_KINDS[status], held, after))
    return Outcome({"cycle": held.cycle.key, "case": held.cycle.case})


async def reopen(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Make an ended cycle of an open case ACTIVE again: a new run begins, in which the milestones
    that are already passed fire at once, and open sessions link as on activation (Cycles 2, 7).
    """
    work.demand(Act.REOPEN_CYCLE)
    held = await _held(work, key, expected)
    cycle = held.cycle
    to_active_again(cycle.status, PATH)
    case = (await cases.load(work, {cycle.case}))[cycle.case]
    must_be_open(case, PATH)
    await amending.reopen(work, cycle.key, PATH)
    run = await amending.start_run(work, cycle.key)
    linked = await take_on(work, cycle)
    after = {"status": CycleStatus.ACTIVE, "endedBecause": None, "linkedAttendances": linked}
    work.record(_change(ChangeKind.CYCLE_REOPENED, held, after))
    again = replace(held, cycle=replace(cycle, run=run, fired=frozenset()))
    todos = await fire_due(work, again, cycle.consumed)
    warnings = await tell_of_room(work, case.booking_policy, cycle)
    return Outcome({"cycle": cycle.key, "case": cycle.case, "todos_created": todos}, warnings)


def _change(kind: ChangeKind, held: Held, after: Facts) -> Change:
    before = {"status": held.cycle.status, "endedBecause": held.ended_because}
    return Change(kind, Noun.CYCLE, held.cycle.key, before, after, held.keys)
