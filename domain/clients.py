"""Clients: how a name is found, and how they wish to be reached."""

import unicodedata
from enum import StrEnum

# Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


class Channel(StrEnum):
    """How a client prefers to be reached."""

    EMAIL = "EMAIL"
    TEXT = "TEXT"


class Category(StrEnum):
    """What a client can unsubscribe from. Only ever grows."""

    REMINDERS = "REMINDERS"
    FOLLOW_UPS = "FOLLOW_UPS"
    REFERRALS = "REFERRALS"
    NEWS = "NEWS"


def folded(name: str) -> str:
    """A name as search sees it: no accents, no case, single spaces; `jose` finds `José`."""
    # Taken apart on both sides of casefold: what comes out of one may still be work for the other.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(plain.translate(_PLAIN).split())
