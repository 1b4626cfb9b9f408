"""Clients: how a name is found."""

import unicodedata

# Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def folded(name: str) -> str:
    """A name as search sees it: no accents, no case, single spaces; `jose` finds `José`."""
    # Taken apart on both sides of casefold: what comes out of one may still be work for the other.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(plain.translate(_PLAIN).split())
