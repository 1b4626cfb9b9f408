"""Changes that may be sent twice, and are done once (domain: Always)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.errors import IdempotencyKeyReused, Invalid

KEPT = timedelta(hours=24)
_KEY = re.compile(r"[!-~]{1,200}")
PATH = ("input", "idempotencyKey")


@dataclass(frozen=True, slots=True)
class Once:
    """A change that carries a key. `input` tells one change from another, `selection` one answer
    to it from another; both are digests.
    """

    key: str
    input: str
    selection: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered to a key."""

    input: str
    selection: str
    answer: Mapping[str, object]


def faults_in_key(key: str | None) -> list[Invalid]:
    """A key is 1 to 200 visible ASCII characters; a UUID is a good one."""
    if key is None or _KEY.fullmatch(key):
        return []
    told = "An idempotency key is 1 to 200 visible ASCII characters, without spaces."
    return [Invalid(told, PATH)]


def must_be_the_same(kept: Kept, once: Once) -> None:
    """IdempotencyKeyReused where the key stands for another change."""
    if kept.input != once.input:
        raise IdempotencyKeyReused(path=PATH)
