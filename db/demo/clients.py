"""The people treated."""

import unicodedata
from datetime import datetime
from uuid import UUID

from db.demo.draft import Draft, add, chance, office_hour
from db.demo.setups import Setup
from db.tables import clients

# Letters that carry their stroke or dot in themselves, so that no decomposition takes it off.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "ß": "ss"})


def add_clients(draft: Draft, setup: Setup) -> list[UUID]:
    """`setup.clients` people, no two with one name; some without e-mail or phone."""
    picked = draft.rng.sample(range(len(setup.given) * len(setup.family)), setup.clients)
    return [_add_somebody(draft, setup, nth, pick) for nth, pick in enumerate(picked)]


def add_client(
    draft: Draft, at: datetime, given: str, family: str, email: str | None, phone: str | None
) -> UUID:
    """One client, by name."""
    return add(
        draft,
        clients,
        at,
        given_name=given,
        family_name=family,
        email=email,
        phone=phone,
        is_archived=False,
    )


def _add_somebody(draft: Draft, setup: Setup, nth: int, pick: int) -> UUID:
    first, last = divmod(pick, len(setup.family))
    given, family = setup.given[first], setup.family[last]
    email = f"{_plain(given)}.{_plain(family)}@{setup.mail_host}"
    hundred, rest = divmod(nth, 100)
    phone = f"{setup.phones[hundred]}{rest:02}"
    at = office_hour(draft, draft.rng.randrange(90, 400))
    mailless, phoneless = chance(draft, 12), chance(draft, 15)
    return add_client(
        draft, at, given, family, None if mailless else email, None if phoneless else phone
    )


def _plain(name: str) -> str:
    """The name in the letters of an e-mail address."""
    bare = unicodedata.normalize("NFKD", name.lower().translate(_STROKES))
    return "".join(c for c in bare if c.isascii() and c.isalpha())
