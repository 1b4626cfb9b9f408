"""The change feed as it is told: its entries, and which of them somebody wants."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.changes import ChangeKind
from domain.cursor import Cursor
from domain.ids import Noun
from domain.keys import Aspect, Keys


class Continuity(StrEnum):
    """Whether somebody who follows the feed has been told of everything."""

    CONTINUED = "CONTINUED"
    RESYNC_REQUIRED = "RESYNC_REQUIRED"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made a change: a member, or a client, under the name that they have now."""

    noun: Noun
    key: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change of one record. `before` and `after` say whom, where and when it concerned; an aspect
    that is absent is not spoken of.
    """

    cursor: Cursor
    at: datetime
    actor: Actor | None
    kind: ChangeKind
    noun: Noun
    key: UUID
    fields: tuple[str, ...]
    before: Keys
    after: Keys
    idempotency_key: str | None

    def names(self, aspect: Aspect, key: UUID) -> bool:
        """Whether the change says that it concerns the record, or is the record's own."""
        said = (keys.get(aspect, frozenset()) for keys in (self.before, self.after))
        return self.key == key or any(key in keys for keys in said)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to be told of; None: of all. `about` names records, all of which a change
    must concern.
    """

    kinds: frozenset[ChangeKind] | None
    nouns: frozenset[Noun] | None
    about: frozenset[tuple[Aspect, UUID]]

    def takes(self, entry: Entry) -> bool:
        """Whether the entry is wanted."""
        return (
            (self.kinds is None or entry.kind in self.kinds)
            and (self.nouns is None or entry.noun in self.nouns)
            and all(entry.names(aspect, key) for aspect, key in self.about)
        )
