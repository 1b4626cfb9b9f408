"""How failures are borne, and how they are told in the log."""

import random
from typing import Final

_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0


def pause(failures: int) -> float:
    """How long to wait after the n-th failure in a row (n >= 1): 50 ms, doubled up to 2 s.

    Each is cut to between a half and the whole, because processes that lost Redis together
    should not all come back in the same instant.
    """
    doublings = min(failures - 1, 10)
    whole = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**doublings)
    return whole * random.uniform(0.5, 1.0)


def reason(error: BaseException) -> str:
    """One line on why; of a group, its first error's."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    # Not `repr`, because redis-py's says nothing but "network:ConnectionError".
    return f"{type(error).__name__}: {error}"
