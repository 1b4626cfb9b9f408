"""A stale write is refused."""

from domain.errors import StaleVersion


def must_be_current(current: int, expected: int | None) -> None:
    """StaleVersion where the record has moved on since the viewer read it."""
    if expected is not None and expected != current:
        raise StaleVersion(current, ("input", "expectedVersion"))
