"""As whom anyone may look round in the demo, and what is worth trying there."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from db.addresses import Person, reached_by
from db.demo import DemoPractice, look_up
from db.store import Store
from domain.ids import Noun, public_id
from server.tokens import Tokens

GUESTS = (
    "manager@demo.example",
    "clinician@demo.example",
    "clinician2@demo.example",
    "staff@demo.example",
    "admin@demo.example",
    "owner@demo.example",
    "client@demo.example",
    "owner@other.example",
)
TOKEN_LASTS = timedelta(hours=12)


async def welcome(
    store: Store, tokens: Tokens, guests: Sequence[str], clock: Callable[[], datetime]
) -> dict[str, object]:
    """What GraphiQL begins with: `guests`, a token each; the demo's `practice`, and the open
    `attendances` of its case by their session's start. Outside the demo all of it is empty.
    """
    if not guests:
        return {"guests": [], **_worth_trying(None)}
    async with store.reading() as tx:
        met, edge = await reached_by(tx, guests), await look_up(tx)
    # Whoever else has been given such an address since is no guest.
    first = {guest.email: guest for guest in reversed(met)}
    introduced = [_introduced(first[email], tokens, clock()) for email in guests if email in first]
    return {"guests": introduced, **_worth_trying(edge)}


def _worth_trying(edge: DemoPractice | None) -> dict[str, object]:
    if edge is None:
        return {"practice": "", "attendances": []}
    return {
        "practice": public_id(Noun.ORGANIZATION, edge.organization),
        "attendances": [public_id(Noun.ATTENDANCE, key) for key in edge.attendances],
    }


def _introduced(guest: Person, tokens: Tokens, now: datetime) -> dict[str, str]:
    return {
        "name": guest.name,
        "email": guest.email,
        "role": guest.role,
        "practice": guest.practice,
        "token": tokens.sign(guest.noun, guest.key, now, TOKEN_LASTS),
    }
