"""How far a question reaches: what all rows that it reads of a table have in common. A change of
other rows than these cannot change the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final, TypeAlias

from sqlalchemy import FromClause, Table

from db.reading.asked import Maker, Run
from db.tables import (
    attendances,
    cases,
    clients,
    cycle_runs,
    cycle_services,
    cycles,
    entries,
    items,
    locations,
    members,
    milestones,
    sessions,
    todos,
)
from domain.ids import Noun
from domain.keys import Aspect, Keys

Step: TypeAlias = tuple[str, str]

_CLIENT = frozenset({Aspect.CLIENTS})
_CASE = _CLIENT | {Aspect.CASES}
_CYCLE = _CASE | {Aspect.CYCLES}
_VISIT = frozenset({Aspect.SESSIONS, Aspect.MEMBERS, Aspect.SPANS})
_SESSION = frozenset({Aspect.SESSIONS})
_MEMBER = frozenset({Aspect.MEMBERS})
_PLACE = frozenset({Aspect.LOCATIONS})
_PARTY = frozenset({Aspect.PARTY, Aspect.PARTY_CASES})


# By which aspect a record is known itself.
OWN: Final[Mapping[Noun, Aspect]] = {
    Noun.CLIENT: Aspect.CLIENTS,
    Noun.CASE: Aspect.CASES,
    Noun.CYCLE: Aspect.CYCLES,
    Noun.SESSION: Aspect.SESSIONS,
    Noun.MEMBER: Aspect.MEMBERS,
    Noun.LOCATION: Aspect.LOCATIONS,
}


def _steps(sources: Sequence[Table], targets: Sequence[Table]) -> list[Step]:
    return [(one.name, other.name) for one, other in product(sources, targets)]


_OF_CYCLE = (cycle_runs, cycle_services, milestones, entries)

# What rows have in common with the row that they are found from. A step may carry an aspect only
# if whatever changes such a row says of that aspect what held of the row it was found from: all
# clinicians and times of a session with each change of it or of a part in it, and so on. That is
# held by `tests/live/test_waking.py`.
_CARRIED: Final[Mapping[Step, frozenset[Aspect]]] = {
    **dict.fromkeys(_steps([clients], [cases, attendances, sessions, todos]), _CLIENT),
    **dict.fromkeys(_steps([cases, attendances, todos], [clients]), _CLIENT),
    **dict.fromkeys(_steps([cases], [cycles]), _CASE | _PLACE),
    **dict.fromkeys(_steps([cases], [attendances, sessions, todos]), _CASE),
    **dict.fromkeys(_steps([cycles], [cases]), _CASE | _PLACE),
    **dict.fromkeys(_steps([cycles], _OF_CYCLE), _CYCLE | _PLACE),
    **dict.fromkeys(_steps([cycles], [attendances, sessions, todos]), _CYCLE),
    **dict.fromkeys(_steps([milestones], [cycles]), _CYCLE | _PLACE),
    **dict.fromkeys(_steps([milestones], [todos]), _CYCLE),
    **dict.fromkeys(_steps([entries], [cycles]), _CYCLE | _PLACE),
    **dict.fromkeys(_steps([entries], [attendances]), _CASE),
    **dict.fromkeys(_steps([attendances], [cases]), _CASE),
    **dict.fromkeys(_steps([attendances], [cycles]), _CYCLE),
    **dict.fromkeys(_steps([attendances], [entries]), _CASE | _VISIT | _PARTY),
    **dict.fromkeys(_steps([attendances], [sessions]), _CYCLE | _VISIT),
    **dict.fromkeys(_steps([sessions], [attendances]), _CASE | _VISIT),
    **dict.fromkeys(_steps([sessions], [items]), _CYCLE | _VISIT | _PLACE),
    **dict.fromkeys(_steps([items], [sessions]), _CYCLE | _VISIT | _PLACE),
    **dict.fromkeys(_steps([sessions], [todos]), _SESSION),
    **dict.fromkeys(_steps([todos], [cases]), _CASE),
    **dict.fromkeys(_steps([todos], [cycles]), _CYCLE),
    **dict.fromkeys(_steps([todos], [sessions]), _SESSION),
    **dict.fromkeys(_steps([members], [items, sessions, todos]), _MEMBER),
    **dict.fromkeys(_steps([locations], [cases, sessions]), _PLACE),
}

# From one's session to the parts in it: those of others in a group are changed without a word about
# oneself, but not without one about the party.
_CALLED: Final[Mapping[Step, Mapping[Aspect, Aspect]]] = {
    (sessions.name, attendances.name): {
        Aspect.CLIENTS: Aspect.PARTY,
        Aspect.CASES: Aspect.PARTY_CASES,
    },
}


@dataclass(slots=True)
class Way:
    """One way on which a question finds rows of a table: what these have in common, and whether a
    run takes it at all.
    """

    table: str
    common: dict[Aspect, Maker] = field(default_factory=dict)
    taken: Maker | None = None

    def to(self, table: str) -> "Way":
        """The way on to rows of another table, which have in common what is carried over."""
        step = (self.table, table)
        carried, called = _CARRIED.get(step, ()), _CALLED.get(step, {})
        common = {called.get(each, each): m for each, m in self.common.items() if each in carried}
        return Way(table, common, self.taken)

    def keys(self, run: Run) -> Keys:
        """What the rows that a run finds have in common."""
        return {aspect: make(run) for aspect, make in self.common.items()}


@dataclass(slots=True)
class Reached:
    """The rows of one statement in the making."""

    ways: list[Way] = field(default_factory=list)
    _of: dict[FromClause, Way] = field(default_factory=dict)

    def enter(self, row: FromClause, table: str, found_from: FromClause | None) -> None:
        """Note rows of a table, and those that they are found from, if any."""
        before = None if found_from is None else self._of.get(found_from)
        self._of[row] = before.to(table) if before else Way(table)
        self.ways.append(self._of[row])

    def stands_for(self, shown: FromClause, row: FromClause) -> None:
        """Note that what is found from `shown` is found from the row."""
        self._of[shown] = self._of[row]

    def narrow(self, row: FromClause, aspect: Aspect, make: Maker) -> None:
        """Note what the rows have in common, by the maker of its values."""
        self._of[row].common[aspect] = make

    def take_if(self, row: FromClause, make: Maker) -> None:
        """Note when there can be rows at all, by the maker of a truth."""
        self._of[row].taken = make


def reads(ways: Iterable[Way], run: Run) -> dict[str, list[Keys]]:
    """The tables that a run reads, each with what the rows read have in common, for each way on
    which they are found.
    """
    found: dict[str, list[Keys]] = {}
    for way in ways:
        if way.taken is None or way.taken(run):
            found.setdefault(way.table, []).append(way.keys(run))
    return found
