"""What was made once is remembered, as long as there is room for it: by size, not by number,
because clients send what they like, and a thousand of the largest documents would be gigabytes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class CacheInfo(NamedTuple):
    """How often something was at hand, and how much is."""

    hits: int
    misses: int
    maxsize: int
    currsize: int


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

    def cache_info(self) -> CacheInfo:
        """The figures that `functools.lru_cache` tells, `maxsize` in bytes."""
        return CacheInfo(self._hits, self._misses, self._room, len(self._kept))

    def _keep(self, key: Key, made: Made) -> None:
        size = self._size(key, made)
        self._kept[key] = (made, size)
        self._taken += size
        while self._taken > self._room:
            _, (_, freed) = self._kept.popitem(last=False)
            self._taken -= freed
