"""How failures are borne, and how they are told in the log."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

T = TypeVar("T")
log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

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


async def outlasting(attempt: Callable[[], Awaitable[T]], final: type[Exception]) -> T:
    """What the attempt gives in the end: a database that is away is waited for, because whoever
    has something open does not ask again after an error. What is `final` raises at once.
    """
    failures = 0
    while True:
        try:
            return await attempt()
        except final:
            raise
        except Exception as error:
            failures += 1
            if failures == 1:
                log.warning("what is open waits", type=type(error).__name__)
            await asyncio.sleep(pause(failures))
