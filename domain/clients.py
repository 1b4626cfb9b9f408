"""Clients: how a name is found."""

import unicodedata

# Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def folded(name: str) -> str:
    """A name as search sees it: no accents, no case, single spaces; `jose` finds `José`."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(plain.split())
