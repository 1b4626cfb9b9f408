"""Whether the database can be reached: which one it is, and why not, without its password."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from asyncpg import InterfaceError, PostgresError
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from db.again import TryAgain
from db.store import Store

PATIENCE = 5.0
POSTGRES_PORT = 5432
Look: TypeAlias = Callable[[Store], Awaitable[None]]


async def connected(store: Store) -> None:
    """Open a connection, and nothing else."""
    async with store.reading():
        pass


async def why_away(store: Store, look: Look = connected) -> str | None:
    """Why a look at the database fails, in one line; None where it does not. Takes five seconds at
    most: a network that swallows everything says nothing for minutes.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            await look(store)
            return None
    except TimeoutError:
        return f"no answer within {PATIENCE:.0f} seconds"
    except TryAgain as passing:
        return _line(passing.__cause__ or passing)
    except DBAPIError as error:
        return _line(error.orig or error)
    except (PostgresError, InterfaceError, sqlite3.Error) as error:
        return _line(error)


def _line(error: BaseException) -> str:
    said, *_ = str(error).splitlines() or [""]
    return said or type(error).__name__


def place_of(url: URL) -> str:
    """The file, or the host, port and name. Not the URL, whose options may be secret."""
    if url.host is None and url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.host or 'localhost'}:{url.port or POSTGRES_PORT}/{url.database or ''}"
