"""What the feed says since a number: whom it concerns, or that anything may have changed."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import delete

from db import feed
from db.tables import changes
from db.work import Work
from domain.access import Role, Viewer
from domain.changes import Change, ChangeKind
from domain.ids import Noun, new_key
from tests.practice import NOON, Practice


@pytest_asyncio.fixture
async def written(practice: Practice) -> AsyncIterator[Practice]:
    """A practice with five changes of cases, in transactions of their own."""
    manager = Viewer(practice.people["manager"], Role.CLINIC_MANAGER, practice.organization)
    for _ in range(5):
        async with practice.store.transaction() as tx:
            work = Work(tx, manager, NOON, practice.store.json, written={"cases"})
            work.record(Change(ChangeKind.CASE_UPDATED, Noun.CASE, new_key()))
            await work.seal()
    yield practice


@pytest.mark.parametrize("after", range(6))
async def test_of_what_is_kept_it_tells_the_tables_written(written: Practice, after: int) -> None:
    heard = await feed.since(written.store, written.organization, after, None)

    assert heard.head == 5
    assert set(heard.touched or ()) == ({"cases", "audit_entries"} if after < 5 else set())


@pytest.mark.parametrize("after", range(6))
async def test_of_what_is_kept_no_longer_anything_may_have_changed(
    written: Practice, after: int
) -> None:
    async with written.store.transaction() as tx:
        await tx.execute(delete(changes).where(changes.c.number <= 3))

    heard = await feed.since(written.store, written.organization, after, None)

    assert (heard.touched is None) is (after < 3)


async def test_of_another_epoch_anything_may_have_changed(written: Practice) -> None:
    before = await feed.since(written.store, written.organization, 5, None)
    await feed.renew(written.store)

    heard = await feed.since(written.store, written.organization, 5, before.epoch)

    assert heard.epoch != before.epoch
    assert (before.touched, heard.touched) == ({}, None)


async def test_of_a_number_of_the_future_anything_may_have_changed(written: Practice) -> None:
    assert (await feed.since(written.store, written.organization, 6, None)).touched is None
