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
    """IllegalStep that names both and what would be right, where the table has no such step."""
    if wanted not in steps[now]:
        raise IllegalStep(thing, now, wanted, _right(steps, now), path)


def _right(steps: Steps[State], now: State) -> str:
    """What may follow, in the order in which the states are declared."""
    following: list[str] = [state for state in type(now) if state in steps[now]]
    *others, last = following or ["nothing else"]
    return f"it can become {', '.join(others)} or {last}" if others else f"it can become {last}"
