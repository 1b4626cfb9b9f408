"""A real server on a port of its own, in this process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette

from resolvers.house import utc_now
from server.app import create_app
from server.listening import Server, server_of
from server.settings import Settings

SECRET = "a secret that only the tests know, 32 long"
Clock = Callable[[], datetime]
Kind = TypeVar("Kind", bound=uvicorn.Server)


@asynccontextmanager
async def serving(
    database_url: str,
    bus_url: str = "memory://",
    clock: Clock = utc_now,
    guests: Sequence[str] = (),
    **more: Any,
) -> AsyncIterator[str]:
    """Serve the database, with more settings if any; yields `127.0.0.1:port`."""
    async with running(database_url, bus_url, clock, guests, **more) as server:
        yield address_of(server)


@asynccontextmanager
async def running(
    database_url: str,
    bus_url: str = "memory://",
    clock: Clock = utc_now,
    guests: Sequence[str] = (),
    **changed: Any,
) -> AsyncIterator[Server]:
    """The server that serves the database, with some settings changed."""
    settings = settings_for(database_url, bus_url, **changed)
    server = server_of(create_app(settings, clock, guests), settings)
    async with _started(server, server.listen()):
        yield server


@asynccontextmanager
async def hosting(app: Starlette) -> AsyncIterator[str]:
    """Run any application; yields `127.0.0.1:port`."""
    config = uvicorn.Config(
        app,
        log_level="error",
        ws="websockets-sansio",
    )
    server = uvicorn.Server(config)
    async with _started(server, socket.create_server(("127.0.0.1", 0))):
        yield address_of(server)


@asynccontextmanager
async def _started(server: Kind, listening: socket.socket) -> AsyncIterator[Kind]:
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    # What `serve` does, but for its signals and its looking ten times a second whether to end.
    await server.startup(sockets=[listening])
    assert server.started
    try:
        yield server
    finally:
        await server.shutdown(sockets=[listening])


def settings_for(database_url: str, bus_url: str = "memory://", **changed: Any) -> Settings:
    """Of a server of the tests."""
    usual = {"token_secret": SECRET, "port": 0, "pool_size": 5, "request_log": False}
    given = {"database_url": database_url, "bus_url": bus_url, **usual, **changed}
    return Settings.model_validate(given)


def address_of(server: uvicorn.Server) -> str:
    """`127.0.0.1:port`."""
    host, port = server.servers[0].sockets[0].getsockname()
    return f"{host}:{port}"


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for what has no event of its own."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - there is none to wait for
            await asyncio.sleep(0.005)
