"""The change feed, followed: from a cursor, in commit order, each viewer what they may see."""

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from domain.access import Viewer
from domain.cursor import Cursor
from domain.entry import Continuity, Entry, Wanted
from domain.shown import scope, shown
from realtime.hub import Hub
from realtime.page import SIZE
from realtime.tail import Tail

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes that follow each other, perhaps none. Whoever asks again from `cursor` goes on where
    it ends.
    """

    continuity: Continuity
    changes: tuple[Entry, ...]
    cursor: Cursor


async def follow_changes(
    hub: Hub, viewer: Viewer, after: Cursor | None, wanted: Wanted, tell: Callable[[Batch], Told]
) -> AsyncGenerator[Told, None]:
    """Where the feed stands or what followed the cursor, at once; then each time that there is
    more. A batch without changes comes where so many were passed over that the cursor would be
    left behind. A batch is told once for all who see and want the same of it: equal `tell`s must
    tell alike.
    """
    with hub.tail(viewer.organization) as tail:
        here = await tail.here()
        reader = Reader(tail, viewer, wanted, tell, after or here)
        while True:
            found = await tail.after(reader.cursor)
            if found is None:
                yield await reader.begin_anew()
            elif found or reader.is_behind:
                for told in reader.read(found):
                    yield told
            else:
                await tail.more()


@dataclass(slots=True)
class Reader(Generic[Told]):
    """One who follows: how far they have read, and how many of the newest changes up to there they
    were not told of. The first batch is due whatever is in it: they want to know that it stands.
    """

    tail: Tail
    viewer: Viewer
    wanted: Wanted
    tell: Callable[[Batch], Told]
    cursor: Cursor
    passed: int = SIZE

    @property
    def is_behind(self) -> bool:
        """Whether the cursor has to be told, even if there is nothing else to tell."""
        return self.passed >= SIZE

    async def begin_anew(self) -> Told:
        """Go on from the newest change; what was missed nobody knows."""
        self.cursor, self.passed = await self.tail.here(), 0
        return self.tell(Batch(Continuity.RESYNC_REQUIRED, (), self.cursor))

    def read(self, found: Sequence[Entry]) -> Iterator[Told]:
        """Read on; what there is to be told, if anything."""
        begin, self.cursor = self.cursor, found[-1].cursor if found else self.cursor
        alike = (self.tell, self.wanted, scope(self.viewer, found), begin, self.cursor)
        count, told = self.tail.once(alike, partial(self._told, found))
        self.passed += len(found)
        if count or self.is_behind:
            self.passed = 0
            yield told

    def _told(self, found: Sequence[Entry]) -> tuple[int, Told]:
        seen = [shown(entry, self.viewer) for entry in found]
        own = tuple(entry for entry in seen if entry and self.wanted.takes(entry))
        return len(own), self.tell(Batch(Continuity.CONTINUED, own, self.cursor))
