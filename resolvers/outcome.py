"""What a change did, and what is answered to it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from db.work import Work
from domain.errors import DomainError

Keys = UUID | tuple[UUID, ...] | None
Warnings = tuple[str, ...]
# JSON of each shown record by the payload's field and the key that it is asked under.
Answer = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change did that its screen wants to see: records by the payload's field."""

    shown: Mapping[str, Keys]
    warnings: Warnings = field(default=())
    # Of a change of many, those that were refused while others were done.
    refused: tuple[DomainError, ...] = field(default=())


Change = Callable[[Work], Awaitable[Outcome]]
Show = Callable[[Work, Outcome], Awaitable[Answer]]
