"""Booking sessions: single or group, with a time or without."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from db.work import Work
from db.writing import cases, cycles, people, sessions
from domain.access import Act
from domain.attendances import AttendanceStatus
from domain.booked import Booked, Item, Part, facts_of_items
from domain.cases import Case
from domain.changes import Change, ChangeKind
from domain.cycles import serving
from domain.errors import BookingConflict, DomainError, Refused
from domain.ids import Noun, new_key
from domain.sessions import (
    MOST_ATTENDEES,
    MOST_ITEMS,
    Attendee,
    NewItem,
    faults_in_session,
    given_at_once,
)
from domain.texts import faults_in_note
from resolvers.named import unfit, unfit_case, unfit_client
from resolvers.outcome import Outcome, Warnings
from resolvers.room import make_room

Linked = Sequence[tuple[Attendee, UUID | None]]


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to be booked. `refused` is what was wrong with the input before it became this."""

    location: UUID
    items: tuple[NewItem, ...]
    attendees: tuple[Attendee, ...]
    capacity: int
    public_note: str | None
    private_note: str | None
    override_conflicts: bool
    refused: tuple[DomainError, ...] = ()


async def book(work: Work, new: NewSession) -> Outcome:
    """Book a session; each attendance links to the active cycle that serves it (Cycles 2)."""
    work.demand(Act.BOOK_SESSION)
    if new.override_conflicts:
        work.demand(Act.OVERRIDE_CONFLICT)
    on_cases = await _cases(work, new)
    await _hold_hours(work, new)
    refuse([*new.refused, *_wrong(work, new), *await _unfit(work, new, on_cases)])
    overridden = await _keep_hours(work, new)
    linked = await _linked(work, new, on_cases)
    warnings = await _judged(work, linked, on_cases)
    made = _made(new, linked, overridden, on_cases)
    await sessions.add(work, made, new.capacity, new.public_note, new.private_note)
    work.record(_booked(made, new))
    return Outcome({"session": made.key}, warnings)


def refuse(faults: list[DomainError]) -> None:
    """Refused with all of the faults, if there are any."""
    if faults:
        raise Refused(faults)


def _wrong(work: Work, new: NewSession) -> list[DomainError]:
    return [
        *faults_in_session(new.items, new.attendees, new.capacity, work.now),
        *faults_in_note(new.public_note, ("input", "publicNote")),
        *faults_in_note(new.private_note, ("input", "privateNote")),
    ]


async def _cases(work: Work, new: NewSession) -> Mapping[UUID, Case]:
    """The attendees' cases, by their keys."""
    wanted = {who.case for who in new.attendees[:MOST_ATTENDEES] if who.case}
    return await cases.load(work, wanted) if wanted else {}


async def _hold_hours(work: Work, new: NewSession) -> None:
    """Lock the owners of the hours, before anything weaker is locked of them: of two who had that,
    each would wait for the other.
    """
    clinicians = {item.clinician for item in new.items[:MOST_ITEMS] if item.clinician}
    attending = {who.client for who in new.attendees[:MOST_ATTENDEES]}
    await sessions.hold_hours(work, clinicians, attending)


async def _keep_hours(work: Work, new: NewSession) -> frozenset[int]:
    """Refuse to book anyone twice, or say which items do so on purpose (Sessions 3)."""
    attending = {who.client for who in new.attendees}
    clashing = await sessions.conflicts(work, new.items, attending)
    twice = given_at_once(new.items)
    if (clashing or twice) and not new.override_conflicts:
        raise BookingConflict(clashing, ("input", "items"))
    return twice | await sessions.taken(work, new.items, attending) if clashing else twice


async def _linked(work: Work, new: NewSession, on_cases: Mapping[UUID, Case]) -> Linked:
    mixes = await cycles.active_mixes(work, on_cases.keys()) if on_cases else {}
    services = [item.service for item in new.items]
    return [
        (who, serving(mixes.get(who.case, {}), services) if who.case else None)
        for who in new.attendees
    ]


async def _judged(work: Work, linked: Linked, on_cases: Mapping[UUID, Case]) -> Warnings:
    """The warnings, or BookedBeyondAuthorized, of each cycle that is drawn on (Cycles 5)."""
    warnings: list[str] = []
    for place, (who, key) in enumerate(linked):
        if key is None or who.case is None:
            continue
        path = ("input", "attendees", str(place), "caseId")
        held = await cycles.load_unscoped(work, key)
        warnings += await make_room(work, on_cases[who.case].booking_policy, held.cycle, path)
    return tuple(warnings)


async def _unfit(work: Work, new: NewSession, on_cases: Mapping[UUID, Case]) -> list[DomainError]:
    """Refusals of every id that is not one of the practice's, of what is retired, and of cases that
    are closed or another client's. What goes beyond the caps is not looked up: that many are
    refused anyway, and no database takes any number of values.
    """
    items, attendees = new.items[:MOST_ITEMS], new.attendees[:MOST_ATTENDEES]
    services = await people.services_known(work, {item.service for item in items})
    clinicians = await people.members_known(work, {i.clinician for i in items if i.clinician})
    places = await people.locations_known(work, {new.location, *(i.location for i in items)})
    clients = await people.clients_known(work, {who.client for who in attendees})
    faults = unfit(places, new.location, ("input", "locationId"))
    for at, item in enumerate(items):
        place = ("input", "items", str(at))
        faults += unfit(services, item.service, (*place, "serviceId"))
        if item.clinician:
            faults += unfit(clinicians, item.clinician, (*place, "clinicianId"))
        if item.location != new.location:
            faults += unfit(places, item.location, (*place, "locationId"))
    for at, who in enumerate(attendees):
        place = ("input", "attendees", str(at))
        faults += unfit_client(clients, who.client, (*place, "clientId"))
        if who.case:
            found, owner = on_cases.get(who.case), who.client if who.client in clients else None
            faults += unfit_case(found, owner, (*place, "caseId"))
    return faults


def _made(
    new: NewSession, linked: Linked, overridden: Collection[int], on_cases: Mapping[UUID, Case]
) -> Booked:
    """The session as it is to be: open, with its items, those over a conflict among them."""
    elsewhere = {key for key, case in on_cases.items() if case.location != new.location}
    items = [
        Item(new_key(), **asdict(item), overridden=at in overridden)
        for at, item in enumerate(new.items)
    ]
    parts = [
        Part(new_key(), who.client, who.case, cycle, AttendanceStatus.OPEN, who.case in elsewhere)
        for who, cycle in linked
    ]
    return Booked(new_key(), 1, new.location, tuple(items), tuple(parts))


def _booked(made: Booked, new: NewSession) -> Change:
    after = {
        "location": made.location,
        "capacity": new.capacity,
        **facts_of_items(made.items),
        "attendees": [
            {"attendance": p.key, "client": p.client, "case": p.case, "cycle": p.cycle}
            for p in made.parts
        ],
        "publicNote": new.public_note,
        "privateNote": new.private_note,
    }
    return Change(ChangeKind.SESSION_BOOKED, Noun.SESSION, made.key, after=after, keys=made.keys)
