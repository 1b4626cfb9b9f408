"""Opening cases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.work import Work
from db.writing import cases, people
from domain.access import Act
from domain.cases import CaseStatus, faults_in_case
from domain.changes import Change, ChangeKind
from domain.errors import DomainError, Refused
from domain.ids import Noun
from domain.keys import Aspect, only
from resolvers.named import unfit, unfit_client
from resolvers.outcome import Outcome


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to be opened; an id that named nothing is None."""

    client: UUID | None
    location: UUID | None
    supervisor: UUID | None
    names_supervisor: bool
    title: str
    issued_on: date | None
    expires_on: date | None
    max_sessions: int | None


async def open_case(work: Work, new: NewCase) -> Outcome:
    """Open a case for a client."""
    work.demand(Act.OPEN_CASE)
    faults = [
        *faults_in_case(new.title, new.issued_on, new.expires_on, new.max_sessions),
        *await _unfit(work, new),
    ]
    if faults or new.client is None or new.location is None:
        raise Refused(faults)
    key = await cases.add(
        work,
        new.client,
        new.location,
        new.supervisor,
        new.title.strip(),
        new.issued_on,
        new.expires_on,
        new.max_sessions,
    )
    work.record(_opened(key, new))
    return Outcome({"case": key})


def _opened(key: UUID, new: NewCase) -> Change:
    after = {
        "status": CaseStatus.OPEN,
        "client": new.client,
        "location": new.location,
        "supervisor": new.supervisor,
        "title": new.title.strip(),
        "issuedOn": new.issued_on,
        "expiresOn": new.expires_on,
        "maxSessions": new.max_sessions,
    }
    keys = {
        Aspect.CLIENTS: only(new.client),
        Aspect.CASES: only(key),
        Aspect.LOCATIONS: only(new.location),
    }
    return Change(ChangeKind.CASE_OPENED, Noun.CASE, key, after=after, keys=keys)


async def _unfit(work: Work, new: NewCase) -> list[DomainError]:
    clients = await people.clients_known(work, {new.client})
    places = await people.locations_known(work, {new.location})
    faults = [
        *unfit_client(clients, new.client, ("input", "clientId")),
        *unfit(places, new.location, ("input", "locationId")),
    ]
    if new.names_supervisor:
        members = await people.members_known(work, {new.supervisor})
        faults += unfit(members, new.supervisor, ("input", "supervisingClinicianId"))
    return faults
