"""Processes to break, and front ends at their doors."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from db.store import Store
from tests.api import Api
from tests.conftest import BACKENDS, NewDatabase, migrated
from tests.live.crowd import Crowd
from tests.live.inside import Inside
from tests.live.processes import Server, start_all
from tests.live.rig import Pair, Rig, build_rig
from tests.machines.redis import RedisServer, start_redis
from tests.practice import Practice, found_practice
from tests.serving import address_of, running, serving

StartServer = Callable[..., Server]


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Starts `caseload serve` for a database and a bus, with some settings changed; killed when
    the test ends, and what it said is printed, which pytest shows where the test failed.
    """
    started: list[Server] = []
    numbers = itertools.count()

    def start(database_url: str, bus_url: str, **changed: float) -> Server:
        log = tmp_path / f"server-{next(numbers)}.log"
        server = Server(database_url, bus_url, log, **changed)
        started.append(server)
        start_all(server)
        return server

    yield start
    for server in started:
        server.kill()
        print(server.news())


@pytest.fixture(scope="session")
def _patient() -> Iterator[RedisServer]:
    with start_redis(own=True) as server:
        yield server


@pytest.fixture
def valkey(_patient: RedisServer) -> Iterator[RedisServer]:
    """A Redis to kill and freeze; in good health before and after."""
    yield _patient
    _patient.thaw()
    _patient.start()


@pytest.fixture(scope="session")
def _rig(_patient: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with build_rig(_patient, tmp_path_factory.mktemp("rig")) as rig:
        yield rig


@pytest.fixture
def rig(_rig: Rig) -> Iterator[Rig]:
    """Two processes, their PostgreSQL and their Redis, in good health before and after."""
    _rig.pair.news()
    yield _rig
    _rig.heal()
    print(_rig.pair.news())


@pytest_asyncio.fixture
async def clinic(rig: Rig) -> AsyncIterator[Practice]:
    """A practice of the test's own in the rig's database."""
    async with opened(rig.pair.database_url) as store:
        yield await found_practice(store)


@pytest_asyncio.fixture
async def near(rig: Rig, clinic: Practice) -> AsyncIterator[Api]:
    """The clinic manager at the process where views are open."""
    async with Api.at(rig.pair.near.address, clinic) as api:
        yield api


@pytest_asyncio.fixture
async def far(rig: Rig, clinic: Practice) -> AsyncIterator[Api]:
    """The clinic manager at the process where changes are made."""
    async with Api.at(rig.pair.far.address, clinic) as api:
        yield api


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Either kind of database."""
    return str(request.param)


@pytest.fixture(scope="session")
def _sqlite_pair(
    redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("sqlite-pair")
    url = asyncio.run(migrated(f"sqlite:///{folder}/pair.db"))
    pair = Pair.on(url, redis_server.url, folder)
    try:
        pair.start()
        yield pair
    finally:
        pair.kill()


@pytest.fixture
def pair(backend: str, request: pytest.FixtureRequest) -> Iterator[Pair]:
    """Two processes on one database, of either kind."""
    if backend == "postgres":
        yield request.getfixturevalue("rig").pair
        return
    sqlite: Pair = request.getfixturevalue("_sqlite_pair")
    sqlite.news()
    yield sqlite
    print(sqlite.news())


@pytest.fixture(params=["one process", "two processes"])
def served(request: pytest.FixtureRequest, backend: str) -> Pair | NewDatabase:
    """What a crowd comes to: two processes, or a database for one in this process."""
    wanted = "pair" if request.param == "two processes" else f"new_{backend}"
    found: Pair | NewDatabase = request.getfixturevalue(wanted)
    return found


@pytest_asyncio.fixture
async def crowd(served: Pair | NewDatabase) -> AsyncIterator[Crowd]:
    """Writers of a practice of the test's own."""
    async with AsyncExitStack() as stack:
        if isinstance(served, Pair):
            url, addresses = served.database_url, [served.near.address, served.far.address]
        else:
            url = await served()
            addresses = [await stack.enter_async_context(serving(url))]
        practice = await found_practice(await stack.enter_async_context(opened(url)))
        doors = [await stack.enter_async_context(Api.at(at, practice)) for at in addresses]
        yield Crowd(practice, doors)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The database, from outside the servers."""
    store = Store(url)
    yield store
    await store.close()


@pytest_asyncio.fixture
async def inside(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Inside]:
    """A server in this process that can be looked into, over either kind of database; settings to
    change are an indirect parameter.
    """
    seen = Inside(practice)

    async def read(store: Store, sql: str, values: Sequence[object]) -> Any:
        return await seen.read(store, sql, values)

    monkeypatch.setattr(Store, "read", read)
    monkeypatch.setattr("server.app.open_hub", seen.open_hub)
    changed: dict[str, Any] = getattr(request, "param", {})
    async with (
        running(practice.url, clock=seen.clock, **changed) as seen.server,
        Api.at(address_of(seen.server), practice) as seen.api,
    ):
        yield seen
