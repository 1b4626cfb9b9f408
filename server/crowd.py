"""Who is here: the connections that stay open, sockets and streams alike, and how many may be."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Final
from uuid import UUID

from server.settings import Settings

# Asked to go, clients go to another process at once; a few at a time spares that one the rush.
TICK_SECONDS = 0.05
LEAST_PER_TICK = 10

KINDS: Final = ("websocket", "stream")
CAPS: Final = ("address", "strangers", "viewer", "operations")


class Full(Exception):
    """There are as many as there may be; the message says of what, and what to do."""


@dataclass(eq=False, slots=True)
class Seat:
    """One connection's place. It is a stranger's until `Crowd.introduce`; `leaving` is done once
    the server wants the connection to go elsewhere.
    """

    door: str
    kind: str
    viewer: UUID | None = None
    leaving: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Crowd:
    """Everybody who is connected to this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seats: set[Seat] = set()
        # By door and by viewer, strangers together under None.
        self._taken: Counter[str | UUID | None] = Counter()
        # By what there were too many of.
        self.refused: Counter[str] = Counter()
        self.is_leaving = False

    def __len__(self) -> int:
        return len(self._seats)

    @contextmanager
    def seat(self, address: str, kind: str) -> Iterator[Seat]:
        """A place for a connection from the address, one of KINDS; Full where there is none."""
        seat = self._admit(door_of(address), kind)
        try:
            yield seat
        finally:
            self._seats.remove(seat)
            self._count(seat.door, -1)
            self._count(seat.viewer, -1)

    def _admit(self, door: str, kind: str) -> Seat:
        if self._taken[door] >= self._settings.connections_per_address:
            told = "Too many connections from your address: close some, try again later."
            raise self.full("address", told)
        if self._taken[None] >= self._settings.strangers:
            told = "Too many connections that nobody has signed in on: try again later."
            raise self.full("strangers", told)
        seat = Seat(door, kind)
        self._seats.add(seat)
        self._count(door, 1)
        self._count(None, 1)
        return seat

    def introduce(self, seat: Seat, viewer: UUID) -> None:
        """The connection is the viewer's now; Full where they have as many as they may."""
        if self._taken[viewer] >= self._settings.connections_per_viewer:
            told = "Too many connections of yours: close some, then connect again."
            raise self.full("viewer", told)
        self._count(seat.viewer, -1)
        seat.viewer = viewer
        self._count(viewer, 1)

    def full(self, cap: str, told: str) -> Full:
        """That one more is refused, by one of CAPS."""
        self.refused[cap] += 1
        return Full(told)

    def seated(self, kind: str) -> int:
        """How many connections of the kind are open."""
        return sum(seat.kind == kind for seat in self._seats)

    def _count(self, whose: str | UUID | None, more: int) -> None:
        self._taken[whose] += more
        if not self._taken[whose]:
            del self._taken[whose]

    async def clear(self, seconds: float) -> None:
        """Ask everybody to go, within so many seconds."""
        self.is_leaving = True
        seats = list(self._seats)
        share = max(LEAST_PER_TICK, ceil(len(seats) * TICK_SECONDS / seconds))
        for first in range(0, len(seats), share):
            for seat in seats[first : first + share]:
                seat.leaving.set_result(None)
            await asyncio.sleep(TICK_SECONDS)


def door_of(address: str) -> str:
    """What counts as one address: of IPv6 the /64, which is what one customer is given."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if not isinstance(ip, IPv6Address):
        return address
    return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
