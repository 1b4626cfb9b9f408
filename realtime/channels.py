"""What a channel is called and what is said on it."""

import uuid
from typing import Final

RESYNC: Final = "resync"
"""The message that stands for "what happened before this is unknown"."""

_LONGEST: Final = len(str(2**63 - 1))


def bells_of(organization: uuid.UUID) -> str:
    """The channel on which one organization's bells are rung."""
    return f"caseload:bells:{organization.hex}"


def encode(head: int) -> str:
    """A bell: the number of the newest entry of the change feed, in decimal digits."""
    return str(head)


def decode(text: str) -> int | None:
    """The head a bell tells of; None for RESYNC and for junk.

    Junk is a reason to look at the feed as well: something was said and not understood.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST
    return int(text) if plain else None
