"""Rows with ties and gaps to page through."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from db import tables
from domain.ids import Noun
from tests.practice import NOON, Practice
from tests.reading.data import Row

DAY = timedelta(days=1)
NAMES = (("Ada", "Byron"), ("José", "Álvarez"), ("Zoë", "Byron"), ("Ada", "byron"))


async def clients(practice: Practice) -> list[Row]:
    """Thirteen clients in all, of few names and registered at few moments."""
    found = [{"id": practice.client, "given": "José", "family": "Álvarez", "at": NOON}]
    for number in range(12):
        given, family = NAMES[number % len(NAMES)]
        at = NOON - DAY * (number % 3)
        row = {"given_name": given, "family_name": family, "created_at": at}
        key = await practice.add(tables.clients, **row)
        found.append({"id": key, "given": given, "family": family, "at": at})
    return found


async def cases(practice: Practice) -> list[Row]:
    """Nine cases; most lack a date of issue, or share it."""
    found = []
    for number in range(9):
        issued = None if number % 3 == 0 else date(2026, 1, 1 + number % 3)
        key = await practice.add_case(title=f"Case {number % 2}", issued_on=issued)
        found.append({"id": key, "title": f"Case {number % 2}", "issued": issued})
    return found


async def visits(practice: Practice) -> list[Row]:
    """Seven sessions; some have no time yet, some share one."""
    starts = [None, NOON, NOON, NOON + DAY, None, NOON - DAY, NOON + DAY]
    for start in starts:
        await practice.add_attendance(starts_at=start)
    async with practice.store.reading() as tx:
        rows = (await tx.execute(tables.sessions.select())).mappings()
        return [{"id": row["id"], "starts": row["starts_at"]} for row in rows]


def in_order(noun: Noun, rows: list[Row], *sorts: tuple[Callable[[Row], Any], bool]) -> list[str]:
    """The ids in the order of the sorts; each is a key and whether it runs down. A key runs the
    last one's way, and a missing value counts as the latest.
    """
    (_, last) = sorts[-1]
    found = sorted(rows, key=lambda row: row["id"].hex, reverse=last)
    for key, down in reversed(sorts):
        found.sort(key=lambda row: ranked(key(row)), reverse=down)
    return [f"{noun}_{row['id'].hex}" for row in found]


def ranked(value: Any) -> tuple[bool, Any]:
    """None after everything else."""
    return value is None, "" if value is None else value
