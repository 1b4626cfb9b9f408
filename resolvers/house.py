"""What every question and change needs at hand: the database, the bus, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from db.store import Store
from realtime.bus import Bus
from resolvers.viewers import Register


def utc_now() -> datetime:
    """The one look at the clock; everything below is told the time."""
    return datetime.now(UTC)


# Compared by identity: it is asked for by every token that is remembered.
@dataclass(frozen=True, slots=True, eq=False)
class House:
    """The parts of one process."""

    store: Store
    bus: Bus
    register: Register
    clock: Callable[[], datetime] = utc_now
