"""A change that the moment was against is made all the same, once; in the end it is given up."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import text

from db.tables import attendances
from resolvers.perform import PAUSES
from tests.api import Api
from tests.conftest import migrated
from tests.live.conftest import opened
from tests.live.rogue import holding_the_feed, lock, someone_waits
from tests.live.scene import at_the_edge
from tests.live.soundness import completed, is_sound
from tests.machines.postgres import PostgresServer
from tests.practice import Practice, found_practice
from tests.serving import serving


@pytest_asyncio.fixture
async def clinic(postgres: PostgresServer) -> AsyncIterator[Practice]:
    """A practice on PostgreSQL. A deadlock is found out after 3 s there, so that the test has time
    to bring it about. The database is not one that other tests get again: more than its rows is
    changed.
    """
    url = await migrated(await postgres.database())
    async with opened(url) as store:
        async with store.transaction() as tx:
            name = store.url.database
            await tx.execute(text(f"ALTER DATABASE \"{name}\" SET deadlock_timeout = '3s'"))
        yield await found_practice(store)


@pytest_asyncio.fixture
async def door(clinic: Practice) -> AsyncIterator[Api]:
    """A server over it."""
    async with serving(clinic.url) as address, Api.at(address, clinic) as api:
        yield api


async def test_the_loser_of_a_deadlock_is_run_again(door: Api, clinic: Practice) -> None:
    edge = await at_the_edge(clinic)

    async with holding_the_feed(clinic) as rogue:
        change = asyncio.create_task(door.run("AttendanceComplete", attendanceId=edge.open[0]))
        await someone_waits(clinic)
        await lock(rogue, clinic, attendances)

    assert (await change)["errors"] == []
    assert edge.open[0] in await completed(clinic)
    await is_sound(clinic)


async def test_a_change_whose_connection_is_cut_is_run_again(door: Api, clinic: Practice) -> None:
    edge = await at_the_edge(clinic)

    async with holding_the_feed(clinic) as rogue:
        change = asyncio.create_task(door.run("AttendanceComplete", attendanceId=edge.open[0]))
        victim = await someone_waits(clinic)
        await rogue.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim})

    assert (await change)["errors"] == []
    assert edge.open[0] in await completed(clinic)
    await is_sound(clinic)


async def test_a_change_that_the_moment_stays_against_is_given_up_and_leaves_nothing(
    door: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)
    before = await completed(clinic)
    await always_deadlock(clinic)

    answer = await door.ask("AttendanceComplete", input={"attendanceId": edge.open[0]})

    (error,) = answer["errors"]
    assert answer["data"] == {"attendanceComplete": None}
    assert error["path"] == ["attendanceComplete"]
    assert error["extensions"] == {"code": "TRY_AGAIN"}
    assert "changed nothing: send the same again" in error["message"]
    assert await tries(clinic) == len(PAUSES) + 1
    assert await completed(clinic) == before
    await is_sound(clinic)


async def always_deadlock(clinic: Practice) -> None:
    """Have PostgreSQL refuse every change as it refuses the loser of a deadlock, and count."""
    async with clinic.store.transaction() as tx:
        for statement in (
            "CREATE SEQUENCE tries",
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "PERFORM nextval('tries'); RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END $$",
            "CREATE TRIGGER refuse BEFORE INSERT ON changes EXECUTE FUNCTION refuse()",
        ):
            await tx.execute(text(statement))


async def tries(clinic: Practice) -> int:
    """How often a change was tried; a sequence counts what is undone, too."""
    async with clinic.store.reading() as tx:
        return int((await tx.execute(text("SELECT last_value FROM tries"))).scalar_one())
