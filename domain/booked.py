"""Sessions that are there: how they move, and how they are canceled (domain: Sessions 3 and 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.attendances import AttendanceStatus
from domain.changes import Facts
from domain.errors import DomainError, Invalid, NotFound
from domain.keys import Aspect, Keys, only
from domain.sessions import MOST_ITEMS, NewItem, faults_in_time, party_keys, visit_keys


@dataclass(frozen=True, slots=True)
class Item:
    """A service of a session that is there; `overridden`: booked over a conflict."""

    key: UUID
    service: UUID
    clinician: UUID | None
    location: UUID
    starts_at: datetime | None
    ends_at: datetime | None
    overridden: bool = False

    @property
    def facts(self) -> Facts:
        """What it is, when, by whom and where, under its key, by which it is followed."""
        return {
            "item": self.key,
            "service": self.service,
            "clinician": self.clinician,
            "location": self.location,
            "startsAt": self.starts_at,
            "endsAt": self.ends_at,
        }

    def at(self, new: NewItem, overridden: bool) -> "Item":
        """The same item as it was moved."""
        return Item(self.key, **asdict(new), overridden=overridden)


def facts_of_items(items: Sequence[Item]) -> Facts:
    """What a change of a session's items tells: all of them, the session's span over them, and
    which are booked over a conflict.
    """
    return {
        "startsAt": min([i.starts_at for i in items if i.starts_at], default=None),
        "endsAt": max([i.ends_at for i in items if i.ends_at], default=None),
        "items": [item.facts for item in items],
        "overridden": [item.key for item in items if item.overridden],
    }


@dataclass(frozen=True, slots=True)
class Part:
    """A client's attendance, as the session's steps look at it. `is_away`: its case is treated
    elsewhere than where the session belongs.
    """

    key: UUID
    client: UUID
    case: UUID | None
    cycle: UUID | None
    status: AttendanceStatus
    is_away: bool = False

    @property
    def away(self) -> frozenset[UUID]:
        """What is treated elsewhere: the case and its cycle, or nothing."""
        return only(self.case, self.cycle) if self.is_away else only()


@dataclass(frozen=True, slots=True)
class Booked:
    """What the rules need to know of a session that is there."""

    key: UUID
    version: int
    location: UUID
    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    is_canceled: bool = False
    canceled_because: str | None = None

    @property
    def keys(self) -> Keys:
        """Whom, where and when a change of it concerns."""
        return {
            **visit_keys(self.key, self.location, self.items),
            **party_keys([p.client for p in self.parts], [p.case for p in self.parts]),
            Aspect.CYCLES: only(*[part.cycle for part in self.parts]),
            Aspect.AWAY: only(*[key for part in self.parts for key in part.away]),
        }

    @property
    def took_place(self) -> bool:
        """Whether anybody was treated: then it is not canceled, whoever did not come."""
        return any(part.status is AttendanceStatus.COMPLETED for part in self.parts)

    def keys_of(self, part: Part) -> Keys:
        """Whom, where and when a change of one client's part concerns."""
        return {
            **self.keys,
            Aspect.CLIENTS: only(part.client),
            Aspect.CASES: only(part.case),
            Aspect.CYCLES: only(part.cycle),
            Aspect.AWAY: part.away,
        }

    @property
    def open(self) -> tuple[Part, ...]:
        """The attendances that have not ended."""
        return tuple(part for part in self.parts if part.status is AttendanceStatus.OPEN)


@dataclass(frozen=True, slots=True)
class Move:
    """What is to become of an item: only what is given changes; a start of None takes the time
    away.
    """

    item: UUID | None
    given: Mapping[str, Any]


def must_have_something_open(session: Booked, path: tuple[str, ...]) -> None:
    """A session is canceled as long as an attendance of it is open."""
    if not session.open:
        raise Invalid("Nothing of this session is open, so there is nothing to cancel.", path)


def must_not_have_ended(session: Booked, path: tuple[str, ...]) -> None:
    """Finished sessions never change (Sessions 4): what has ended is reopened first."""
    if len(session.open) < len(session.parts):
        told = "Attendances of this session have ended, so it cannot be moved. Reopen them first."
        raise Invalid(told, path)


def moved(item: Item, given: Mapping[str, Any]) -> NewItem:
    """The item as the move leaves it. A new start alone keeps the item's length."""
    starts, ends = given.get("starts_at", item.starts_at), given.get("ends_at", item.ends_at)
    if starts is None:
        ends = None if "ends_at" not in given or given["ends_at"] is None else ends
    elif "ends_at" not in given and item.starts_at and item.ends_at:
        ends = starts + (item.ends_at - item.starts_at)
    return NewItem(
        item.service,
        given.get("clinician", item.clinician),
        given.get("location", item.location),
        starts,
        ends,
    )


def as_it_is(item: Item) -> NewItem:
    """The item as one that is to be given, to be laid beside such."""
    return moved(item, {})


def made(session: Booked, moves: Sequence[Move]) -> dict[UUID, NewItem]:
    """The items that the moves leave otherwise than they are."""
    items = {item.key: item for item in session.items}
    wanted = {move.item: moved(items[move.item], move.given) for move in moves if move.item}
    return {key: new for key, new in wanted.items() if new != as_it_is(items[key])}


def taking_other_hours(session: Booked, new: Mapping[UUID, NewItem]) -> dict[UUID, NewItem]:
    """Of the moved items those that take an hour, or a clinician's, that they did not have: only
    they can get into somebody's way (Sessions 3).
    """
    had = {item.key: (item.starts_at, item.ends_at, item.clinician) for item in session.items}
    return {
        key: item
        for key, item in new.items()
        if (item.starts_at, item.ends_at, item.clinician) != had[key]
    }


def faults_in_moves(session: Booked, moves: Sequence[Move], now: datetime) -> list[DomainError]:
    """Everything that is wrong with a rescheduling; empty where nothing is."""
    path = ("input", "items")
    if not 1 <= len(moves) <= MOST_ITEMS:
        return [Invalid("Name 1 to 20 items.", path)]
    named = [move.item for move in moves if move.item]
    if len(set(named)) != len(named):
        return [Invalid("Name each item once.", path)]
    held = {item.key: item for item in session.items}
    faults: list[DomainError] = []
    for place, move in enumerate(moves):
        at = (*path, str(place))
        item = held.get(move.item) if move.item else None
        if item is None:
            faults.append(NotFound(path=(*at, "itemId")))
            continue
        new = moved(item, move.given)
        if (new.starts_at is None) != (new.ends_at is None):
            faults.append(Invalid("Give both startsAt and endsAt, or neither.", (*at, "endsAt")))
        else:
            faults += faults_in_time(new, now, at)
    return faults
