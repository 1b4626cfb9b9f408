"""Who is told of which change, and what of it: never more than questions show the same viewer."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from domain.access import Role, Viewer
from domain.changes import ChangeKind
from domain.entry import Entry
from domain.ids import Noun
from domain.keys import Aspect, Keys

# What belongs to the whole practice: everybody who works there sees it, wherever they do.
EVERYWHERE: Final = frozenset(
    {Noun.ORGANIZATION, Noun.LOCATION, Noun.MEMBER, Noun.SERVICE, Noun.CLIENT}
)
# By which aspect those who are limited to a location see a record. Of any other they are not told.
PLACED: Final[Mapping[Noun, Aspect]] = {
    Noun.CASE: Aspect.LOCATIONS,
    Noun.CYCLE: Aspect.LOCATIONS,
    Noun.TODO: Aspect.LOCATIONS,
    Noun.SESSION: Aspect.HOMES,
    Noun.ATTENDANCE: Aspect.HOMES,
}
# A cycle is seen by where its case is treated; the visit that consumed it may be elsewhere.
_OF_CYCLE: Final = frozenset({Aspect.CLIENTS, Aspect.CASES, Aspect.CYCLES, Aspect.LOCATIONS})

# What clients are told of (Sessions 6), by kind: which names of fields. Of the public note they
# are told, of the private one not even that there is one.
_SELF: Final = frozenset(
    {
        "givenName",
        "familyName",
        "email",
        "phone",
        "preferredChannel",
        "unsubscribedFrom",
        "status",
    }
)
FOR_CLIENTS: Final[Mapping[ChangeKind, frozenset[str]]] = {
    ChangeKind.CLIENT_REGISTERED: _SELF,
    ChangeKind.CLIENT_UPDATED: _SELF,
    ChangeKind.CLIENT_ARCHIVED: _SELF,
    ChangeKind.CLIENT_RESTORED: _SELF,
    ChangeKind.SESSION_BOOKED: frozenset({"startsAt"}),
    ChangeKind.SESSION_RESCHEDULED: frozenset({"startsAt", "endsAt", "items"}),
    ChangeKind.SESSION_CANCELED: frozenset({"isCanceled"}),
    ChangeKind.SESSION_RESTORED: frozenset({"isCanceled"}),
    ChangeKind.SESSION_NOTES_UPDATED: frozenset({"publicNote"}),
    ChangeKind.ATTENDANCE_COMPLETED: frozenset({"status"}),
    ChangeKind.ATTENDANCE_REOPENED: frozenset({"status"}),
}
_OF_CLIENT: Final = frozenset(
    {Aspect.CLIENTS, Aspect.SESSIONS, Aspect.MEMBERS, Aspect.LOCATIONS, Aspect.SPANS}
)


def scope(viewer: Viewer, entries: Iterable[Entry]) -> Hashable:
    """Viewers with an equal scope are shown the same of these entries."""
    is_client = viewer.role is Role.CLIENT
    is_own = is_client or any(_sent(entry, viewer) for entry in entries if entry.idempotency_key)
    return is_client, viewer.location, viewer.key if is_own else None


def shown(entry: Entry, viewer: Viewer) -> Entry | None:
    """The entry as the viewer may see it; None where they may not know of it."""
    found = _within(entry, viewer)
    if found is None or found.idempotency_key is None or _sent(entry, viewer):
        return found
    # The key is for the sender to know the echo by; whatever else is in it is nobody's business.
    return replace(found, idempotency_key=None)


def _sent(entry: Entry, viewer: Viewer) -> bool:
    return entry.actor is not None and entry.actor.key == viewer.key


def _within(entry: Entry, viewer: Viewer) -> Entry | None:
    if viewer.role is Role.CLIENT:
        return _for_client(entry, viewer.key)
    if viewer.location is not None:
        return _for_located(entry, viewer.location)
    return entry


def _for_located(entry: Entry, location: UUID) -> Entry | None:
    """What belongs to the location, or did before, and what belongs to the whole practice."""
    if not (entry.noun in EVERYWHERE or _is_there(entry, location)):
        return None
    if entry.noun is Noun.CYCLE:
        before, after = _kept(entry.before, _OF_CYCLE), _kept(entry.after, _OF_CYCLE)
    else:
        before, after = _without_away(entry.before), _without_away(entry.after)
    return replace(entry, before=before, after=after)


def _without_away(keys: Keys) -> Keys:
    """What is treated elsewhere is not named, though somebody visits here for it."""
    away = keys.get(Aspect.AWAY, frozenset())
    named = {each: keys[each] - away for each in (Aspect.CASES, Aspect.CYCLES) if each in keys}
    return {**keys, **named}


def _is_there(entry: Entry, location: UUID) -> bool:
    aspect = PLACED.get(entry.noun)
    places = [keys[aspect] for keys in (entry.before, entry.after) if aspect and aspect in keys]
    if entry.noun is Noun.TODO and frozenset() in places:
        return True
    return any(location in homes for homes in places)


def _for_client(entry: Entry, client: UUID) -> Entry | None:
    """What concerns the client, without a trace of others who attend, or of what it counts for."""
    if entry.kind not in FOR_CLIENTS or not _is_own(entry, client):
        return None
    fields = [name for name in entry.fields if name in FOR_CLIENTS[entry.kind]]
    if entry.kind is ChangeKind.SESSION_NOTES_UPDATED and not fields:
        return None
    return replace(
        entry,
        actor=entry.actor if entry.actor and entry.actor.key == client else None,
        fields=tuple(fields),
        before=_alone(entry.before, client),
        after=_alone(entry.after, client),
    )


def _is_own(entry: Entry, client: UUID) -> bool:
    """Whether the client's record, a session that the client attends, or the client's own part."""
    attending = [keys.get(Aspect.CLIENTS, frozenset()) for keys in (entry.before, entry.after)]
    match entry.noun:
        case Noun.CLIENT:
            return entry.key == client
        case Noun.SESSION:
            return any(client in clients for clients in attending)
        case Noun.ATTENDANCE:
            # A part is one client's. Where several are named, whose it is cannot be known.
            return all(clients == {client} for clients in attending)
        case _:
            return False


def _alone(keys: Keys, client: UUID) -> Keys:
    own = keys.get(Aspect.CLIENTS, frozenset()) & {client}
    return {**_kept(keys, _OF_CLIENT), Aspect.CLIENTS: own}


def _kept(keys: Keys, aspects: Collection[Aspect]) -> Keys:
    return {aspect: said for aspect, said in keys.items() if aspect in aspects}
