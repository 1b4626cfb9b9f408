"""Whom, where and when a change concerns: by it a screen knows that it need not look."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

Span: TypeAlias = tuple[datetime, datetime]


class Aspect(StrEnum):
    """What the records that a change wrote have to do with. MEMBERS are the clinicians who treat,
    or whom a todo is for; SPANS run from the start to the end of a session's item. Beside whose a
    part in a session is, PARTY and PARTY_CASES name all who attend it and on which cases. Beside
    where its items take place, which LOCATIONS name all, HOMES names the location that a session
    belongs to: by it those who are limited to one see it. AWAY names the cases, and their cycles,
    that are treated elsewhere than there: they are not told of these.
    """

    CLIENTS = "clients"
    CASES = "cases"
    CYCLES = "cycles"
    SESSIONS = "sessions"
    MEMBERS = "members"
    LOCATIONS = "locations"
    SPANS = "spans"
    PARTY = "party"
    PARTY_CASES = "partyCases"
    HOMES = "homes"
    AWAY = "away"


Keys: TypeAlias = Mapping[Aspect, frozenset[Any]]
"""What a change says of every record that it wrote. An aspect that is absent is not spoken of: it
may be any. One that is there says all: none but these, and where it is empty there are none.
"""


def only(*keys: UUID | None) -> frozenset[UUID]:
    """None but these keys; a None among them is no key."""
    return frozenset(key for key in keys if key is not None)


def together(several: Iterable[Keys]) -> Keys:
    """What holds for all of them: an aspect of which one does not speak is not spoken of."""
    found = list(several)
    spoken_of = [aspect for aspect in Aspect if found and all(aspect in keys for keys in found)]
    return {aspect: frozenset().union(*[keys[aspect] for keys in found]) for aspect in spoken_of}


def touches(written: Mapping[str, Keys], read: Mapping[str, Sequence[Keys]]) -> bool:
    """Whether of what was written, by table, any may have been read, on any of the ways on which
    rows of that table are found.
    """
    shared = written.keys() & read.keys()
    return any(concerns(written[table], way) for table in shared for way in read[table])


def concerns(said: Keys, asked: Keys) -> bool:
    """Whether records of which `said` holds can be among those of which `asked` holds."""
    shared = said.keys() & asked.keys()
    return all(_meet(aspect, said[aspect], asked[aspect]) for aspect in shared)


def told(keys: Keys) -> dict[str, list[Any]]:
    """The keys as JSON can hold them: hexadecimal, spans as two instants; in order."""
    return {aspect.value: sorted(map(_plain, said)) for aspect, said in keys.items()}


def heard(found: Mapping[str, list[Any]]) -> Keys:
    """The keys that were told so."""
    return {
        Aspect(name): frozenset(map(_span if name == Aspect.SPANS else _key, said))
        for name, said in found.items()
    }


def _plain(part: UUID | Span) -> str | list[str]:
    return part.hex if isinstance(part, UUID) else [end.isoformat() for end in part]


def _key(text: str) -> UUID:
    return UUID(hex=text)


def _span(ends: list[str]) -> Span:
    return datetime.fromisoformat(ends[0]), datetime.fromisoformat(ends[1])


def _meet(aspect: Aspect, some: frozenset[Any], others: frozenset[Any]) -> bool:
    if aspect is not Aspect.SPANS:
        return not some.isdisjoint(others)
    return any(one[0] < other[1] and other[0] < one[1] for one in some for other in others)
