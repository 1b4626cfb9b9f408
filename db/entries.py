"""The change feed, read to be told: a stretch of it in one statement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, select

from db.store import Store
from db.tables import changes, clients, feeds, members
from domain.cursor import Cursor
from domain.entry import Actor, Entry
from domain.ids import Noun
from domain.keys import heard


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries of the asked numbers that are still kept, in order, and where the feed ends."""

    epoch: UUID
    head: int
    entries: tuple[Entry, ...]


_asked = and_(
    changes.c.organization_id == feeds.c.organization_id,
    changes.c.number.between(bindparam("least"), bindparam("most")),
)
_member = and_(
    members.c.organization_id == changes.c.organization_id, members.c.id == changes.c.actor_id
)
_client = and_(
    clients.c.organization_id == changes.c.organization_id, clients.c.id == changes.c.actor_id
)
_STRETCH = (
    select(
        feeds.c.head,
        feeds.c.epoch,
        changes,
        members.c.name.label("member_name"),
        clients.c.given_name,
        clients.c.family_name,
    )
    .select_from(
        feeds.outerjoin(changes, _asked).outerjoin(members, _member).outerjoin(clients, _client)
    )
    .where(feeds.c.organization_id == bindparam("organization"))
    .order_by(changes.c.number)
)


async def stretch(store: Store, organization: UUID, least: int, most: int) -> Stretch:
    """The entries of an organization's feed from one number to another, both included."""
    asked = {"organization": organization, "least": least, "most": most}
    async with store.reading() as tx:
        rows = (await tx.execute(_STRETCH, asked)).all()
    entries = tuple(_entry(row) for row in rows if row.number is not None)
    return Stretch(rows[0].epoch, rows[0].head, entries)


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        Cursor(row.epoch, row.number, row.mark),
        row.at,
        _actor(row),
        row.kind,
        Noun(row.noun),
        row.noun_id,
        tuple(row.fields),
        heard(row.keys_before),
        heard(row.keys_after),
        row.idempotency_key,
    )


def _actor(row: Row[Any]) -> Actor | None:
    if row.member_name is not None:
        return Actor(Noun.MEMBER, row.actor_id, row.member_name)
    if row.given_name is not None:
        return Actor(Noun.CLIENT, row.actor_id, f"{row.given_name} {row.family_name}")
    return None
