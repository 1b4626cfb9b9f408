"""The end of a feed: read once for all who follow it, without a queue, never another's."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from domain.cursor import Cursor
from realtime.bus import Bus
from realtime.hub import Hub
from realtime.page import SIZE
from realtime.question import Ended
from realtime.tail import MOST_PAGES, Tail
from tests.realtime.book import Book
from tests.realtime.conftest import OpenBus
from tests.serving import until

MANY = 500
NEVER = 3600.0


@pytest.fixture(autouse=True)
def _no_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.watching.POLL_SECONDS", NEVER)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest_asyncio.fixture
async def bus(open_bus: OpenBus) -> Bus:
    return await open_bus("memory://")


@pytest_asyncio.fixture
async def hub(bus: Bus, book: Book) -> AsyncIterator[Hub]:
    async def nothing(*_: object) -> None:
        raise NotImplementedError("nobody asks questions here")

    hub = Hub(bus, nothing, book.read)  # type: ignore[arg-type]
    yield hub
    await hub.stop()


@pytest_asyncio.fixture
async def tail(hub: Hub, book: Book, organization: UUID) -> AsyncIterator[Tail]:
    """One that has had its first looks: its own, and the watch's."""
    with hub.tail(organization) as tail:
        await tail.here()
        await until(lambda: len(book.reads) == 2)
        book.reads.clear()
        yield tail


async def follow(tail: Tail, cursor: Cursor, count: int) -> list[int]:
    """The numbers of so many entries from the cursor on."""
    numbers: list[int] = []
    while len(numbers) < count:
        found = await tail.after(cursor)
        assert found is not None
        assert len(found) <= SIZE
        numbers += [entry.cursor.number for entry in found]
        if found:
            cursor = found[-1].cursor
        else:
            await tail.more()
    return numbers


def of(book: Book, number: int) -> Cursor:
    """The cursor of an entry."""
    return book.entries[number - book.entries[0].cursor.number].cursor


async def test_all_who_come_at_once_share_one_look(tail: Tail, book: Book) -> None:
    book.write(3)

    heres = await asyncio.gather(*[tail.here() for _ in range(MANY)])

    assert {*heres} == {of(book, 3)}
    # Only the first look may have begun before the others asked.
    assert len(book.reads) == 2


async def test_where_the_feed_stands_holds_what_was_written_before_it_was_asked(
    tail: Tail, book: Book
) -> None:
    book.open.clear()
    early = asyncio.ensure_future(tail.here())
    await until(lambda: len(book.reads) == 1)
    book.write()
    late = asyncio.ensure_future(tail.here())
    await asyncio.sleep(0)
    book.open.set()

    assert (await early).number == 0
    assert (await late).number == 1


async def test_who_leaves_while_looking_leaves_nobody_in_the_dark(tail: Tail, book: Book) -> None:
    book.open.clear()
    first = asyncio.ensure_future(tail.here())
    await until(lambda: len(book.reads) == 1)
    book.write()
    leaver, other = (asyncio.ensure_future(tail.here()) for _ in range(2))
    await asyncio.sleep(0)
    book.open.set()
    await first
    book.open.clear()
    await until(lambda: len(book.reads) == 2)
    leaver.cancel()
    book.open.set()

    assert (await other).number == 1


async def test_five_hundred_at_the_head_cost_one_read_per_bell(
    tail: Tail, book: Book, bus: Bus, organization: UUID
) -> None:
    start = await tail.here()
    book.reads.clear()
    following = [asyncio.ensure_future(follow(tail, start, 10)) for _ in range(MANY)]

    for head in range(1, 11):
        book.write()
        bus.ring(organization, head)
        await until(lambda head=head: len(book.reads) == head)  # type: ignore[misc]

    assert await asyncio.gather(*following) == [[*range(1, 11)]] * MANY
    assert len(book.reads) == 10


async def test_five_hundred_who_come_back_to_the_same_place_share_its_pages(
    tail: Tail, book: Book
) -> None:
    book.write(3 * SIZE + 50)
    await tail.here()

    told = await asyncio.gather(
        *[follow(tail, of(book, 10 + nth % 100), 3 * SIZE - 60) for nth in range(MANY)]
    )

    assert [numbers[0] for numbers in told[:100]] == [*range(11, 111)]
    assert all(numbers == [*range(numbers[0], numbers[-1] + 1)] for numbers in told)
    assert sorted(least for least, _ in book.reads) == [0, SIZE, 2 * SIZE, 3 * SIZE]


@pytest.mark.parametrize("written", [1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE, 7 * SIZE + 13])
async def test_from_any_place_every_number_is_told_once_in_order(
    tail: Tail, book: Book, bus: Bus, organization: UUID, written: int
) -> None:
    start = await tail.here()
    book.write(written)
    bus.ring(organization, written)

    for place in (0, 1, SIZE - 1, SIZE, SIZE + 1, written - 1):
        if place < written:
            cursor = of(book, place) if place else start
            assert await follow(tail, cursor, written - place) == [*range(place + 1, written + 1)]


async def test_no_more_pages_are_kept_than_that_however_far_back_somebody_reads(
    tail: Tail, book: Book
) -> None:
    start = await tail.here()
    book.write(3 * MOST_PAGES * SIZE)
    await tail.here()

    assert await follow(tail, start, book.head) == [*range(1, book.head + 1)]
    assert len(tail._pages) == MOST_PAGES


async def test_what_is_kept_no_longer_is_not_passed_over_in_silence(tail: Tail, book: Book) -> None:
    start = await tail.here()
    book.write(2 * SIZE)
    known = [of(book, number) for number in (1, 149, 150, SIZE, 2 * SIZE)]
    del book.entries[:149]

    await tail.here()
    found = [await tail.after(cursor) for cursor in (start, *known)]

    assert [None if each is None else len(each) for each in found] == [None, None, None, 50, 200, 0]


async def test_many_who_come_too_late_share_one_read(tail: Tail, book: Book) -> None:
    book.write(5 * SIZE)
    stale = [of(book, number) for number in range(SIZE, 2 * SIZE)]
    del book.entries[: 4 * SIZE]
    await tail.here()
    asked = len(book.reads)

    found = await asyncio.gather(*[tail.after(cursor) for cursor in stale])

    assert {*found} == {None}
    assert len(book.reads) - asked == 1


async def test_the_newest_entry_alone_is_place_enough(tail: Tail, book: Book) -> None:
    book.write(SIZE + 7)
    newest = book.entries[-1].cursor
    del book.entries[:-1]

    assert await tail.here() == newest
    assert await tail.after(newest) == []


@contextmanager
def restored(book: Book, to: int) -> Iterator[None]:
    """Inside the block more is written, which nobody knows of afterwards."""
    kept = book.entries[:to]
    yield
    book.entries = kept


@pytest.mark.parametrize("gone", [10, 2 * SIZE, 2 * MOST_PAGES * SIZE])
@pytest.mark.parametrize("again", [0, 5, 10, 11, SIZE])
async def test_a_restored_feed_is_not_taken_for_the_one_that_was_read(
    tail: Tail, book: Book, gone: int, again: int
) -> None:
    book.write(20)
    with restored(book, to=20):
        start = await tail.here()
        book.write(gone)
        await tail.here()
        # Whoever reads so far has all the older pages dropped, and then the newest as well.
        await follow(tail, start, gone - SIZE)
        lost, shared = of(book, 25), of(book, 15)
    book.write(again)
    here = await tail.here()

    assert here == book.entries[-1].cursor
    assert await tail.after(lost) is None
    assert await follow(tail, shared, 5 + again) == [*range(16, 21 + again)]
    assert await tail.after(here) == []


async def test_who_waits_is_woken_when_the_feed_was_restored(
    tail: Tail, book: Book, bus: Bus, organization: UUID
) -> None:
    book.write(20)
    with restored(book, to=20):
        book.write(10)
        cursor = await tail.here()
    waiting = asyncio.ensure_future(tail.more())
    book.write(10)

    bus.ring(organization, 31)
    await waiting

    assert await tail.after(cursor) is None


@pytest.mark.parametrize("length", [16, 2 * MOST_PAGES * SIZE])
async def test_another_epoch_is_another_feed_though_it_holds_the_same(
    tail: Tail, book: Book, length: int
) -> None:
    start = await tail.here()
    book.write(length)
    old = await tail.here()
    # Whoever reads so far has the newest page dropped.
    await follow(tail, start, min(length, MOST_PAGES * SIZE))

    book.renew()
    here = await tail.here()

    assert here == book.entries[-1].cursor
    assert [await tail.after(cursor) for cursor in (start, old)] == [None, None]
    known = length * 5 // 16
    assert (await follow(tail, of(book, known), 1))[0] == known + 1


@pytest.mark.parametrize("epoch", ["its own", "another"])
async def test_a_cursor_of_the_future_is_no_place(tail: Tail, book: Book, epoch: str) -> None:
    book.write(3)
    await tail.here()
    asked = len(book.reads)

    for number in (4, SIZE, 10**18):
        cursor = Cursor(book.epoch if epoch == "its own" else uuid4(), number, 7)
        assert await tail.after(cursor) is None

    assert len(book.reads) == asked


async def test_a_database_that_is_away_for_a_while_ends_nobody(
    tail: Tail, book: Book, bus: Bus, organization: UUID
) -> None:
    start = await tail.here()
    following = asyncio.ensure_future(follow(tail, start, 1))
    book.failures = 3
    book.write()

    bus.ring(organization, 1)

    assert await following == [1]


async def test_who_follows_ends_with_the_hub(hub: Hub, tail: Tail) -> None:
    await tail.here()
    waiting = asyncio.ensure_future(tail.more())
    await asyncio.sleep(0)

    await hub.stop()

    with pytest.raises(Ended):
        await waiting


async def test_the_last_to_leave_takes_the_tail_along(
    hub: Hub, book: Book, bus: Bus, organization: UUID
) -> None:
    with hub.tail(organization) as first, hub.tail(organization) as second:
        assert first is second
        await first.here()
    with hub.tail(organization) as third:
        assert third is not first

    await until(lambda: not bus._rooms)
