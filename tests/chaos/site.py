"""Two processes, each behind wires that can be cut, and the servers that they depend on."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from tests.live.processes import Server
from tests.machines.cut import Cut, Wire, cut_before
from tests.machines.postgres import PostgresServer
from tests.machines.redis import RedisServer


@dataclass
class Door:
    """One process, and the wires that lead to it and on from it."""

    server: Server
    front: Cut
    bus: Cut
    database: Cut

    @property
    def address(self) -> str:
        """Where front ends find it."""
        return f"127.0.0.1:{self.front.port}"

    @property
    def wires(self) -> Sequence[Cut]:
        """All of them."""
        return self.front, self.bus, self.database

    async def up(self) -> None:
        """Bring the process up, or do nothing if it is."""
        self.server.begin()
        await asyncio.to_thread(self.server.wait)


@dataclass
class Site:
    """All that can be broken. `database_url` goes round every wire."""

    postgres: PostgresServer
    redis: RedisServer
    database_url: str
    doors: Sequence[Door]

    async def heal(self) -> None:
        """Bring back whatever is down, frozen or mute."""
        self.redis.thaw()
        self.redis.start()
        self.postgres.start()
        for wire in (wire for door in self.doors for wire in door.wires):
            wire.wire = Wire.PASSES
        await asyncio.gather(*[door.up() for door in self.doors])

    def news(self) -> str:
        """What the processes have said since this was asked last."""
        return "".join(f"--- {door.address}\n{door.server.news()}" for door in self.doors)


@asynccontextmanager
async def open_site(
    postgres: PostgresServer, redis: RedisServer, database_url: str, folder: Path
) -> AsyncIterator[Site]:
    """A site in good health, of two processes."""
    async with AsyncExitStack() as stack:
        doors = [
            await stack.enter_async_context(_door(redis.port, database_url, folder / f"{name}.log"))
            for name in ("one", "two")
        ]
        site = Site(postgres, redis, database_url, doors)
        await site.heal()
        yield site


@asynccontextmanager
async def _door(redis_port: int, database_url: str, log: Path) -> AsyncIterator[Door]:
    direct = make_url(database_url)
    assert direct.port is not None
    async with cut_before(redis_port) as bus, cut_before(direct.port) as database:
        url = direct.set(port=database.port).render_as_string(hide_password=False)
        server = Server(url, f"redis://127.0.0.1:{bus.port}", log)
        async with cut_before(server.port) as front:
            try:
                yield Door(server, front, bus, database)
            finally:
                server.kill()
