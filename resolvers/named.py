"""What a change names must be there, and in use where it is for something new."""

from uuid import UUID

from db.writing.people import Known
from domain.errors import ClientIsArchived, DomainError, NotFound, Retired

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
