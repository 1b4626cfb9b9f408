"""A new user for each page."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio

from tests.docs.checkout import check_out
from tests.docs.pages import Block
from tests.docs.reader import Reader
from tests.docs.terminal import Terminal
from tests.machines.postgres import PostgresServer
from tests.machines.process import free_port
from tests.machines.redis import RedisServer

PORTS = ("8000", "8001", "8002", "9000")


@pytest.fixture
def blocks(request: pytest.FixtureRequest) -> list[Block]:
    """The page's."""
    found: list[Block] = request.param
    return found


@pytest_asyncio.fixture
async def places(blocks: list[Block], request: pytest.FixtureRequest) -> dict[str, str]:
    """Where this run has what the pages have elsewhere; servers only for who asks for them."""
    found = {port: str(free_port()) for port in PORTS}
    if any("postgresql://" in block.text for block in blocks):
        postgres: PostgresServer = request.getfixturevalue("postgres")
        redis: RedisServer = request.getfixturevalue("redis_server")
        found["postgresql://postgres@127.0.0.1:5432/caseload"] = await postgres.database()
        found["redis://127.0.0.1:6379/0"] = redis.url
    return found


@pytest_asyncio.fixture
async def reader(places: dict[str, str], demo_file: Path, tmp_path: Path) -> AsyncIterator[Reader]:
    """Somebody with a fresh checkout."""
    folder = check_out(tmp_path, demo_file)
    at = f"http://127.0.0.1:{places['8000']}"
    async with (
        httpx2.AsyncClient(base_url=at, timeout=30) as http,
        Terminal.open(folder, {}) as terminal,
        AsyncExitStack() as stack,
    ):
        yield Reader(folder, http, terminal, places, stack)
