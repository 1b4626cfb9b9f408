"""What the feed says since a place: whom it concerns, or that anything may have changed."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from sqlalchemy import delete

from db import feed
from db.tables import changes, feeds
from db.work import Work
from domain.access import Role, Viewer
from domain.changes import Change, ChangeKind
from domain.cursor import Cursor, a_mark
from domain.ids import Noun, new_key
from tests.live.soundness import rows
from tests.practice import NOON, Practice


@pytest_asyncio.fixture
async def written(practice: Practice) -> AsyncIterator[Practice]:
    """A practice with five changes of cases, in transactions of their own."""
    manager = Viewer(practice.people["manager"], Role.CLINIC_MANAGER, practice.organization)
    for _ in range(5):
        async with practice.store.transaction() as tx:
            work = Work(tx, manager, lambda: NOON, practice.store.json, written={"cases"})
            work.record(Change(ChangeKind.CASE_UPDATED, Noun.CASE, new_key()))
            await work.seal()
    yield practice


async def places(written: Practice) -> list[Cursor]:
    """The places behind each number, 0 for before the first."""
    epoch = (await rows(written, feeds))[0].epoch
    found = [(row.number, row.mark) for row in await rows(written, changes)]
    return [Cursor(epoch, number, mark) for number, mark in [(0, 0), *sorted(found)]]


async def since(written: Practice, place: Cursor | None) -> feed.Heard:
    """What the practice's feed says since then."""
    return await feed.since(written.store, written.organization, place)


@pytest.mark.parametrize("after", range(6))
async def test_of_what_is_kept_it_tells_the_tables_written(written: Practice, after: int) -> None:
    known = await places(written)

    heard = await since(written, known[after])

    assert heard.end == known[5]
    assert set(heard.touched or ()) == ({"cases", "audit_entries"} if after < 5 else set())


@pytest.mark.parametrize("after", range(6))
async def test_of_what_is_kept_no_longer_anything_may_have_changed(
    written: Practice, after: int
) -> None:
    known = await places(written)
    async with written.store.transaction() as tx:
        await tx.execute(delete(changes).where(changes.c.number <= 3))

    heard = await since(written, known[after])

    assert (heard.touched is None) is (after <= 3)


async def test_of_another_epoch_anything_may_have_changed(written: Practice) -> None:
    before = await since(written, (await places(written))[5])
    await feed.renew(written.store)

    heard = await since(written, before.end)

    assert heard.end.epoch != before.end.epoch
    assert (before.touched, heard.touched) == ({}, None)


@pytest.mark.parametrize("after", range(1, 6))
async def test_of_another_row_of_that_number_anything_may_have_changed(
    written: Practice, after: int
) -> None:
    place = (await places(written))[after]

    heard = await since(written, replace(place, mark=a_mark()))

    assert heard.touched is None


async def test_of_a_number_of_the_future_anything_may_have_changed(written: Practice) -> None:
    newest = (await places(written))[5]

    assert (await since(written, replace(newest, number=6))).touched is None


async def test_too_much_at_once_is_not_told_apart(
    written: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await places(written)
    monkeypatch.setattr(feed, "MOST_ROWS", 3)

    heard = [await since(written, place) for place in known[1:3]]

    assert [each.end for each in heard] == [known[5], known[5]]
    assert [each.touched is None for each in heard] == [True, False]


async def test_where_it_ends_is_asked_for_without_a_place(written: Practice) -> None:
    assert (await since(written, None)).end == (await places(written))[5]


async def test_a_feed_in_which_nothing_happened_yet_has_a_place_to_begin_at(
    practice: Practice,
) -> None:
    begin = await since(practice, None)

    assert (begin.end.number, begin.end.mark) == (0, 0)
    assert (await since(practice, begin.end)).touched == {}
