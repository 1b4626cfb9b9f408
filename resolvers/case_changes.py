"""Updating, closing and reopening cases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from db.work import Work
from db.writing import case_changes, people, todos
from db.writing.case_changes import Held
from domain.access import Act
from domain.cases import UNKNOWN, CaseStatus, faults_in_update, must_be_idle, must_be_open, step
from domain.changes import Change, ChangeKind, Facts, differing, facts_of
from domain.errors import DomainError, NotFound, Refused
from domain.ids import Noun
from domain.keys import Aspect, only
from resolvers.named import unfit
from resolvers.outcome import Outcome
from resolvers.refusing import beside
from resolvers.versions import must_be_current

PATH = ("input", "caseId")


async def update(
    work: Work, key: UUID | None, given: Mapping[str, Any], expected: int | None
) -> Outcome:
    """Update what is given of an open case: `title supervisor location issued_on expires_on
    max_sessions booking_policy`. What is not given stays as it is.
    """
    work.demand(Act.UPDATE_CASE)
    if "booking_policy" in given:
        work.demand(Act.SET_BOOKING_POLICY)
    held = await case_changes.hold(work, key) if key else None
    now = held.now if held else UNKNOWN
    faults = [*faults_in_update(given, now), *await _unfit(work, differing(given, now))]
    held = _found(held, expected, faults)
    with beside(faults):
        must_be_open(held.case, PATH)
    await _save(work, held, differing(_trimmed(given), held.now))
    return Outcome({"case": held.case.key})


def _trimmed(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, "title": given["title"].strip()} if "title" in given else {**given}


async def _save(work: Work, held: Held, values: Mapping[str, object]) -> None:
    """Save what differs; where nothing does, nothing is written."""
    if not values:
        return
    await case_changes.update(work, held.case.key, values)
    before = facts_of({name: held.now[name] for name in values})
    work.record(_change(ChangeKind.CASE_UPDATED, held, before, facts_of(values)))
    if isinstance(location := values.get("location"), UUID):
        await _move_todos(work, held.case.key, location)


async def _move_todos(work: Work, case: UUID, location: UUID) -> None:
    """Todos are seen where their case is treated, so they go along."""
    about = await todos.of_case(work, case)
    for todo in about:
        before, after = {"location": todo.location}, {"location": location}
        now = replace(todo, location=location)
        kind = ChangeKind.TODO_UPDATED
        work.record(Change(kind, Noun.TODO, todo.key, before, after, now.keys, todo.keys))
    if about:
        await todos.move(work, case, location)


async def _held(work: Work, key: UUID | None, expected: int | None) -> Held:
    return _found(await case_changes.hold(work, key) if key else None, expected)


def _found(held: Held | None, expected: int | None, faults: Sequence[DomainError] = ()) -> Held:
    if held is None:
        raise Refused([NotFound(path=PATH), *faults])
    must_be_current(Noun.CASE, held.case.key, held.version, expected)
    return held


async def _unfit(work: Work, other: Mapping[str, Any]) -> list[DomainError]:
    """Refusals of another place or supervisor; the ones it has may be retired since."""
    faults: list[DomainError] = []
    if location := other.get("location"):
        places = await people.locations_known(work, {location})
        faults += unfit(places, location, ("input", "locationId"))
    if supervisor := other.get("supervisor"):
        members = await people.members_known(work, {supervisor})
        faults += unfit(members, supervisor, ("input", "supervisingClinicianId"))
    return faults


async def close(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Close a case. The seeds do not say when it can be: it is refused while a cycle is ACTIVE or
    a session is open, and the refusal names them. Its drafts and todos stay as they are.
    """
    work.demand(Act.CLOSE_CASE)
    held = await _held(work, key, expected)
    step(held.case.status, CaseStatus.CLOSED, PATH)
    active = await case_changes.active_cycles(work, held.case.key)
    must_be_idle(active, await case_changes.open_sessions(work, held.case.key), PATH)
    return await _set(work, held, CaseStatus.CLOSED, ChangeKind.CASE_CLOSED)


async def reopen(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Open a closed case again. Its cycles stay as they ended."""
    work.demand(Act.REOPEN_CASE)
    held = await _held(work, key, expected)
    step(held.case.status, CaseStatus.OPEN, PATH)
    return await _set(work, held, CaseStatus.OPEN, ChangeKind.CASE_REOPENED)


async def _set(work: Work, held: Held, status: CaseStatus, kind: ChangeKind) -> Outcome:
    await case_changes.set_status(work, held.case.key, status)
    work.record(_change(kind, held, {"status": held.case.status}, {"status": status}))
    return Outcome({"case": held.case.key})


def _change(kind: ChangeKind, held: Held, before: Facts, after: Facts) -> Change:
    was = held.case.keys
    moved = after.get("location")
    now = {**was, Aspect.LOCATIONS: only(moved)} if isinstance(moved, UUID) else was
    return Change(kind, Noun.CASE, held.case.key, before, after, now, was)
