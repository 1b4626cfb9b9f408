"""What takes too long is ended. One look at all of them every quarter of a second, because a timer
for each request would cost more than all other guards together.
"""

import asyncio
from typing import Any, Protocol

TICK = 0.25


class Due(Protocol):
    """Something that has to be done by a moment of the event loop's clock."""

    task: asyncio.Task[Any]
    due: float
    is_late: bool


class Deadlines:
    """What is under way, and the time as of the last look."""

    def __init__(self) -> None:
        self._under_way: dict[asyncio.Task[Any], Due] = {}
        self._looking = False
        self._now = 0.0

    def watch(self, work: Due, seconds: float) -> None:
        """Cancel the work's task once so many seconds have passed, counted from here."""
        if not self._looking:
            self._looking = True
            self._look()
        # The last look was up to a tick ago, and nobody's time is cut short.
        work.due = self._now + TICK + seconds
        self._under_way[work.task] = work

    def leave(self, work: Due) -> None:
        """The work is done, or may last."""
        self._under_way.pop(work.task, None)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self._now = loop.time()
        for work in [work for work in self._under_way.values() if work.due <= self._now]:
            self.leave(work)
            work.is_late = True
            work.task.cancel()
        loop.call_later(TICK, self._look_again)

    def _look_again(self) -> None:
        """Nothing under way is nothing to look at, until something is."""
        if self._under_way:
            self._look()
        else:
            self._looking = False
