"""What becomes of a session that is there: it moves, is canceled, gets notes."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from db.work import Work
from db.writing import booked, people, sessions
from domain.access import Act
from domain.attendances import AttendanceStatus
from domain.booked import (
    Booked,
    Item,
    Move,
    as_it_is,
    facts_of_items,
    faults_in_moves,
    made,
    must_have_something_open,
    must_not_have_ended,
    taking_other_hours,
)
from domain.changes import Change, ChangeKind, differing, facts_of
from domain.errors import BookingConflict, DomainError, NotFound, Refused
from domain.ids import Noun
from domain.sessions import MOST_ITEMS, NewItem, given_at_once, visit_keys
from domain.texts import faults_in_note
from resolvers.named import unfit
from resolvers.outcome import Outcome
from resolvers.refusing import beside
from resolvers.versions import must_be_current

PATH = ("input", "sessionId")


async def reschedule(
    work: Work, key: UUID | None, moves: Sequence[Move], override: bool, expected: int | None
) -> Outcome:
    """Give items of an open session other times, clinicians or places; the hours are judged anew,
    as when booking (Sessions 3).
    """
    work.demand(Act.CHANGE_SESSION)
    if override:
        work.demand(Act.OVERRIDE_CONFLICT)
    session = await _to_move(work, key, moves, expected)
    if new := made(session, moves):
        await _move(work, session, new, override)
    return Outcome({"session": session.key})


async def _to_move(
    work: Work, key: UUID | None, moves: Sequence[Move], expected: int | None
) -> Booked:
    """The session, with the owners of its hours locked, if its items can be moved so."""
    session = await booked.hold(work, key) if key else None
    if session is None:
        raise Refused([NotFound(path=PATH), *await _unfit(work, (), moves)])
    must_be_current(Noun.SESSION, session.key, session.version, expected)
    await _hold_hours(work, session, moves)
    wrong = faults_in_moves(session, moves, work.now)
    with beside([*wrong, *await _unfit(work, session.items, moves)]):
        must_not_have_ended(session, PATH)
    return session


async def _move(work: Work, session: Booked, new: Mapping[UUID, NewItem], override: bool) -> None:
    """Only who or when is judged anew: what an item was overridden for before, it still is."""
    judged = taking_other_hours(session, new)
    rest = [new.get(item.key, as_it_is(item)) for item in session.items if item.key not in judged]
    places = await _keep_hours(work, session, list(judged.values()), rest, override)
    over = {key: place in places for place, key in enumerate(judged)}
    stays = [as_it_is(item) for item in session.items if item.key not in new]
    await booked.move(work, session.key, stays, new, over)
    work.record(_moved(session, new, over))


async def note(
    work: Work, key: UUID | None, notes: Mapping[str, str | None], expected: int | None
) -> Outcome:
    """Replace the notes that are given; None takes one away. What was written is told to the audit
    alone: the feed says only that it changed.
    """
    work.demand(Act.CHANGE_SESSION)
    paths = {"public_note": "publicNote", "private_note": "privateNote"}
    faults = [f for name in notes for f in faults_in_note(notes[name], ("input", paths[name]))]
    with beside(faults):
        session = await _held(work, key, expected)
    now = await booked.notes(work, session.key)
    if values := differing(notes, now):
        await booked.note(work, session.key, values)
        before, after = facts_of({name: now[name] for name in values}), facts_of(values)
        kind = ChangeKind.SESSION_NOTES_UPDATED
        work.record(Change(kind, Noun.SESSION, session.key, before, after, session.keys))
    return Outcome({"session": session.key})


async def cancel(
    work: Work, key: UUID | None, because: str | None, expected: int | None
) -> Outcome:
    """Cancel the whole session: every open attendance ends as CANCELED and consumes nothing
    (Cycles 3); those that have ended stay as they are. A session at which somebody was treated took
    place, and only who is still open is called off (Sessions 4: what has ended never changes).
    """
    work.demand(Act.CANCEL_SESSION)
    with beside(faults_in_note(because, ("input", "reason"))):
        session = await _held(work, key, expected)
        must_have_something_open(session, PATH)
    await booked.call_off(work, session.key)
    if not session.took_place:
        await booked.cancel(work, session.key, because)
        work.record(_canceled(session, because))
    _record_each(work, session, because)
    ended = tuple(part.key for part in session.open)
    cycles = tuple(dict.fromkeys(part.cycle for part in session.open if part.cycle))
    return Outcome({"session": session.key, "attendances": ended, "cycles": cycles})


def _canceled(session: Booked, because: str | None) -> Change:
    ended = [part.key for part in session.open]
    before = {"isCanceled": session.is_canceled, "canceledBecause": session.canceled_because}
    after = {"isCanceled": True, "canceledBecause": because, "attendances": ended}
    kind = ChangeKind.SESSION_CANCELED
    return Change(kind, Noun.SESSION, session.key, before, after, session.keys)


def _record_each(work: Work, session: Booked, because: str | None) -> None:
    """Where the session is not canceled, which would hold the reason, this alone tells it."""
    before = {"status": AttendanceStatus.OPEN}
    told = because is not None and session.took_place
    reason = {"canceledBecause": because} if told else {}
    after = {"status": AttendanceStatus.CANCELED, **reason}
    kind = ChangeKind.ATTENDANCE_COMPLETED
    for part in session.open:
        keys = session.keys_of(part)
        work.record(Change(kind, Noun.ATTENDANCE, part.key, before, after, keys))


async def _held(work: Work, key: UUID | None, expected: int | None) -> Booked:
    session = await booked.hold(work, key) if key else None
    if session is None:
        raise NotFound(path=PATH)
    must_be_current(Noun.SESSION, session.key, session.version, expected)
    return session


async def _hold_hours(work: Work, session: Booked, moves: Sequence[Move]) -> None:
    """Lock the owners of the hours, before anything weaker is locked of them (as when booking)."""
    had = {item.clinician for item in session.items}
    wanted = {move.given.get("clinician") for move in moves[:MOST_ITEMS]}
    clinicians = {key for key in had | wanted if key}
    await sessions.hold_hours(work, clinicians, {part.client for part in session.parts})


async def _keep_hours(
    work: Work,
    session: Booked,
    new: Sequence[NewItem],
    stays: Sequence[NewItem],
    override: bool,
) -> frozenset[int]:
    """Refuse to book anyone twice, or say which of the new items do so on purpose."""
    attending = {part.client for part in session.parts}
    clashing = await sessions.conflicts(work, new, attending, besides=session.key)
    twice = given_at_once(new, stays)
    if (clashing or twice) and not override:
        own = (session.key,) if twice else ()
        raise BookingConflict((*clashing, *own), ("input", "items"))
    if not clashing:
        return twice
    return twice | await sessions.taken(work, new, attending, besides=session.key)


async def _unfit(work: Work, items: Sequence[Item], moves: Sequence[Move]) -> list[DomainError]:
    """Refusals of other clinicians and places than the items have; those may be retired since."""
    had = {key for item in items for key in (item.clinician, item.location)}
    faults: list[DomainError] = []
    for name, known in (("clinician", people.members_known), ("location", people.locations_known)):
        wanted = [move.given.get(name) for move in moves[:MOST_ITEMS]]
        found = await known(work, set(wanted) - had)
        for place, key in enumerate(wanted):
            if key and key not in had:
                faults += unfit(found, key, ("input", "items", str(place), f"{name}Id"))
    return faults


def _moved(session: Booked, new: Mapping[UUID, NewItem], over: Mapping[UUID, bool]) -> Change:
    items = [
        item.at(new[item.key], over.get(item.key, item.overridden)) if item.key in new else item
        for item in session.items
    ]
    before, after = facts_of_items(session.items), facts_of_items(items)
    keys = {**session.keys, **visit_keys(session.key, session.location, items)}
    kind = ChangeKind.SESSION_RESCHEDULED
    return Change(kind, Noun.SESSION, session.key, before, after, keys, session.keys)
