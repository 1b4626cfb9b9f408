"""Somebody who was called off comes back into the session's hour."""

from collections.abc import Sequence
from uuid import UUID

from db.work import Work
from db.writing import booked, sessions
from domain.booked import Booked, as_it_is, facts_of_items
from domain.changes import Change, ChangeKind, Facts
from domain.errors import BookingConflict
from domain.ids import Noun
from domain.sessions import NewItem


async def keep_hours_again(
    work: Work, key: UUID, client: UUID, override: bool, path: tuple[str, ...]
) -> None:
    """BookingConflict where others took the hour meanwhile, unless that is overridden, which is
    put on record item by item (Sessions 3). The session is not canceled any more.
    """
    session = await booked.hold_unscoped(work, key)
    over = await _over(work, session, client, override, path)
    if over:
        await booked.override(work, over)
    if session.is_canceled:
        await booked.revive(work, key)
    if over or session.is_canceled:
        work.record(_restored(session, over))


async def _over(
    work: Work, session: Booked, client: UUID, override: bool, path: tuple[str, ...]
) -> Sequence[UUID]:
    """The items whose hour is taken."""
    items = [as_it_is(item) for item in session.items]
    await sessions.hold_hours(work, {i.clinician for i in items if i.clinician}, {client})
    clashing = await sessions.conflicts(work, items, {client}, besides=session.key)
    if clashing and not override:
        raise BookingConflict(clashing, path)
    return await _taken(work, session, items, client) if clashing else ()


async def _taken(
    work: Work, session: Booked, items: Sequence[NewItem], client: UUID
) -> Sequence[UUID]:
    places = await sessions.taken(work, items, {client}, besides=session.key)
    return [session.items[place].key for place in sorted(places)]


def _restored(session: Booked, over: Sequence[UUID]) -> Change:
    before, after = _facts(session, ()), {**_facts(session, over), **_CALLED_ON}
    kind = ChangeKind.SESSION_RESTORED
    return Change(kind, Noun.SESSION, session.key, before, after, session.keys)


_CALLED_ON: Facts = {"isCanceled": False, "canceledBecause": None}


def _facts(session: Booked, over: Sequence[UUID]) -> Facts:
    items = [item.at(as_it_is(item), item.overridden or item.key in over) for item in session.items]
    called_off = {"isCanceled": session.is_canceled, "canceledBecause": session.canceled_because}
    return {**called_off, "overridden": facts_of_items(items)["overridden"]}
