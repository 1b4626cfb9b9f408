"""State machines are tables: from a state to those that may follow it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias, TypeVar

from domain.errors import IllegalStep

State = TypeVar("State", bound=StrEnum)
Steps: TypeAlias = Mapping[State, frozenset[State]]


def must_follow(
    steps: Steps[State], thing: str, now: State, wanted: State, path: tuple[str, ...]
) -> None:
    """IllegalStep that names both, where the table has no such step."""
    if wanted not in steps[now]:
        raise IllegalStep(thing, now, wanted, path)
