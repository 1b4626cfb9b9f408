"""One organization's open questions in this process, and the watch on its feed."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Protocol
from uuid import UUID

from domain.cursor import Cursor
from domain.keys import Keys, touches
from realtime.bus import Bus
from realtime.question import Group, Question
from realtime.watching import Lag, Watch

# How often an answer that time alone can change is asked for again.
CLOCK_SECONDS = 30.0


class News(Protocol):
    """What the feed says."""

    @property
    def end(self) -> Cursor: ...
    @property
    def touched(self) -> Mapping[str, Keys] | None: ...


# Since a place; None: only where it ends.
Feed = Callable[[UUID, Cursor | None], Awaitable[News]]


class Ward:
    """Watches one organization for as long as somebody here listens."""

    def __init__(self, organization: UUID, bus: Bus, feed: Feed) -> None:
        self.organization = organization
        self.groups: dict[Hashable, Group] = {}
        self._feed = feed
        self._read_to: Cursor | None = None
        self._begun = self._done = 0
        self._looking = asyncio.Lock()
        self._clock = time.monotonic()
        self._watch = Watch(bus, organization, self._heard)

    def join(self, question: Question) -> Group:
        """The group of the question; it is asked when it is the first of its kind."""
        group = self.groups.get(question.key)
        if group is None:
            group = self.groups[question.key] = Group(question)
        group.members += 1
        return group

    def leave(self, group: Group) -> None:
        """One follower fewer; the last takes the question along."""
        group.members -= 1
        if group.members == 0:
            self.groups.pop(group.question.key, None)
            group.close()

    async def caught_up(self, group: Group) -> None:
        """Wait until the group's answer holds all that was committed before now. However many
        come at once, they share one look at the feed and one run.
        """
        ticket = self._begun
        async with self._looking:
            if self._done <= ticket:
                await self._look()
        if not group.asked:
            group.soil()
        await group.settled()

    def close(self) -> None:
        """Stop watching; whoever still follows ends."""
        self._watch.close()
        for group in self.groups.values():
            group.close()

    @property
    def lag(self) -> Lag:
        """How far behind the feed it is."""
        return self._watch.lag(self._read_to.number if self._read_to else 0)

    async def _heard(self, head: int | None) -> None:
        if head is None or self._read_to is None or head > self._read_to.number:
            async with self._looking:
                await self._look()

    async def _look(self) -> None:
        """Read the feed and soil what it touches: everything where the feed was put back. How far
        it was read is remembered before any question runs, so a change that the run misses is seen
        by the next look.
        """
        self._begun = look = self._begun + 1
        first = self._read_to is None
        news = await self._feed(self.organization, self._read_to)
        self._read_to = news.end
        # Not before: a look that was cancelled, because who began it left, has seen nothing.
        self._done = look
        if first:
            return
        clock = self._clock_is_due()
        for group in self.groups.values():
            asked = group.question
            touched = news.touched is None or touches(news.touched, asked.reads)
            if touched or (clock and asked.reads_clock):
                group.soil()

    def _clock_is_due(self) -> bool:
        due = time.monotonic() - self._clock >= CLOCK_SECONDS
        if due:
            self._clock = time.monotonic()
        return due
