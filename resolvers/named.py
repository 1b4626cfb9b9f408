"""What a change names must be there, and in use where it is for something new."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from db.work import Work
from db.writing import people
from db.writing.people import Known
from domain.cases import Case, CaseStatus
from domain.contacts import faults_in_email, tidy_email
from domain.errors import (
    CaseIsClosed,
    ClientIsArchived,
    DomainError,
    EmailTaken,
    Invalid,
    NotFound,
    Retired,
)
from domain.forms import Form

Path = tuple[str, ...]
EMAIL = ("input", "email")
# Whether another one than the one with the key has the address.
IsTaken = Callable[[Work, str, UUID | None], Awaitable[bool]]


def unfit(known: Known, key: UUID | None, path: Path) -> list[DomainError]:
    """NotFound for what is not there, Retired for what is no longer in use."""
    if key is None or key not in known:
        return [NotFound(path=path)]
    return [] if known[key] else [Retired(path=path)]


def unfit_client(known: Known, key: UUID | None, path: Path) -> list[DomainError]:
    """NotFound for a client who is not there, ClientIsArchived for one who is archived."""
    if key is None or key not in known:
        return [NotFound(path=path)]
    return [] if known[key] else [ClientIsArchived(path=path)]


def unfit_case(case: Case | None, client: UUID | None, path: Path) -> list[DomainError]:
    """NotFound for a case that is not there, Invalid for one of another client than the one who is
    named, where one is; CaseIsClosed for one that takes nothing new.
    """
    if case is None:
        return [NotFound(path=path)]
    if client is not None and case.client != client:
        return [Invalid("This case is another client's.", path)]
    return [] if case.status is CaseStatus.OPEN else [CaseIsClosed(path=path)]


async def unfit_owner(work: Work, case: Case, path: Path) -> list[DomainError]:
    """ClientIsArchived where nothing is begun any more for the client whose case it is, who is
    locked against being archived until the change ends.
    """
    known = await people.clients_known(work, {case.client})
    return unfit_client(known, case.client, path)


async def unfit_email(
    work: Work, is_taken: IsTaken, form: Form, key: UUID | None = None
) -> list[DomainError]:
    """EmailTaken where the form gives an address that somebody else has. Asked before anything is
    locked: it locks the organization.
    """
    email = form.get("email")
    if not isinstance(email, str) or faults_in_email(email, EMAIL):
        return []
    return [EmailTaken(path=EMAIL)] if await is_taken(work, tidy_email(email), key) else []
