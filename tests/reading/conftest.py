"""The same random rows in one SQLite file and in one PostgreSQL database, for a whole module."""

import asyncio
import os
import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from db.migrate import migrate
from db.store import Store
from tests.machines.postgres import PostgresServer
from tests.reading.agreement import Agreement, Side
from tests.reading.care import two_practices
from tests.reading.loading import Everything, everything, load

FUZZ = int(os.environ.get("FUZZ", "0"))


@pytest.fixture(scope="module")
def seed() -> int:
    """The same at each run, or a fresh one where FUZZ says how many documents to try."""
    return random.SystemRandom().getrandbits(32) if FUZZ else 2026


@pytest.fixture(scope="module")
def agreement(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> Iterator[Agreement]:
    """Both databases, filled, and what they hold."""
    file = tmp_path_factory.mktemp("agreement") / "practices.db"
    with asyncio.Runner() as runner:
        urls = (f"sqlite:///{file}", runner.run(postgres.database()))
        sides = [Side(Store(url)) for url in urls]
        try:
            rows, same = [runner.run(filled(side.store, seed)) for side in sides]
            assert rows == same
            yield Agreement(seed, rows, sides, runner)
        finally:
            for side in sides:
                runner.run(side.store.close())


async def filled(store: Store, seed: int) -> Everything:
    """Migrate the database, fill it with the rows of that seed and read them back."""
    await migrate(store)
    await load(store, two_practices(seed))
    return await everything(store)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every question's SQL, as it is sent to the database."""
    sent: list[str] = []
    read = Store.read

    async def noted(self: Store, sql: str, values: Sequence[object]) -> Any:
        sent.append(sql)
        return await read(self, sql, values)

    monkeypatch.setattr(Store, "read", noted)
    return sent
