"""The database as a command finds it: there or not, migrated or not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from db.migrate import is_behind
from db.reaching import Look, connected, place_of, why_away
from db.store import Store
from server.amiss import Amiss
from server.settings import Settings

SETTING = "CASELOAD_DATABASE_URL"
BEHIND = "The database does not have this version's tables: run ./caseload migrate"
PAUSE = 0.5

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@asynccontextmanager
async def reached(settings: Settings) -> AsyncIterator[Store]:
    """The database, open; Amiss where it cannot be reached now."""
    async with _opened(settings) as store:
        if why := await why_away(store):
            raise _away(store, why)
        yield store


@asynccontextmanager
async def migrated(settings: Settings) -> AsyncIterator[Store]:
    """The same; Amiss, too, where it lacks a migration."""
    async with reached(settings) as store:
        await _must_be_migrated(store)
        yield store


async def wait_for(settings: Settings) -> None:
    """Come back once the database can be reached, because whoever starts several things at once
    starts them in any order. A file is there or not: Amiss where it cannot be opened.
    """
    async with _opened(settings) as store:
        await _waited(store, connected)


async def wait_for_migrated(settings: Settings) -> None:
    """The same; Amiss where it then lacks a migration. It may go away again before that is seen."""
    async with _opened(settings) as store:
        await _waited(store, _must_be_migrated)


async def _waited(store: Store, look: Look) -> None:
    told = None
    while why := await why_away(store, look):
        if store.is_sqlite:
            raise _away(store, why)
        if why != told:
            log.warning("waiting for the database", database=place_of(store.url), why=why)
        told = why
        await asyncio.sleep(PAUSE)


def _away(store: Store, why: str) -> Amiss:
    return Amiss(f"{SETTING}: cannot reach {place_of(store.url)}: {why}")


async def _must_be_migrated(store: Store) -> None:
    if await is_behind(store):
        raise Amiss(BEHIND)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Store]:
    try:
        store = Store(settings.database_url)
    except OSError as error:
        raise Amiss(f"{SETTING}: cannot make its folder: {error.strerror}") from error
    try:
        yield store
    finally:
        await store.close()
