"""What is on record of each thing, followed from entry to entry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from db import tables
from db.store import Store
from domain.changes import ChangeKind
from domain.ids import Noun, public_id
from tests.rules.counting import Books, Rows

Facts = dict[str, Any]
# What an entry tells beside the facts of its record: what else the change did.
BESIDE = frozenset({"attendances", "linkedAttendances", "unlinkedAttendances"})


@dataclass
class Record:
    """The last that is known of each thing, by its id."""

    known: dict[str, Facts] = field(default_factory=dict)
    last: UUID = field(default=UUID(int=0))

    async def follow(self, store: Store) -> None:
        """Read on. What an entry tells as before is what was told after the last time, and nothing
        that was told is another now without that being told.
        """
        audit = tables.audit_entries
        async with store.reading() as tx:
            new = select(audit).where(audit.c.id > self.last).order_by(audit.c.id)
            for entry in (await tx.execute(new)).all():
                self._follow(entry)

    def _follow(self, entry: Row[Any]) -> None:
        known = self.known.setdefault(public_id(entry.noun, entry.noun_id), {})
        told = {**dict.fromkeys(known.keys() & entry.after.keys(), "untold"), **entry.before}
        expected = {name: known.get(name, before) for name, before in told.items()}
        assert without(BESIDE, told) == without(BESIDE, expected), entry.kind
        known |= entry.after
        self.last = entry.id
        if entry.kind is ChangeKind.SESSION_BOOKED:
            for each in entry.after["attendees"]:
                begins = {"status": "OPEN", "cycle": each["cycle"], "withoutConsuming": False}
                self.known[each["attendance"]] = begins

    def differs(self, books: Books) -> dict[str, tuple[Facts, Facts]]:
        """Of each thing of which the record says something else than its rows, both."""
        found = {}
        for id, facts in now(books):
            told = {name: self.known.get(id, {}).get(name, fact) for name, fact in facts.items()}
            if told != facts:
                found[id] = told, facts
        return found


def without(names: frozenset[str], facts: Facts) -> Facts:
    """The facts besides those of these names."""
    return {name: fact for name, fact in facts.items() if name not in names}


def now(books: Books) -> Iterable[tuple[str, Facts]]:
    """Each thing's id, and what its rows say of what the record tells of it."""
    yield from ((public_id(Noun.CYCLE, row.id), _cycle(row, books)) for row in books.cycles)
    yield from ((public_id(Noun.SESSION, row.id), _session(row)) for row in books.sessions)
    yield from ((public_id(Noun.ATTENDANCE, row.id), _part(row)) for row in books.attendances)
    for noun, rows in ((Noun.CASE, books.cases), (Noun.TODO, books.todos)):
        yield from _standing(noun, rows)


def _standing(noun: Noun, rows: Rows) -> Iterable[tuple[str, Facts]]:
    return ((public_id(noun, row.id), {"status": row.status}) for row in rows)


def _part(row: Row[Any]) -> Facts:
    cycle = public_id(Noun.CYCLE, row.cycle_id) if row.cycle_id else None
    return {"status": row.status, "cycle": cycle, "withoutConsuming": row.without_consuming}


def _session(row: Row[Any]) -> Facts:
    is_canceled, because = row.canceled_at is not None, row.canceled_because
    starts, ends = [each and each.isoformat() for each in (row.starts_at, row.ends_at)]
    span = {"startsAt": starts, "endsAt": ends}
    return {**span, "isCanceled": is_canceled, "canceledBecause": because}


def _cycle(row: Row[Any], books: Books) -> Facts:
    return {
        "status": row.status,
        "authorized": row.authorized,
        "carriedIn": row.carried_in,
        "summaryPercent": row.summary_percent,
        "renewalPercent": row.renewal_percent,
        "consumed": books.open_entries(row.id),
        "endedBecause": row.ended_because,
    }
