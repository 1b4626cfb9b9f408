"""From a checked token to the viewer as they are now: a member removed or moved is seen within a
second.
"""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from db import viewers
from domain.access import Viewer
from domain.errors import Unauthenticated
from domain.ids import Noun
from resolvers.house import House

FRESH_SECONDS = 1.0
MOST_REMEMBERED = 10_000
Who: TypeAlias = tuple[Noun, UUID]


@dataclass(slots=True, eq=False)
class Register:
    """Who was seen within the last second; bounded, the oldest forgotten first."""

    house: House
    _seen: OrderedDict[Who, tuple[float, Viewer | None]] = field(default_factory=OrderedDict)
    _looks: dict[Who, asyncio.Task[Viewer | None]] = field(default_factory=dict)

    async def viewer(self, noun: Noun, key: UUID) -> Viewer | None:
        """The viewer, or None for one who is not, or no longer, there."""
        who = (noun, key)
        seen = self._seen.get(who)
        if seen and time.monotonic() - seen[0] < FRESH_SECONDS:
            return seen[1]
        # All who ask in the same moment share one look; it outlives whoever gives up waiting.
        look = self._looks.get(who)
        if look is None:
            look = self._looks[who] = asyncio.ensure_future(self._look(who))
        return await asyncio.shield(look)

    async def _look(self, who: Who) -> Viewer | None:
        began = time.monotonic()
        try:
            found = await viewers.find(self.house.store, *who)
        finally:
            del self._looks[who]
        self._seen[who] = (began, found)
        self._seen.move_to_end(who)
        while len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        return found


@dataclass(frozen=True, slots=True)
class Pass:
    """A token whose signature held: whom it names and until when."""

    register: Register
    noun: Noun
    key: UUID
    expires_at: datetime

    async def viewer(self) -> Viewer:
        """The viewer now; Unauthenticated once the token expired or the person is gone."""
        if self.register.house.clock() >= self.expires_at:
            raise Unauthenticated
        found = await self.register.viewer(self.noun, self.key)
        if found is None:
            raise Unauthenticated
        return found
