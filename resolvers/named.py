"""What a change names must be there, and in use where it is for something new."""

from uuid import UUID

from db.writing.people import Known
from domain.cases import Case, CaseStatus
from domain.errors import CaseIsClosed, ClientIsArchived, DomainError, Invalid, NotFound, Retired

Path = tuple[str, ...]


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
