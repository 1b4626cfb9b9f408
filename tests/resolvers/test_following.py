"""Who follows the changes is told where they stand, and once where something may be missing."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest_asyncio

from domain.access import Role, Viewer
from domain.cursor import Cursor
from domain.entry import Continuity, Wanted
from domain.ids import new_key
from domain.keys import Aspect
from realtime.bus import Bus
from realtime.hub import Hub
from realtime.page import SIZE
from resolvers.changes import Batch, follow_changes
from tests.realtime.book import Book

EVERYTHING = Wanted(None, None, frozenset())
PRACTICE = uuid4()
OWNER = Viewer(new_key(), Role.OWNER, PRACTICE)
CONTINUED, RESYNC_REQUIRED = Continuity


@pytest_asyncio.fixture
async def bus() -> AsyncIterator[Bus]:
    bus = Bus.open("memory://")
    await bus.start()
    yield bus
    await bus.stop()


def whole(batch: Batch) -> Batch:
    """Tells a batch as it is."""
    return batch


class Followed:
    """A feed, and what somebody who follows it is told."""

    def __init__(self, bus: Bus) -> None:
        self.book, self._bus = Book(), bus
        self.hub = Hub(bus, self._nothing, self.book.read)  # type: ignore[arg-type]

    async def _nothing(self, *_: object) -> None:
        raise NotImplementedError("nobody asks questions here")

    def write(self, count: int, case: UUID | None = None) -> None:
        """More changes, and the bell."""
        self.book.write(count, case)
        self._bus.ring(PRACTICE, self.book.head)

    def told(
        self, after: Cursor | None = None, wanted: Wanted = EVERYTHING
    ) -> AsyncIterator[Batch]:
        """The batches."""
        return follow_changes(self.hub, OWNER, after, wanted, whole)


@pytest_asyncio.fixture
async def feed(bus: Bus) -> AsyncIterator[Followed]:
    feed = Followed(bus)
    yield feed
    await feed.hub.stop()


def spelled(batch: Batch) -> tuple[Continuity, list[int], int]:
    """How it goes on, with which numbers, up to which."""
    numbers = [entry.cursor.number for entry in batch.changes]
    return batch.continuity, numbers, batch.cursor.number


async def test_without_a_cursor_one_is_told_at_once_where_the_feed_stands(feed: Followed) -> None:
    feed.write(3)
    told = feed.told()

    first = await anext(told)
    feed.write(2)
    second = await anext(told)

    assert spelled(first) == (CONTINUED, [], 3)
    assert spelled(second) == (CONTINUED, [4, 5], 5)


async def test_with_a_cursor_one_is_told_at_once_what_followed_if_anything_did(
    feed: Followed,
) -> None:
    feed.write(3)
    cursors = [entry.cursor for entry in feed.book.entries]

    firsts = [spelled(await anext(feed.told(cursor))) for cursor in cursors]

    assert firsts == [(CONTINUED, [2, 3], 3), (CONTINUED, [3], 3), (CONTINUED, [], 3)]


async def test_a_batch_holds_no_more_than_that_and_the_next_goes_on(feed: Followed) -> None:
    (start,) = [(await anext(feed.told())).cursor]
    feed.write(2 * SIZE + 50)
    told = feed.told(start)

    batches = [await anext(told) for _ in range(3)]

    assert [len(batch.changes) for batch in batches] == [SIZE, SIZE, 50]
    assert [e.cursor.number for b in batches for e in b.changes] == [*range(1, 2 * SIZE + 51)]


async def test_a_cursor_that_is_too_old_is_told_so_once_and_then_what_is_new(
    feed: Followed,
) -> None:
    feed.write(10)
    stale = feed.book.entries[2].cursor
    del feed.book.entries[:5]
    told = feed.told(stale)

    first = await anext(told)
    feed.write(1)
    second = await anext(told)

    assert spelled(first) == (RESYNC_REQUIRED, [], 10)
    assert spelled(second) == (CONTINUED, [11], 11)


async def test_whose_feed_is_restored_under_them_is_told_so_once_and_then_what_is_new(
    feed: Followed,
) -> None:
    feed.write(10)
    kept = [*feed.book.entries]
    told = feed.told()
    await anext(told)
    feed.write(5)
    await anext(told)

    feed.book.entries = kept
    feed.write(6)
    first = await anext(told)
    feed.write(1)
    second = await anext(told)

    assert spelled(first) == (RESYNC_REQUIRED, [], 16)
    assert spelled(second) == (CONTINUED, [17], 17)


async def test_whom_nothing_concerns_is_moved_on_so_that_their_cursor_does_not_grow_old(
    feed: Followed,
) -> None:
    mine = uuid4()
    told = feed.told(wanted=Wanted(None, None, frozenset({(Aspect.CASES, mine)})))
    await anext(told)

    feed.write(SIZE - 1)
    waiting = asyncio.ensure_future(anext(told))
    feed.write(1)
    moved_on = await waiting
    feed.write(5)
    feed.write(1, mine)
    mine_told = await anext(told)

    assert spelled(moved_on) == (CONTINUED, [], SIZE)
    assert spelled(mine_told) == (CONTINUED, [SIZE + 6], SIZE + 6)


async def test_a_slow_reader_is_told_of_everything_all_the_same(feed: Followed) -> None:
    told = feed.told()
    await anext(told)
    for _ in range(3 * SIZE):
        feed.write(1)
        await asyncio.sleep(0)

    numbers: list[int] = []
    while len(numbers) < 3 * SIZE:
        numbers += [entry.cursor.number for entry in (await anext(told)).changes]

    assert numbers == [*range(1, 3 * SIZE + 1)]
