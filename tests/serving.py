"""A real server on a port of its own, in this process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import uvicorn
from pydantic import SecretStr

from resolvers.house import utc_now
from server.app import create_app
from server.heads import heads
from server.settings import Settings

SECRET = "a secret that only the tests know, 32 long"
Clock = Callable[[], datetime]


@asynccontextmanager
async def serving(
    database_url: str, bus_url: str = "memory://", clock: Clock = utc_now, **more: Any
) -> AsyncIterator[str]:
    """Serve the database, with more settings if any; yields `127.0.0.1:port`."""
    settings = Settings(
        database_url=database_url,
        bus_url=bus_url,
        token_secret=SecretStr(SECRET),
        pool_size=5,
        **more,
    )
    app = create_app(settings, clock)
    listening = socket.create_server(("127.0.0.1", 0))
    # asyncio sets it only on sockets that say TCP; without it each answer waits 40 ms for an ACK.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        http=heads(settings.largest_head, settings.head_seconds),
        log_level="error",
        ws="websockets-sansio",
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    # What `serve` does, but for its signals and its looking ten times a second whether to end.
    await server.startup(sockets=[listening])
    assert server.started
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await server.shutdown(sockets=[listening])


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for what has no event of its own."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - there is none to wait for
            await asyncio.sleep(0.005)
