"""What changes have touched: of each table that was written, whom, where and when it concerns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from db.tables import (
    attendances,
    cases,
    clients,
    cycle_runs,
    cycle_services,
    cycles,
    entries,
    items,
    milestones,
    sessions,
    todos,
)
from domain.ids import Noun
from domain.keys import Keys, heard, together

Touched: TypeAlias = Mapping[str, Keys]


class Row(Protocol):
    """A row of the feed."""

    @property
    def noun(self) -> str: ...
    @property
    def keys_before(self) -> Any: ...
    @property
    def keys_after(self) -> Any: ...
    @property
    def tables(self) -> Sequence[str]: ...


_CYCLE = {table.name for table in (cycles, cycle_runs, cycle_services, milestones, entries)}
_VISIT = {table.name for table in (sessions, items, attendances)}

# Whose changes speak for a table: for every row of it that their transaction wrote. A table for
# which none speaks may have been written anywhere.
_SPEAK_FOR: Final[Mapping[str, frozenset[str]]] = {
    Noun.SESSION: frozenset(_VISIT),
    Noun.ATTENDANCE: frozenset(_VISIT),
    Noun.CYCLE: frozenset(_CYCLE),
    Noun.CASE: frozenset({cases.name}),
    Noun.CLIENT: frozenset({clients.name}),
    Noun.TODO: frozenset({todos.name}),
}


def touched(rows: Iterable[Row]) -> Touched:
    """What the changes of the feed have touched, in its order."""
    said: dict[str, list[Keys]] = {}
    transaction: list[Row] = []
    for row in rows:
        transaction.append(row)
        for table in row.tables:
            said.setdefault(table, []).append(_said_of(table, transaction))
        if row.tables:
            transaction = []
    return {table: together(keys) for table, keys in said.items()}


def _said_of(table: str, transaction: Sequence[Row]) -> Keys:
    speaking = [row for row in transaction if table in _SPEAK_FOR.get(row.noun, ())]
    return together(heard(keys) for row in speaking for keys in (row.keys_before, row.keys_after))
