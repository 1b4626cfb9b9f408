"""A stale write is refused."""

from uuid import UUID

from domain.errors import StaleVersion
from domain.ids import Noun


def must_be_current(noun: Noun, key: UUID, current: int, expected: int | None) -> None:
    """StaleVersion where the record has moved on since the viewer read it."""
    if expected is not None and expected != current:
        raise StaleVersion(noun, key, current, ("input", "expectedVersion"))
