"""Keys are UUIDv7; at the API's edge an id names its noun: `case_0193…` (32 hex digits)."""

import os
import time
from enum import StrEnum
from uuid import UUID

_DIGITS = frozenset("0123456789abcdef")


class Noun(StrEnum):
    """What a record is; also the prefix of its public id."""

    ORGANIZATION = "organization"
    LOCATION = "location"
    MEMBER = "member"
    SERVICE = "service"
    CLIENT = "client"
    CASE = "case"
    CYCLE = "cycle"
    RUN = "run"
    SESSION = "session"
    ITEM = "item"
    ATTENDANCE = "attendance"
    ENTRY = "entry"
    MILESTONE = "milestone"
    TODO = "todo"
    AUDIT = "audit"


_newest = 0


def new_key() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, 74 random bits, so keys sort by creation. One
    that would come before the last, made in the same millisecond, is the one after it instead.
    """
    global _newest
    _newest = max(key_at(time.time_ns() // 1_000_000).int, _newest + 1)
    return UUID(int=_newest)


def key_at(ms: int) -> UUID:
    """A key as if made at that millisecond."""
    random = int.from_bytes(os.urandom(10), "big")
    high, low = random >> 68, random & ((1 << 62) - 1)
    return UUID(int=(ms << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)


def public_id(noun: Noun, key: UUID) -> str:
    """The id that front ends see."""
    return f"{noun}_{key.hex}"


def key_of(noun: Noun, text: str) -> UUID | None:
    """The key in a public id of `noun`; None for anything else, like an unknown id. A record has
    one id: what Python would also read as its digits (capitals, `0x`) is none.
    """
    prefix, _, digits = text.rpartition("_")
    if prefix != noun or len(digits) != 32 or not _DIGITS.issuperset(digits):
        return None
    return UUID(int=int(digits, 16))


def noun_of(text: str) -> Noun | None:
    """The noun that a public id names; None where it names none."""
    prefix = text.rpartition("_")[0]
    return Noun(prefix) if prefix in Noun._value2member_map_ else None
