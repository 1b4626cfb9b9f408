"""The change feed, read: what changed since a place, in commit order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select, update

from db.store import Store
from db.tables import changes, feeds
from db.touched import Touched, touched
from domain.cursor import Cursor
from domain.ids import new_key

MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Heard:
    """What the feed says since a place: where it ends, the tables written and whom that concerns.
    `touched` is None where anything may have changed: it is too much to tell apart, or the place is
    no longer kept, or of another feed, as after a restore.
    """

    end: Cursor
    touched: Touched | None


async def since(store: Store, organization: UUID, place: Cursor | None) -> Heard:
    """What the organization's feed says after the place; None: only where it ends."""
    least = feeds.c.head if place is None else place.number
    rest = and_(changes.c.organization_id == feeds.c.organization_id, changes.c.number >= least)
    wanted = (
        select(
            feeds.c.head,
            feeds.c.epoch,
            changes.c.number,
            changes.c.mark,
            changes.c.noun,
            changes.c.keys_before,
            changes.c.keys_after,
            changes.c.tables,
        )
        .select_from(feeds.outerjoin(changes, rest))
        .where(feeds.c.organization_id == organization)
        .order_by(changes.c.number.desc())
        .limit(MOST_ROWS + 1)
    )
    async with store.reading() as tx:
        newest, *others = (await tx.execute(wanted)).all()
    end = Cursor(newest.epoch, newest.head, newest.mark or 0)
    rows = [row for row in (*reversed(others), newest) if row.number is not None]
    if place is None or not _goes_on(place, end, rows):
        return Heard(end, None)
    return Heard(end, touched(row for row in rows if row.number > place.number))


def _goes_on(place: Cursor, end: Cursor, rows: Sequence[Row[Any]]) -> bool:
    """Whether the rows are all that follows the place, with its own row before them: by the mark of
    that one a restored feed is known, which gives numbers out again.
    """
    if place.epoch != end.epoch:
        return False
    if place.mark == 0:
        return end.number == place.number or (bool(rows) and rows[0].number == place.number + 1)
    return bool(rows) and (rows[0].number, rows[0].mark) == (place.number, place.mark)


async def renew(store: Store) -> None:
    """Give every feed a new epoch: cursors of the old one are good for nothing."""
    async with store.transaction() as tx:
        for (organization,) in (await tx.execute(select(feeds.c.organization_id))).all():
            own = feeds.c.organization_id == organization
            await tx.execute(update(feeds).where(own).values(epoch=new_key()))
