"""A database is put back to what it was: who knows what was lost is told so, and nobody else."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from db import feed
from db.store import Store
from db.tables import changes, feeds
from tests.api import Api
from tests.conftest import NewDatabase
from tests.live.conftest import opened
from tests.live.followers import Follower
from tests.live.inside import Inside
from tests.live.scene import Edge, at_the_edge
from tests.live.soundness import rows
from tests.live.views import open_views
from tests.machines.postgres import PostgresServer
from tests.practice import Practice, found_practice
from tests.serving import serving

CopyOf = Callable[[str], Awaitable[str]]
PutBack = Callable[[str, str], Awaitable[None]]


@pytest.fixture
def copy_of(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> CopyOf:
    """Copies a database that nobody has open, as a backup does; its URL."""

    async def of_file(url: str) -> str:
        shutil.copy(Store(url).url.database or "", tmp_path / "backup.db")
        return f"sqlite:///{tmp_path}/backup.db"

    if backend == "sqlite":
        return of_file
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return postgres.database


@pytest.fixture
def put_back(backend: str, request: pytest.FixtureRequest) -> PutBack:
    """Puts a backup in the place of a database that a server has open."""

    async def file(backup: str, url: str) -> None:
        files = [sqlite3.connect(Store(each).url.database or "") for each in (backup, url)]
        with closing(files[0]), closing(files[1]):
            files[0].backup(files[1])

    if backend == "sqlite":
        return file
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return postgres.put_back


@pytest.fixture
def new(backend: str, request: pytest.FixtureRequest) -> NewDatabase:
    """Makes a database of either kind."""
    made: NewDatabase = request.getfixturevalue(f"new_{backend}")
    return made


@asynccontextmanager
async def served(url: str, practice: Practice | None = None) -> AsyncIterator[Api]:
    """A server over the database, which is let go of afterwards."""
    async with opened(url) as store, serving(url) as address:
        own = replace(practice, store=store) if practice else await found_practice(store)
        async with Api.at(address, own) as api:
            yield api


async def complete(api: Api, edge: Edge, *which: int) -> None:
    """Complete some of the attendances: two changes each, none of them a milestone."""
    for nth in which:
        assert (await api.run("AttendanceComplete", attendanceId=edge.open[nth]))["errors"] == []


async def catch_up(follower: Follower, api: Api) -> None:
    """Come back with what is known, and stay for the first batch."""
    follower.api = replace(api, token=api.token)
    async with follower.connected():
        pass


@pytest.mark.parametrize("since", [0, 1, 2, 3])
async def test_what_was_lost_is_noticed_however_much_has_happened_since(
    new: NewDatabase, copy_of: CopyOf, since: int
) -> None:
    url = await new()
    async with served(url) as api:
        practice = api.practice
        edge = await at_the_edge(practice, 0, left_open=6, authorized=100)
        knows_all, knows_some, knows_nothing = (Follower(api) for _ in range(3))
        await catch_up(knows_nothing, api)
        await catch_up(knows_all, api)
        await complete(api, edge, 0)
        await catch_up(knows_some, api)
    backup = await copy_of(url)
    async with served(url, practice) as api:
        await complete(api, edge, 1, 2)
        await catch_up(knows_all, api)

    async with served(backup, practice) as api:
        await complete(api, edge, *range(1, 1 + since))
        for follower in (knows_all, knows_some, knows_nothing):
            await catch_up(follower, api)
            await catch_up(follower, api)
        await complete(api, edge, 5)
        for follower in (knows_all, knows_some, knows_nothing):
            await catch_up(follower, api)

    head = 4 + 2 * since
    assert [f.resyncs for f in (knows_all, knows_some, knows_nothing)] == [1, 0, 0]
    assert knows_all.numbers == [1, 2, 3, 4, 5, 6, head - 1, head]
    assert knows_some.numbers == [*range(3, head + 1)]
    assert knows_nothing.numbers == [*range(1, head + 1)]


@pytest.mark.parametrize("since", [0, 1, 2, 3])
async def test_every_open_question_is_asked_again_wherever_the_restored_feed_ends(
    new: NewDatabase, copy_of: CopyOf, put_back: PutBack, since: int
) -> None:
    url = await new()
    async with opened(url) as store:
        practice = await found_practice(store)
        mine, other = [await at_the_edge(practice, 0, left_open=3, authorized=9) for _ in range(2)]
    backup = await copy_of(url)
    async with served(backup, practice) as api:
        await complete(api, other, *range(since))

    async with served(url, practice) as api, open_views(api, mine.case) as views:
        await complete(api, mine, 0, 1)
        for view in views:
            await view.catch_up()
        await put_back(backup, url)
        for view in views[2:]:
            await view.until(lambda case: case["cycles"][0]["consumed"] == 0)
            await view.catch_up()


async def test_who_follows_while_it_is_put_back_is_told_so_once(inside: Inside) -> None:
    practice, follower = inside.practice, Follower(inside.api)
    edge = await at_the_edge(practice, 0, left_open=6, authorized=100)

    async with follower.connected() as view:
        await complete(inside.api, edge, 0)
        await follower.hear_up_to(view, 2)
        kept = [row._asdict() for row in await rows(practice, changes)]
        await complete(inside.api, edge, 1, 2)
        await follower.hear_up_to(view, 6)
        async with practice.store.transaction() as tx:
            own = changes.c.organization_id == practice.organization
            await tx.execute(delete(changes).where(own))
            await tx.execute(insert(changes), kept)
            await tx.execute(update(feeds).values(head=2))
        await complete(inside.api, edge, 3)
        await follower.hear_until(view, lambda: follower.resyncs > 0)
        resynced_at = follower.at
        await complete(inside.api, edge, 4)
        await follower.hear_up_to(view, 6)

    assert resynced_at == 4
    assert follower.resyncs == 1
    assert follower.numbers == [1, 2, 3, 4, 5, 6, 5, 6]


async def test_an_operator_can_have_everybody_begin_anew(inside: Inside) -> None:
    practice, gone, here = inside.practice, Follower(inside.api), Follower(inside.api)
    edge = await at_the_edge(practice, 0, left_open=6, authorized=100)
    await complete(inside.api, edge, 0)
    await catch_up(gone, inside.api)

    async with here.connected() as view:
        await feed.renew(practice.store)
        await here.hear_until(view, lambda: here.resyncs > 0)
        await complete(inside.api, edge, 1)
        await here.hear_up_to(view, 4)
    await catch_up(gone, inside.api)

    assert (here.resyncs, here.numbers) == (1, [3, 4])
    assert (gone.resyncs, gone.numbers) == (1, [])
