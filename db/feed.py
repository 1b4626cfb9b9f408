"""The change feed, read: what changed since a number, in commit order."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select, update

from db.store import Store
from db.tables import changes, feeds
from db.touched import Touched, touched
from domain.ids import new_key

MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Heard:
    """What the feed says since a number. `touched` tells the tables written and whom that
    concerns; None: too much to tell apart, no longer kept, or another epoch, so anything may have
    changed.
    """

    head: int
    epoch: UUID
    touched: Touched | None


async def since(store: Store, organization: UUID, after: int, epoch: UUID | None) -> Heard:
    """What the organization's feed says after the number; `epoch` is the one it was read under."""
    newer = and_(changes.c.organization_id == feeds.c.organization_id, changes.c.number > after)
    wanted = (
        select(
            feeds.c.head,
            feeds.c.epoch,
            changes.c.number,
            changes.c.noun,
            changes.c.keys_before,
            changes.c.keys_after,
            changes.c.tables,
        )
        .select_from(feeds.outerjoin(changes, newer))
        .where(feeds.c.organization_id == organization)
        .order_by(changes.c.number)
        .limit(MOST_ROWS + 1)
    )
    async with store.reading() as tx:
        rows = (await tx.execute(wanted)).all()
    head, now = rows[0].head, rows[0].epoch
    is_whole = head == after or rows[0].number == after + 1
    if not is_whole or len(rows) > MOST_ROWS or epoch not in (None, now):
        return Heard(head, now, None)
    return Heard(head, now, touched(row for row in rows if row.noun is not None))


async def renew(store: Store) -> None:
    """Give every feed a new epoch: cursors of the old one are good for nothing."""
    async with store.transaction() as tx:
        for (organization,) in (await tx.execute(select(feeds.c.organization_id))).all():
            own = feeds.c.organization_id == organization
            await tx.execute(update(feeds).where(own).values(epoch=new_key()))
