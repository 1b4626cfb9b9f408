"""A change feed on paper: what is written, forgotten, restored; and how often it was read."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from domain.changes import ChangeKind
from domain.cursor import Cursor, a_mark
from domain.entry import Entry
from domain.ids import Noun
from domain.keys import Aspect, only

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Excerpt:
    """A stretch of it."""

    epoch: UUID
    head: int
    entries: tuple[Entry, ...]


@dataclass
class Book:
    """One organization's. Its reads can be held up, or made to fail."""

    epoch: UUID = field(default_factory=uuid4)
    entries: list[Entry] = field(default_factory=list)
    reads: list[tuple[int, int]] = field(default_factory=list)
    failures: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    @property
    def head(self) -> int:
        return self.entries[-1].cursor.number if self.entries else 0

    def write(self, count: int = 1, case: UUID | None = None) -> None:
        """So many changes of cases, of one and the same where it is given."""
        for number in range(self.head + 1, self.head + count + 1):
            cursor, key = Cursor(self.epoch, number, a_mark()), case or uuid4()
            keys = {Aspect.CASES: only(key), Aspect.LOCATIONS: only()}
            what = (NOON, None, ChangeKind.CASE_UPDATED, Noun.CASE, key, ("title",))
            self.entries.append(Entry(cursor, *what, keys, keys, None))

    def renew(self) -> None:
        """Another epoch for the same changes."""
        self.epoch = uuid4()
        renewed = [replace(entry.cursor, epoch=self.epoch) for entry in self.entries]
        self.entries = [
            replace(entry, cursor=cursor)
            for entry, cursor in zip(self.entries, renewed, strict=True)
        ]

    async def read(self, organization: UUID, least: int, most: int) -> Excerpt:
        """What a tail is given to read by."""
        self.reads.append((least, most))
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the book is away")
        found = tuple(e for e in self.entries if least <= e.cursor.number <= most)
        excerpt = Excerpt(self.epoch, self.head, found)
        await self.open.wait()
        return excerpt
