"""What `caseload serve` and `caseload demo` do."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from db.migrate import migrate
from server.app import create_app
from server.database import reached, wait_for, wait_for_migrated
from server.demo import offer
from server.documents import trusted
from server.guests import GUESTS
from server.listening import make_room, server_of, spare_the_collector
from server.logs import keep_log
from server.settings import Settings, read_settings
from server.tokens import Tokens

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


def serve(port: int | None) -> None:
    """Serve until somebody ends it; Amiss where it cannot be begun."""
    settings = _ready()
    with suppress(KeyboardInterrupt):
        asyncio.run(wait_for_migrated(settings))
        _serve(settings, port)


def demo(port: int | None) -> None:
    """The same with the demo's practice, and with guests whom GraphiQL signs in."""
    settings = _ready()
    with suppress(KeyboardInterrupt):
        said = asyncio.run(_offered(settings, port or settings.port))
        _serve(settings, port, GUESTS, f"{said}\n")


def _ready() -> Settings:
    """The settings of what goes on to serve. Whatever is wrong with them is said before anything
    is waited for.
    """
    settings = read_settings()
    settings.secret()
    trusted(settings)
    keep_log(settings.log_format)
    return settings


def _serve(
    settings: Settings, port: int | None, guests: Sequence[str] = (), said: str = ""
) -> None:
    make_room()
    server = server_of(create_app(settings, guests=guests), settings, port)
    spare_the_collector()
    listening = server.listen()
    # Said when it is true: whoever reads it may connect.
    print(said, end="", flush=True)
    log.info(
        "serving", at=f"http://{settings.host}:{port or settings.port}{settings.root_path}/graphql"
    )
    server.run(sockets=[listening])


async def _offered(settings: Settings, port: int) -> str:
    await wait_for(settings)
    async with reached(settings) as store:
        await migrate(store)
        return await offer(store, Tokens(settings.secret()), f"{settings.host}:{port}")
