"""What every question and change needs at hand: the database, the bus, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from db.store import Store
from realtime.bus import Bus


def utc_now() -> datetime:
    """The one look at the clock; everything below is told the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """The parts of one process."""

    store: Store
    bus: Bus
    clock: Callable[[], datetime] = utc_now
