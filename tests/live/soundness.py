"""What must hold of a practice's records whatever raced."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select

from db.tables import attendances, audit_entries, changes, entries, feeds
from domain.attendances import AttendanceStatus
from domain.ids import Noun
from tests.practice import Practice

Rows = Sequence[Row[Any]]


async def rows(practice: Practice, table: Table) -> Rows:
    """The practice's rows of a table."""
    wanted = select(table).where(table.c.organization_id == practice.organization)
    async with practice.store.reading() as tx:
        return (await tx.execute(wanted)).all()


async def is_sound(practice: Practice) -> None:
    """The feed has every number once, every change its one audit entry, every ledger chain holds
    together and says the same as its attendance.
    """
    fed = await rows(practice, changes)
    audited = await rows(practice, audit_entries)
    (feed,) = await rows(practice, feeds)

    assert sorted(change.number for change in fed) == list(range(1, feed.head + 1))
    assert Counter(_act(c, c.at) for c in fed) == Counter(_act(a, a.created_at) for a in audited)
    await _ledger_is_sound(practice)


def _act(row: Row[Any], at: object) -> tuple[object, ...]:
    return row.kind, row.noun, row.noun_id, row.actor_id, at


async def _ledger_is_sound(practice: Practice) -> None:
    by_attendance: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for entry in await rows(practice, entries):
        by_attendance[entry.attendance_id].append(entry)
    for attendance in await rows(practice, attendances):
        turns = in_turn(by_attendance[attendance.id])
        taken = attendance.status is AttendanceStatus.COMPLETED
        assert turns == [+1, -1] * (len(turns) // 2) + [+1] * taken


def in_turn(chain: Sequence[Row[Any]]) -> list[int]:
    """The deltas from the first entry on, each found by the one before it; all, each once."""
    after = {entry.previous_id: entry for entry in chain}
    assert len(after) == len(chain)
    deltas, last = [], None
    while last in after:
        entry = after[last]
        deltas.append(int(entry.delta))
        last = entry.id
    assert len(deltas) == len(chain)
    return deltas


async def used(practice: Practice, cycle: UUID) -> int:
    """The sum of a cycle's ledger."""
    return sum(row.delta for row in await rows(practice, entries) if row.cycle_id == cycle)


async def completed(practice: Practice) -> set[str]:
    """The ids of the attendances that are COMPLETED."""
    return {
        practice.id_of(Noun.ATTENDANCE, row.id)
        for row in await rows(practice, attendances)
        if row.status is AttendanceStatus.COMPLETED
    }
