"""Rows of the change feed that nobody comes back for any more, deleted in bites."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, delete, func, select

from db.store import Store
from db.tables import changes, feeds
from db.types import Instant

BITE: Final = 500
"""How many rows are looked at and deleted in one transaction, so that no change waits long."""

_of_feed = changes.c.organization_id == feeds.c.organization_id
_oldest = select(func.min(changes.c.number)).where(_of_feed).scalar_subquery()
_newest = select(func.max(changes.c.number)).where(_of_feed).scalar_subquery()
_FEEDS = select(feeds.c.organization_id, _oldest.label("oldest"), _newest.label("newest")).where(
    _oldest < _newest
)
_before = and_(
    changes.c.organization_id == bindparam("organization"),
    changes.c.number < bindparam("bound"),
)
_RECENT = (
    select(changes.c.number)
    .where(_before, changes.c.at >= bindparam("since", type_=Instant()))
    .order_by(changes.c.number)
    .limit(1)
)
_FORGET = delete(changes).where(_before)


async def forget(store: Store, since: datetime) -> int:
    """Delete a bite of what was written before, of each feed; how many rows went. Any number of
    processes may do so at once: each deletes what is still there.

    Only ever a feed's beginning goes, so that what is kept has no gap; and never its newest row,
    because whoever knows that one has missed nothing, however long ago it was written.
    """
    async with store.reading() as tx:
        found = (await tx.execute(_FEEDS)).all()
    gone = 0
    for organization, oldest, newest in found:
        bounds = {"organization": organization, "bound": min(oldest + BITE, newest)}
        first = await _first_kept(store, bounds, since)
        if first != oldest:
            gone += await _forget_before(store, {**bounds, "bound": first})
    return gone


async def _first_kept(store: Store, bounds: Mapping[str, object], since: datetime) -> object:
    async with store.reading() as tx:
        recent = (await tx.execute(_RECENT, {**bounds, "since": since})).scalar()
    return bounds["bound"] if recent is None else recent


async def _forget_before(store: Store, bounds: Mapping[str, object]) -> int:
    async with store.transaction() as tx:
        return (await tx.execute(_FORGET, bounds)).rowcount
