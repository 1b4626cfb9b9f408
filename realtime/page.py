"""Entries of the change feed that lie side by side, kept for all who come by."""

from collections.abc import Sequence
from typing import Final, Protocol
from uuid import UUID

from domain.cursor import Cursor
from domain.entry import Entry

SIZE: Final = 200
"""How many entries a page holds, and with it the most that a reader is given at once."""


class Stretch(Protocol):
    """Entries as the database has them, and where the feed ends."""

    @property
    def epoch(self) -> UUID: ...
    @property
    def head(self) -> int: ...
    @property
    def entries(self) -> Sequence[Entry]: ...


class Page:
    """What follows the entry number `start`, up to SIZE entries, with that one before them, because
    whoever asks for what follows an entry has to prove that it is the very same.
    """

    def __init__(self, start: int) -> None:
        self.start, self.end = start, start + SIZE
        self._entries: list[Entry] = []
        self._read_to = -1

    @property
    def last(self) -> int:
        """The number to read on from; that entry is read again."""
        return self._entries[-1].cursor.number if self._entries else self.start

    def holds(self, head: int) -> bool:
        """Whether nothing can be missing here of a feed that ends there."""
        return self._read_to >= min(head, self.end)

    def goes_on_as(self, news: Stretch) -> bool:
        """Whether what was read on is of the same feed: its first entry is the last one here."""
        first, last = news.entries[:1], self._entries[-1:]
        return [entry.cursor for entry in first] == [entry.cursor for entry in last] or not last

    def take(self, news: Stretch) -> Cursor:
        """Keep what was read on; the cursor of the last entry, or of the feed's end without one."""
        self._entries += news.entries[1:] if self._entries else news.entries
        self._read_to = min(news.head, self.end)
        end = Cursor(news.epoch, news.head, 0)
        return self._entries[-1].cursor if self._entries else end

    def after(self, cursor: Cursor) -> Sequence[Entry] | None:
        """What follows the entry of the cursor. None where it is no longer kept, or is another."""
        if cursor.mark == 0:
            first = self._entries[0].cursor.number if self._entries else cursor.number + 1
            return self._entries[:] if first == cursor.number + 1 else None
        place = cursor.number - self._entries[0].cursor.number if self._entries else -1
        if not 0 <= place < len(self._entries) or self._entries[place].cursor != cursor:
            return None
        return self._entries[place + 1 :]
