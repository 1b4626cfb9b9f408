"""Real servers once a session, a fresh database for each test, on SQLite and on PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings

from db.demo import load_demo
from db.migrate import migrate
from db.store import Store
from domain.ids import new_key
from resolvers.house import utc_now
from tests.api import Api
from tests.machines.postgres import PostgresServer, start_postgres
from tests.machines.redis import RedisServer, start_redis
from tests.practice import Practice, found_practice
from tests.serving import serving

NewDatabase = Callable[[], Awaitable[str]]
LONGEST = ("test_agreement.py", "test_agreement_generated.py", "test_chaos.py")
BACKENDS = ("sqlite", "postgres")

# How long one example takes says nothing about the rule, only about the machine.
settings.register_profile("caseload", deadline=None)
settings.load_profile("caseload")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that at the end no worker waits for another."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that is only talked to."""
    with start_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that is only talked to."""
    with start_redis() as server:
        yield server


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Migrated databases to copy, by backend; filled by the first test that needs one."""
    return {"folder": str(tmp_path_factory.mktemp("databases"))}


async def migrated(url: str) -> str:
    """The database, brought up to this version's tables."""
    store = Store(url)
    await migrate(store)
    await store.close()
    return url


@pytest.fixture
def new_sqlite(templates: dict[str, str], tmp_path: Path) -> NewDatabase:
    """Makes a migrated SQLite file of the test's own."""

    async def make() -> str:
        template = Path(templates["folder"]) / "template.db"
        if not template.exists():
            await migrated(f"sqlite:///{template}")
        fresh = tmp_path / f"{new_key().hex}.db"
        shutil.copy(template, fresh)
        return f"sqlite:///{fresh}"

    return make


@pytest.fixture(scope="session")
def spare_postgres() -> list[str]:
    """Migrated PostgreSQL databases that are empty again: one is emptied sooner than made."""
    return []


@pytest_asyncio.fixture
async def new_postgres(
    spare_postgres: list[str], postgres: PostgresServer
) -> AsyncIterator[NewDatabase]:
    """Makes a migrated PostgreSQL database of the test's own."""
    made: list[str] = []

    async def make() -> str:
        url = spare_postgres.pop() if spare_postgres else await migrated(await postgres.database())
        made.append(url)
        return url

    yield make
    for url in made:
        await postgres.empty(url)
    spare_postgres += made


@pytest.fixture(params=BACKENDS)
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Makes a migrated database of the test's own; each test runs on both kinds."""
    made: NewDatabase = request.getfixturevalue(f"new_{request.param}")
    return made


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of today, to copy."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    asyncio.run(found_demo(file))
    return file


async def found_demo(file: Path) -> None:
    """Migrate a SQLite file and load the demo."""
    store = Store(await migrated(f"sqlite:///{file}"))
    async with store.transaction() as tx:
        await load_demo(tx, utc_now())
    await store.close()


@pytest.fixture
def demo_url(demo_file: Path, tmp_path: Path) -> str:
    """A demo of the test's own."""
    return f"sqlite:///{shutil.copy(demo_file, tmp_path / 'demo.db')}"


@pytest_asyncio.fixture
async def practice(new_database: NewDatabase) -> AsyncIterator[Practice]:
    """A small practice in a fresh database."""
    url = await new_database()
    store = Store(url)
    yield await found_practice(store)
    await store.close()


@pytest_asyncio.fixture
async def api(practice: Practice) -> AsyncIterator[Api]:
    """A real server over the practice, asked as its clinic manager."""
    async with serving(practice.url) as address, Api.at(address, practice) as opened:
        yield opened
