"""What became of operations, counted in place: whoever wants to know looks."""

from collections import Counter
from typing import Final

from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from schema.finished import Finished
from schema.live import Tell

OUTCOMES: Final = ("ok", "partial", "refused", "failed")
OURS: Final = frozenset({"INTERNAL", "TIMEOUT"})


class Tally:
    """Of one process since it began. `ended` counts operations by kind and outcome; a subscription
    is `ok` once it is opened, and counts again where an error ends it. `delivered` counts the
    answers that subscriptions were given.
    """

    def __init__(self) -> None:
        self.ended: Counter[tuple[str, str]] = Counter()
        self.delivered = 0

    def opened(self) -> None:
        """A subscription will be answered."""
        self.ended["subscription", "ok"] += 1

    def counting(self, tell: Tell) -> Tell:
        """The same short way, with what goes by it counted."""

        def told(answer: Finished) -> bool:
            is_told = tell(answer)
            self.delivered += is_told
            return is_told

        return told

    def note(self, kind: str, result: ExecutionResult) -> None:
        """One has ended."""
        self.ended[kind, outcome_of(result)] += 1


def outcome_of(result: ExecutionResult) -> str:
    """`ok`; `partial`, data beside errors; nothing was run: `refused`, what the client sent, or
    `failed`, a fault of ours. What a change refuses in its payload is an answer like any other.
    """
    if not result.errors:
        return "ok"
    if any((error.extensions or {}).get("code") in OURS for error in result.errors):
        return "failed"
    return "refused" if isinstance(result, PreExecutionError) else "partial"
