"""Booking sessions: single or group, with a time or without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.work import Work
from db.writing import cases, cycles, people, sessions
from domain.access import Act, demand
from domain.cases import Case, must_be_open
from domain.changes import Change, ChangeKind
from domain.cycles import judge_booking, serving
from domain.errors import BookingConflict, DomainError, Invalid, NotFound, Refused
from domain.ids import Noun
from domain.sessions import Attendee, NewItem, faults_in_session
from domain.texts import faults_in_note
from resolvers.perform import Outcome

Linked = Sequence[tuple[Attendee, UUID | None]]


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to be booked. `unknown` are the refusals of ids that named nothing."""

    location: UUID
    items: tuple[NewItem, ...]
    attendees: tuple[Attendee, ...]
    capacity: int
    public_note: str | None
    private_note: str | None
    override_conflicts: bool
    unknown: tuple[DomainError, ...] = ()


async def book(work: Work, new: NewSession) -> Outcome:
    """Book a session; each attendance links to the active cycle that serves it (Cycles 2)."""
    demand(work.viewer, Act.BOOK_SESSION)
    if new.override_conflicts:
        demand(work.viewer, Act.OVERRIDE_CONFLICT)
    if faults := [*new.unknown, *_wrong(work, new), *await _unknown(work, new)]:
        raise Refused(faults)
    on_cases = await _cases(work, new)
    await _keep_hours(work, new)
    linked = await _linked(work, new, on_cases)
    warnings = await _judged(work, linked, on_cases)
    key = await sessions.add(
        work,
        new.location,
        new.capacity,
        new.items,
        linked,
        new.public_note,
        new.private_note,
        new.override_conflicts,
    )
    work.record(_booked(key, new, linked))
    return Outcome({"session": key}, warnings)


def _wrong(work: Work, new: NewSession) -> list[DomainError]:
    return [
        *faults_in_session(new.items, new.attendees, new.capacity, work.now),
        *faults_in_note(new.public_note, ("input", "publicNote")),
        *faults_in_note(new.private_note, ("input", "privateNote")),
    ]


async def _cases(work: Work, new: NewSession) -> Mapping[UUID, Case]:
    """The attendees' cases, each open and of its attendee."""
    wanted = {who.case for who in new.attendees if who.case}
    found = await cases.load(work, wanted) if wanted else {}
    for place, who in enumerate(new.attendees):
        path = ("input", "attendees", str(place), "caseId")
        if who.case is None:
            continue
        if who.case not in found:
            raise NotFound(path=path)
        if found[who.case].client != who.client:
            raise Invalid("This case is another client's.", path)
        must_be_open(found[who.case], path)
    return found


async def _keep_hours(work: Work, new: NewSession) -> None:
    """Refuse to book anyone twice; the owners of the hours stay locked (Sessions 3)."""
    clinicians = {item.clinician for item in new.items if item.clinician}
    attending = {who.client for who in new.attendees}
    await sessions.hold_hours(work, clinicians, attending)
    clashing = await sessions.conflicts(work, new.items, attending)
    if clashing and not new.override_conflicts:
        raise BookingConflict(tuple(clashing), ("input", "items"))


async def _linked(work: Work, new: NewSession, on_cases: Mapping[UUID, Case]) -> Linked:
    mixes = await cycles.active_mixes(work, on_cases.keys()) if on_cases else {}
    services = [item.service for item in new.items]
    return [
        (who, serving(mixes.get(who.case, {}), services) if who.case else None)
        for who in new.attendees
    ]


async def _judged(work: Work, linked: Linked, on_cases: Mapping[UUID, Case]) -> tuple[str, ...]:
    """The warnings, or BookedBeyondAuthorized, of each cycle that is drawn on (Cycles 5)."""
    warnings = []
    for place, (who, key) in enumerate(linked):
        if key is None or who.case is None:
            continue
        held = await cycles.hold_unscoped(work, key)
        free = await cycles.free_to_book(work, held.cycle)
        path = ("input", "attendees", str(place), "caseId")
        warnings.append(judge_booking(on_cases[who.case].booking_policy, free, 1, path))
    return tuple(warning for warning in warnings if warning)


async def _unknown(work: Work, new: NewSession) -> list[DomainError]:
    """NotFound for every service, clinician, location and client that is not the practice's."""
    services = await people.services_known(work, {item.service for item in new.items})
    clinicians = await people.members_known(work, {i.clinician for i in new.items if i.clinician})
    places = await people.locations_known(work, {new.location, *(i.location for i in new.items)})
    clients = await people.clients_known(work, {who.client for who in new.attendees})
    faults: list[DomainError] = []
    if new.location not in places:
        faults.append(NotFound(path=("input", "locationId")))
    for place, item in enumerate(new.items):
        path = ("input", "items", str(place))
        if item.service not in services:
            faults.append(NotFound(path=(*path, "serviceId")))
        if item.clinician and item.clinician not in clinicians:
            faults.append(NotFound(path=(*path, "clinicianId")))
        if item.location != new.location and item.location not in places:
            faults.append(NotFound(path=(*path, "locationId")))
    for place, who in enumerate(new.attendees):
        if who.client not in clients:
            faults.append(NotFound(path=("input", "attendees", str(place), "clientId")))
    return faults


def _booked(key: UUID, new: NewSession, linked: Linked) -> Change:
    starts = [item.starts_at for item in new.items if item.starts_at]
    keys = {
        "clients": [who.client for who in new.attendees],
        "cases": [who.case for who in new.attendees if who.case],
        "cycles": [cycle for _, cycle in linked if cycle],
        "clinicians": [item.clinician for item in new.items if item.clinician],
    }
    after = {"startsAt": min(starts, default=None), "overridden": new.override_conflicts}
    return Change(ChangeKind.SESSION_BOOKED, Noun.SESSION, key, after=after, keys=keys)
