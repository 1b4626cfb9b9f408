"""The end of one organization's change feed in this process, read once for all who follow it.

Nobody has a queue: a follower holds a cursor and asks for what comes after it. What is asked for
lies on pages that are shared, so five hundred followers at the head cost one statement per bell,
and a slow one reads later.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

import structlog

from domain.cursor import Cursor
from domain.entry import Entry
from realtime.bus import Bus
from realtime.failures import pause
from realtime.page import SIZE, Page, Stretch
from realtime.question import Ended
from realtime.watching import Lag, Watch

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

MOST_PAGES: Final = 8
MOST_MADE: Final = 16
"""How much is kept of one organization; what was asked for longest ago goes first."""

Made = TypeVar("Made")
# The entries from one number to another, both included.
ReadOn = Callable[[UUID, int, int], Awaitable[Stretch]]


class Tail:
    """Follows one organization for as long as somebody here does."""

    def __init__(self, organization: UUID, bus: Bus, read: ReadOn) -> None:
        self.organization = organization
        self.followers = 0
        self._read = read
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._epoch: UUID | None = None
        self._head = 0
        self._newest: Cursor | None = None
        self._begun = self._seen = 0
        # One at a time: whoever waited finds the page there.
        self._reading = asyncio.Lock()
        self._turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watch = Watch(bus, organization, self._heard)

    async def here(self) -> Cursor:
        """The cursor of the newest entry of all that were committed before now. However many ask
        at once, they share one look.
        """
        ticket = self._begun
        async with self._reading:
            if self._newest is not None and self._seen > ticket:
                return self._newest
            return await self._look()

    async def after(self, cursor: Cursor) -> Sequence[Entry] | None:
        """The entries that follow the cursor's, a page of them at most; none where none follows
        yet. None where that entry is no longer kept, or is another than it was: nobody knows what
        was missed.
        """
        if cursor.number > self._head:
            return None
        page = await self._page(cursor.number // SIZE * SIZE)
        return page.after(cursor) if cursor.epoch == self._epoch else None

    async def more(self) -> None:
        """Wait until there is more than there was; Ended when the hub stops. Who has just been
        told by `after` that nothing follows misses nothing.
        """
        await asyncio.shield(self._turn)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once for all who come with an equal key soon enough."""
        if key not in self._made:
            self._made[key] = make()
        self._made.move_to_end(key)
        while len(self._made) > MOST_MADE:
            self._made.popitem(last=False)
        made: Made = self._made[key]
        return made

    def close(self) -> None:
        """Stop watching; whoever still waits ends."""
        self._watch.close()
        if not self._turn.done():
            self._turn.set_exception(Ended())
            self._turn.exception()

    @property
    def lag(self) -> Lag:
        """How far behind the feed it is."""
        return self._watch.lag(self._head)

    async def _heard(self, head: int | None) -> None:
        if head is None or head > self._head:
            async with self._reading:
                await self._look()

    async def _look(self) -> Cursor:
        """Read on to where the feed ends now; the newest entry's cursor."""
        self._begun = look = self._begun + 1
        page, newest = await self._read_on(self._head // SIZE * SIZE)
        # It ends on another page where it was longer than a page, or was restored to a shorter one.
        while not page.start <= self._head <= page.end:
            page, newest = await self._read_on(self._head // SIZE * SIZE)
        self._seen = look
        if newest != self._newest:
            self._newest = newest
            self._wake()
        return newest

    async def _page(self, start: int) -> Page:
        page = self._pages.get(start)
        if page is None or not page.holds(self._head):
            async with self._reading:
                page = self._pages.get(start)
                if page is None or not page.holds(self._head):
                    page, _ = await self._read_on(start)
        self._pages.move_to_end(start)
        return page

    async def _read_on(self, start: int) -> tuple[Page, Cursor]:
        """The page, with all that there is of it now, and its last cursor. Where the feed turns out
        to be another one than was read, as after a restore, nothing of that one is kept.
        """
        page = self._pages.pop(start, None) or Page(start)
        news = await self._patiently(page.last, page.end)
        if self._epoch not in (None, news.epoch) or not page.goes_on_as(news):
            self._pages.clear()
            page = Page(start)
            news = await self._patiently(start, page.end)
        self._epoch, self._head = news.epoch, news.head
        newest = page.take(news)
        self._pages[start] = page
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        return page, newest

    async def _patiently(self, least: int, most: int) -> Stretch:
        """Read, again and again while the database cannot: followers outlive its restart."""
        failures = 0
        while True:
            try:
                return await self._read(self.organization, least, most)
            except Exception as error:
                failures += 1
                if failures == 1:
                    kind = type(error).__name__
                    log.warning("the feed cannot be read; trying again", type=kind)
                await asyncio.sleep(pause(failures))

    def _wake(self) -> None:
        turn, self._turn = self._turn, asyncio.get_running_loop().create_future()
        if not turn.done():
            turn.set_result(None)
