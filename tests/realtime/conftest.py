"""Buses over memory and over a real server, and a server that may be maltreated."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from realtime.bus import Bus
from tests.machines.redis import RedisServer, start_redis

OpenBus = Callable[[str], Awaitable[Bus]]


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis that is only talked to."""
    with start_redis() as server:
        yield server.url


@pytest.fixture(scope="session")
def _patient() -> Iterator[RedisServer]:
    with start_redis(own=True) as server:
        yield server


@pytest.fixture
def valkey(_patient: RedisServer) -> Iterator[RedisServer]:
    """A server to kill and freeze; in good health before and after."""
    yield _patient
    _patient.thaw()
    _patient.start()


@pytest_asyncio.fixture
async def open_bus() -> AsyncIterator[OpenBus]:
    """Opens and starts a bus on a URL; stopped when the test ends."""
    opened: list[Bus] = []

    async def start(url: str) -> Bus:
        bus = Bus.open(url)
        opened.append(bus)
        await bus.start()
        return bus

    yield start
    for bus in opened:
        await bus.stop()


@pytest.fixture(params=["memory", "redis"])
def url(request: pytest.FixtureRequest) -> str:
    """Where the contract is tested: in memory and over a server."""
    return "memory://" if request.param == "memory" else request.getfixturevalue("redis_url")


@pytest_asyncio.fixture
async def here(url: str, open_bus: OpenBus) -> Bus:
    """The bus of the process that listens."""
    return await open_bus(url)


@pytest_asyncio.fixture
async def there(url: str, here: Bus, open_bus: OpenBus) -> Bus:
    """The bus of the process that rings: another one, except in memory."""
    return here if url == "memory://" else await open_bus(url)


@pytest_asyncio.fixture
async def admin(valkey: RedisServer) -> AsyncIterator[Redis]:
    """A plain client of the maltreated server."""
    redis = Redis.from_url(valkey.url, retry=Retry(ConstantBackoff(0.05), 20))
    yield redis
    await redis.aclose()


@pytest.fixture
def organization() -> uuid.UUID:
    """A practice nobody else rings for."""
    return uuid.uuid4()
