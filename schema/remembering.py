"""What was made once is remembered, as long as there is room for it: by size, not by number,
because clients send what they like, and a thousand of the largest documents would be gigabytes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from db.reading.plan import Plan

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


# Measured: what a document takes for each of its characters, and a plan for each bound value.
BYTES_A_CHARACTER = 120
BYTES_A_VALUE = 1000
ROOM = 200_000_000


class Counts(NamedTuple):
    """How often something was at hand or had to be made, how many are kept now, and roughly the
    bytes that these take and may take.
    """

    hits: int
    misses: int
    kept: int
    taken: int
    room: int


class Remembered(Generic[Key, Made]):
    """Makes something for a key, once; what was not asked for longest is forgotten first. `size` is
    roughly what one takes in bytes, `room` how many all may take.
    """

    def __init__(
        self, make: Callable[..., Made], size: Callable[[Key, Made], int], room: int
    ) -> None:
        self._make, self._size, self._room = make, size, room
        self._kept: OrderedDict[Key, tuple[Made, int]] = OrderedDict()
        self._taken = self._hits = self._misses = 0

    def __call__(self, key: Key, *beside: object) -> Made:
        """What was made for the key, or is made now with what is at hand beside it. What making
        raises is not remembered.
        """
        kept = self._kept.get(key)
        if kept is not None:
            self._hits += 1
            self._kept.move_to_end(key)
            return kept[0]
        self._misses += 1
        made = self._make(key, *beside)
        self._keep(key, made)
        return made

    def counts(self) -> Counts:
        """The figures since the process began."""
        return Counts(self._hits, self._misses, len(self._kept), self._taken, self._room)

    def _keep(self, key: Key, made: Made) -> None:
        size = self._size(key, made)
        self._kept[key] = (made, size)
        self._taken += size
        while self._taken > self._room:
            _, (_, freed) = self._kept.popitem(last=False)
            self._taken -= freed


def size_of_plans(plans: Iterable[Plan], text: str) -> int:
    """What plans take, and the document that they are of: its nodes are where values come from."""
    of_plans = sum(len(plan.sql) + BYTES_A_VALUE * len(plan.makers) for plan in plans)
    return of_plans + BYTES_A_CHARACTER * len(text)
