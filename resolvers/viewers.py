"""Who somebody is, as of now: a member removed or moved is seen within a second."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias
from uuid import UUID

from db import viewers
from db.store import Store
from domain.access import Viewer
from domain.changes import Change
from domain.ids import Noun

FRESH_SECONDS = 1.0
MOST_REMEMBERED = 10_000
Who: TypeAlias = tuple[Noun, UUID]


@dataclass(slots=True, eq=False)
class Register:
    """Who was seen within the last second; bounded, the oldest forgotten first. Those who ask for
    somebody at once share one look, because a change may wake a thousand sockets of one viewer.
    """

    store: Store
    _seen: OrderedDict[Who, tuple[float, Viewer | None]] = field(default_factory=OrderedDict)
    _looks: dict[Who, asyncio.Task[Viewer | None]] = field(default_factory=dict)

    async def viewer(self, noun: Noun, key: UUID) -> Viewer | None:
        """The viewer, or None for one who is not, or no longer, there."""
        who = (noun, key)
        seen = self._seen.get(who)
        if seen and time.monotonic() - seen[0] < FRESH_SECONDS:
            return seen[1]
        look = self._looks.get(who)
        if look is None:
            look = self._looks[who] = asyncio.create_task(self._look(who))
            look.add_done_callback(partial(self._looked, who))
        return await asyncio.shield(look)

    def seen(self, noun: Noun, key: UUID) -> Viewer | None:
        """The viewer as seen within the last second; None where nobody looked or found any."""
        seen = self._seen.get((noun, key))
        return seen[1] if seen and time.monotonic() - seen[0] < FRESH_SECONDS else None

    def _looked(self, who: Who, look: asyncio.Task[Viewer | None]) -> None:
        if self._looks.get(who) is look:
            del self._looks[who]
        # Heard by those who wait; where all have left, it is nobody's.
        if not look.cancelled():
            look.exception()

    async def _look(self, who: Who) -> Viewer | None:
        began = time.monotonic()
        found = await viewers.find(self.store, *who)
        if self._looks.get(who) is asyncio.current_task():
            self._remember(who, began, found)
        return found

    def _remember(self, who: Who, began: float, found: Viewer | None) -> None:
        self._seen[who] = (began, found)
        self._seen.move_to_end(who)
        while len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    def forget(self, noun: Noun, key: UUID) -> None:
        """Look anew next time: something is known to have changed. What is being looked at was
        perhaps seen before.
        """
        self._seen.pop((noun, key), None)
        self._looks.pop((noun, key), None)

    def heed(self, changes: Iterable[Change]) -> None:
        """Forget whom these changes may have given other rights; this process knows of its own at
        once.
        """
        for change in changes:
            self.forget(change.noun, change.key)
