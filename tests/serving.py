"""A real server on a port of its own, in this process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from resolvers.house import utc_now
from server.app import create_app
from server.listening import Server, server_of
from server.settings import Settings

SECRET = "a secret that only the tests know, 32 long"
Clock = Callable[[], datetime]


@asynccontextmanager
async def serving(
    database_url: str, bus_url: str = "memory://", clock: Clock = utc_now
) -> AsyncIterator[str]:
    """Serve the database; yields `127.0.0.1:port`."""
    async with running(database_url, bus_url, clock) as server:
        yield address_of(server)


@asynccontextmanager
async def running(
    database_url: str, bus_url: str = "memory://", clock: Clock = utc_now, **changed: Any
) -> AsyncIterator[Server]:
    """The server that serves the database, with some settings changed."""
    settings = Settings.model_validate(
        {
            "database_url": database_url,
            "bus_url": bus_url,
            "token_secret": SECRET,
            "port": 0,
            "pool_size": 5,
            **changed,
        }
    )
    server = server_of(create_app(settings, clock), settings)
    listening = server.listen()
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    # What `serve` does, but for its signals and its looking ten times a second whether to end.
    await server.startup(sockets=[listening])
    assert server.started
    try:
        yield server
    finally:
        await server.shutdown(sockets=[listening])


def address_of(server: Server) -> str:
    """`127.0.0.1:port`."""
    host, port = server.servers[0].sockets[0].getsockname()
    return f"{host}:{port}"


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for what has no event of its own."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - there is none to wait for
            await asyncio.sleep(0.005)
