"""Servers of a test's own, and everything that a server says besides its answers."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
import pytest_asyncio

from db.store import Store
from tests.api import Api
from tests.conftest import NewDatabase
from tests.practice import found_practice
from tests.serving import serving


@dataclass(frozen=True)
class Logged:
    """Name this before `api`: a server writes to where it found the streams when it started."""

    streams: pytest.CaptureFixture[str]
    records: pytest.LogCaptureFixture

    def text(self) -> str:
        """What was written to the logs and streams since the last look."""
        said = self.streams.readouterr()
        return said.out + said.err + self.records.text


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[Logged]:
    """The server's logs and streams."""
    with caplog.filtering(_NotOfOthers()):
        yield Logged(capfd, caplog)


class _NotOfOthers(logging.Filter):
    """asyncpg breaks off a statement that nobody waits for over a second connection, whose end it
    does not look at: Python complains when that is collected, in whichever test it is.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return "unexpected connection_lost() call" not in str(record.exc_info)


class Serve(Protocol):
    """Serves a small practice on SQLite, under settings of the test's own."""

    def __call__(self, **settings: Any) -> AbstractAsyncContextManager[Api]: ...


@pytest_asyncio.fixture
async def serve(new_sqlite: NewDatabase) -> AsyncIterator[Serve]:
    """For what no database has a part in."""
    url = await new_sqlite()
    store = Store(url)
    practice = await found_practice(store)

    @asynccontextmanager
    async def served(**settings: Any) -> AsyncIterator[Api]:
        async with serving(url, **settings) as address, Api.at(address, practice) as opened:
            yield opened

    yield served
    await store.close()
