"""A follower of the change feed, who comes back with the cursor of the last batch."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.api import Json, document
from tests.chaos.front_end import Dismissed, FrontEnd
from tests.live.followers import number_of


@dataclass
class Follower:
    """What was told of the feed, from its beginning on: the numbers in the order in which they
    came, of repeats the first. `cursor` is where it stands, by which repeats are known.
    """

    token: str | None
    cursor: str | None = None
    numbers: list[int] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def front_end(self, addresses: Sequence[str], chance: Random) -> FrontEnd:
        """Who keeps it open."""
        return FrontEnd(addresses, self.token, chance, self._asks, self._hears)

    @property
    def at(self) -> int:
        """The number up to which it was told."""
        return number_of(self.cursor) if self.cursor else -1

    async def reaches(self, head: int) -> None:
        """Wait until it was told of that number."""
        while self.at != head:
            self._news.clear()
            await self._news.wait()

    def _asks(self) -> Json:
        return {"query": document("WatchChanges"), "variables": {"after": self.cursor}}

    def _hears(self, result: Json) -> None:
        if "errors" in result or result["data"]["changes"]["continuity"] == "RESYNC_REQUIRED":
            raise Dismissed(result)
        batch = result["data"]["changes"]
        self.cursor = batch["cursor"]
        for cursor in (change["cursor"] for change in batch["changes"]):
            if cursor not in self._known:
                self._known.add(cursor)
                self.numbers.append(number_of(cursor))
        self._news.set()
