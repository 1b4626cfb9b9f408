"""A site to break, and what decides how."""

import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chaos.site import Site, open_site
from tests.live.conftest import opened
from tests.live.rig import lasting
from tests.machines.postgres import start_postgres
from tests.machines.redis import start_redis
from tests.practice import Practice, found_practice

USUAL_SECONDS = 30.0
USUAL_SEED = "8"


@pytest.fixture
def seconds() -> float:
    """How long things break: MINUTES, or half of one."""
    return 60 * float(os.environ.get("MINUTES", USUAL_SECONDS / 60))


@pytest.fixture
def seed() -> str:
    """Decides what breaks and when: SEED; `make test` always has the same, `make chaos` another."""
    return os.environ.get("SEED") or (
        str(time.time_ns()) if "MINUTES" in os.environ else USUAL_SEED
    )


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """Two processes with a PostgreSQL and a Redis of their own."""
    with start_postgres(own=True) as postgres, start_redis(own=True) as redis:
        url = await lasting(postgres)
        async with open_site(postgres, redis, url, tmp_path) as site:
            yield site
            print(site.news())


@pytest_asyncio.fixture
async def clinic(site: Site) -> AsyncIterator[Practice]:
    """The practice that all this happens to."""
    async with opened(site.database_url) as store:
        yield await found_practice(store)
