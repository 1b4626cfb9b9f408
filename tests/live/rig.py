"""Two processes on one database and one Redis, each of which may be maltreated."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from db.store import Store
from tests.conftest import migrated
from tests.live.processes import Server, start_all
from tests.machines.postgres import PostgresServer, start_postgres
from tests.machines.redis import RedisServer


@dataclass
class Pair:
    """Two processes that serve one database: views are open at one, changes made at the other."""

    database_url: str
    bus_url: str
    near: Server
    far: Server

    @classmethod
    def on(cls, database_url: str, bus_url: str, folder: Path) -> "Pair":
        """Two that are not started yet."""
        near = Server(database_url, bus_url, folder / "near.log")
        far = Server(database_url, bus_url, folder / "far.log")
        return cls(database_url, bus_url, near, far)

    def start(self) -> None:
        """Bring up both, or whichever is down."""
        start_all(self.near, self.far)

    def kill(self) -> None:
        """End both."""
        self.near.kill()
        self.far.kill()

    def news(self) -> str:
        """What both have said since this was asked last."""
        return f"--- near\n{self.near.news()}--- far\n{self.far.news()}"


@dataclass
class Rig:
    """A pair and the servers that it depends on."""

    postgres: PostgresServer
    redis: RedisServer
    pair: Pair

    def heal(self) -> None:
        """Bring back whatever is frozen or down."""
        self.redis.thaw()
        self.redis.start()
        self.postgres.start()
        self.pair.start()


@contextmanager
def build_rig(redis: RedisServer, folder: Path) -> Iterator[Rig]:
    """A rig in good health."""
    with start_postgres(own=True) as postgres:
        url = asyncio.run(lasting(postgres))
        pair = Pair.on(url, redis.url, folder)
        try:
            pair.start()
            yield Rig(postgres, redis, pair)
        finally:
            pair.kill()


async def lasting(postgres: PostgresServer) -> str:
    """A migrated database that outlives a crash of its server."""
    url = await migrated(await postgres.database())
    # The tests' servers forget what was just committed when they crash; a real one does not.
    store = Store(url)
    async with store.transaction() as tx:
        await tx.execute(text(f'ALTER DATABASE "{store.url.database}" SET synchronous_commit = on'))
    await store.close()
    return url
