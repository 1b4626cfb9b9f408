"""A real server on a port of its own, in this process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from resolvers.house import utc_now
from server.app import create_app
from server.settings import Settings

SECRET = "a secret that only the tests know, 32 long"
Clock = Callable[[], datetime]


@asynccontextmanager
async def serving(
    database_url: str,
    bus_url: str = "memory://",
    clock: Clock = utc_now,
    guests: Sequence[str] = (),
    **more: Any,
) -> AsyncIterator[str]:
    """Serve the database, with more settings if any; yields `127.0.0.1:port`."""
    settings = settings_for(database_url, bus_url, **more)
    async with running(create_app(settings, clock, guests)) as address:
        yield address


def settings_for(database_url: str, bus_url: str = "memory://", **more: Any) -> Settings:
    """Of a server of the tests."""
    return Settings(
        database_url=database_url,
        bus_url=bus_url,
        token_secret=SecretStr(SECRET),
        pool_size=5,
        **more,
    )


@asynccontextmanager
async def running(
    app: Starlette, port: int = 0, certificate: Path | None = None
) -> AsyncIterator[str]:
    """Run the application, with a certificate by TLS; yields `127.0.0.1:port`."""
    listening = socket.create_server(("127.0.0.1", port))
    # asyncio sets it only on sockets that say TCP; without it each answer waits 40 ms for an ACK.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        http=getattr(app.state, "heads", "auto"),
        log_level="error",
        ws="websockets-sansio",
        ssl_certfile=certificate,
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
