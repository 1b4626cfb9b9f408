"""Opening cases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.work import Work
from db.writing import cases, people
from domain.access import Act, demand
from domain.cases import faults_in_case
from domain.changes import Change, ChangeKind
from domain.errors import DomainError, NotFound, Refused
from domain.ids import Noun
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
    demand(work.viewer, Act.OPEN_CASE)
    faults = [
        *faults_in_case(new.title, new.issued_on, new.expires_on, new.max_sessions),
        *await _unknown(work, new),
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
    after = {"status": "OPEN", "location": new.location, "supervisor": new.supervisor}
    work.record(
        Change(ChangeKind.CASE_OPENED, Noun.CASE, key, after=after, keys={"client": new.client})
    )
    return Outcome({"case": key})


async def _unknown(work: Work, new: NewCase) -> list[DomainError]:
    faults: list[DomainError] = []
    if not await people.clients_known(work, {new.client}):
        faults.append(NotFound(path=("input", "clientId")))
    if not await people.locations_known(work, {new.location}):
        faults.append(NotFound(path=("input", "locationId")))
    if new.names_supervisor and not await people.members_known(work, {new.supervisor}):
        faults.append(NotFound(path=("input", "supervisingClinicianId")))
    return faults
