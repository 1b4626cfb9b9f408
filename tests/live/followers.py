"""Front ends that follow the changes, lose their connections, and come back with their cursor."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.api import Api, Json, Watch
from tests.live.views import PATIENCE

QUESTION = "WatchChanges"


def number_of(cursor: str) -> int:
    """The number in a cursor, for tests alone: to front ends a cursor is one word."""
    return int(cursor.split(".")[1])


@dataclass
class Follower:
    """What one front end has been told; repeats are dropped by their cursors."""

    api: Api
    asked: Json = field(default_factory=dict)
    cursor: str | None = None
    seen: dict[str, Json] = field(default_factory=dict)
    resyncs: int = 0

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Watch]:
        """Follow from where it stands, on a socket that may be broken."""
        async with self.api.watch(QUESTION, after=self.cursor, **self.asked) as watch:
            await self.hear(watch)
            yield watch

    async def hear(self, source: Any) -> Json:
        """The next batch, remembered."""
        batch: Json = await source.next(PATIENCE)
        self.cursor = batch["cursor"]
        self.resyncs += batch["continuity"] == "RESYNC_REQUIRED"
        self.seen |= {change["cursor"]: change for change in batch["changes"]}
        return batch

    async def hear_until(self, source: Any, holds: Callable[[], bool]) -> None:
        """Remember batches until that holds."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.hear(source)

    async def hear_up_to(self, source: Any, head: int) -> None:
        """Remember batches until the cursor stands at the number."""
        await self.hear_until(source, lambda: self.at >= head)

    @property
    def at(self) -> int:
        """The number up to which it was told."""
        return number_of(self.cursor) if self.cursor else 0

    @property
    def numbers(self) -> list[int]:
        """The numbers of what it was told, as it came."""
        return [number_of(cursor) for cursor in self.seen]

    @property
    def kinds(self) -> list[str]:
        """What it was told of."""
        return [change["kind"] for change in self.seen.values()]
