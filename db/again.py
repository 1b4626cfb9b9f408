"""Failures of the moment, told apart from failures of the change itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from asyncpg import (
    AdminShutdownError,
    CannotConnectNowError,
    CrashShutdownError,
    PostgresConnectionError,
    TooManyConnectionsError,
)
from sqlalchemy.exc import DBAPIError

# Serialization failure, deadlock, lock not to be had: PostgreSQL undid the change for the sake of
# others, not for what it says.
_PASSING: Final = frozenset({"40001", "40P01", "55P03"})
# SQLITE_BUSY and SQLITE_LOCKED, whichever of their extended codes.
_TAKEN: Final = frozenset({5, 6})


# The database is away, as it is for a moment whenever it is restarted.
AWAY: Final = (
    OSError,
    PostgresConnectionError,
    AdminShutdownError,
    CrashShutdownError,
    CannotConnectNowError,
    TooManyConnectionsError,
)


class TryAgain(Exception):
    """Nothing was changed, and the same question or change may well succeed in a moment."""


@contextmanager
def told_apart() -> Iterator[None]:
    """Raise TryAgain for what passes by itself: locks that others have, a lost connection, a
    database that is away.
    """
    try:
        yield
    except AWAY as error:
        raise TryAgain from error
    except DBAPIError as error:
        if error.connection_invalidated or _passes(error):
            raise TryAgain from error
        raise


def _passes(error: DBAPIError) -> bool:
    if isinstance(error.orig and error.orig.__cause__, AWAY):
        return True
    if getattr(error.orig, "sqlstate", None) in _PASSING:
        return True
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _TAKEN
