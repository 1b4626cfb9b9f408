"""Another process writes to the SQLite file, and takes its time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy.exc import DBAPIError

from db import again, sqlite_files
from domain.ids import Noun
from tests.api import Api
from tests.conftest import NewDatabase
from tests.live.conftest import opened
from tests.live.scene import at_the_edge
from tests.live.soundness import completed, is_sound
from tests.practice import Practice, found_practice
from tests.serving import serving


@pytest_asyncio.fixture
async def clinic(new_sqlite: NewDatabase) -> AsyncIterator[Practice]:
    """A practice on SQLite."""
    async with opened(await new_sqlite()) as store:
        yield await found_practice(store)


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when the database has refused something for reasons of the moment."""
    refused, passes = asyncio.Event(), again._passes

    def noted(error: DBAPIError) -> bool:
        refused.set()
        return passes(error)

    monkeypatch.setattr(again, "_passes", noted)
    return refused


async def test_a_change_that_waited_too_long_is_tried_again(
    clinic: Practice, refusals: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_files, "_PATIENCE", "PRAGMA busy_timeout=10")
    edge = await at_the_edge(clinic)

    async with serving(clinic.url) as address, Api.at(address, clinic) as door:
        async with clinic.store.transaction():
            completing = door.run("AttendanceComplete", attendanceId=edge.open[0])
            change = asyncio.create_task(completing)
            await asyncio.wait_for(refusals.wait(), 10)
        done = await change

    assert done["errors"] == []
    assert edge.open[0] in await completed(clinic)
    await is_sound(clinic)


async def test_a_process_that_has_just_started_answers_questions_without_waiting(
    clinic: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_files, "_PATIENCE", "PRAGMA busy_timeout=3600000")
    case = clinic.id_of(Noun.CASE, await clinic.add_case())

    async with (
        serving(clinic.url) as address,
        Api.at(address, clinic) as door,
        clinic.store.transaction(),
    ):
        shown = await door.read("Case", id=case)

    assert shown["id"] == case
