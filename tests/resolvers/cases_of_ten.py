"""A case with an active cycle of ten: so many used, so many booked."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db import tables
from domain.ids import Noun
from tests.api import Json
from tests.practice import NOON, TOMORROW, Practice


@dataclass(frozen=True)
class Ten:
    """Ids, and the booked attendances in the order of their times."""

    case: str
    cycle: str
    key: UUID
    booked: list[str]


async def ten(practice: Practice, used: int = 0, booked: int = 0, **row: Any) -> Ten:
    """The case."""
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized=10, **row)
    await practice.add_consumed(case, cycle, used)
    left = [await practice.add_attendance(case, cycle, NOON + TOMORROW * d) for d in range(booked)]
    ids = [practice.id_of(Noun.ATTENDANCE, each) for each in left]
    return Ten(practice.id_of(Noun.CASE, case), practice.id_of(Noun.CYCLE, cycle), cycle, ids)


async def linked(practice: Practice, cycle: UUID) -> list[str]:
    """The open attendances that draw on the cycle, by the times of their sessions."""
    found = (
        select(tables.attendances.c.id)
        .join(tables.sessions, tables.sessions.c.id == tables.attendances.c.session_id)
        .where(tables.attendances.c.cycle_id == cycle, tables.attendances.c.status == "OPEN")
        .order_by(tables.sessions.c.starts_at)
    )
    async with practice.store.reading() as tx:
        rows = (await tx.execute(found)).all()
    return [practice.id_of(Noun.ATTENDANCE, row.id) for row in rows]


def codes(payload: Json) -> list[tuple[str, str]]:
    """The code of each refusal and the field that it points to."""
    return [(error["code"], ".".join(error["path"][1:])) for error in payload["errors"]]


def titles(payload: Json) -> list[str]:
    """What the created todos are called."""
    return [todo["title"] for todo in payload["todosCreated"]]
