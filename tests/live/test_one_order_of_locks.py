"""Everybody locks in one order, so nobody waits for somebody who waits for them."""

import random
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from db import tables
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api
from tests.conftest import migrated
from tests.live.conftest import opened
from tests.live.crowd import Crowd
from tests.live.rogue import nobody_is_connected
from tests.live.scene import at_the_edge
from tests.live.soundness import in_turn, rows
from tests.machines.postgres import PostgresServer
from tests.practice import NOON, TOMORROW, Practice, found_practice
from tests.serving import serving

WRITERS, ACTS = 24, 12


@pytest_asyncio.fixture
async def clinic(postgres: PostgresServer) -> AsyncIterator[Practice]:
    """A practice on PostgreSQL, in a database of its own, because it counts for the whole of it."""
    async with opened(await migrated(await postgres.database())) as store:
        yield await found_practice(store)


class Care:
    """Two clients with two cases each, their cycles, sessions of one and of both, and acts on any
    of them by lot.
    """

    def __init__(self, practice: Practice, seed: int) -> None:
        self.practice, self._lot = practice, random.Random(seed)
        self._of: dict[Noun, list[str]] = {noun: [] for noun in Noun}

    async def prepare(self) -> None:
        """Put it into the practice."""
        for client in (self.practice.client, await self.practice.add_client()):
            self._keep(Noun.CLIENT, client)
            for _ in range(2):
                await self._case(client)
        for nth in range(4):
            await self._group(nth)

    def _keep(self, noun: Noun, key: Any) -> None:
        self._of[noun].append(self.practice.id_of(noun, key))

    async def _case(self, client: Any) -> None:
        case = await self.practice.add_case(client_id=client)
        cycle = await self.practice.add_cycle(case, authorized=6)
        await self.practice.add_cycle(case, authorized=6, status=CycleStatus.DRAFT)
        self._keep(Noun.CASE, case)
        for nth in range(6):
            starts_at = NOON + TOMORROW * len(self._of[Noun.ATTENDANCE])
            linked = cycle if nth % 2 else None
            part = await self.practice.add_attendance(case, linked, starts_at, client)
            self._keep(Noun.ATTENDANCE, part)

    async def _group(self, nth: int) -> None:
        found = {row.id: row for row in await rows(self.practice, tables.cases)}
        mine, theirs = list(found.values())[nth % 2], list(found.values())[2 + nth % 2]
        part = await self.practice.add_attendance(mine.id, None, None, mine.client_id)
        (at,) = [r for r in await rows(self.practice, tables.attendances) if r.id == part]
        other = {"client_id": theirs.client_id, "case_id": theirs.id}
        both = [
            part,
            await self.practice.add(tables.attendances, session_id=at.session_id, **other),
        ]
        for each in both:
            self._keep(Noun.ATTENDANCE, each)

    async def know(self) -> None:
        """Look up what else there is to act on."""
        for noun, table in ((Noun.CYCLE, tables.cycles), (Noun.SESSION, tables.sessions)):
            for row in await rows(self.practice, table):
                self._keep(noun, row.id)

    def acts(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """So many, each a mutation and its input."""
        for _ in range(count):
            yield self._lot.choice(self._choices())

    def _one(self, noun: Noun) -> str:
        return self._lot.choice(self._of[noun])

    def _choices(self) -> list[tuple[str, dict[str, Any]]]:
        part, cycle = {"attendanceId": self._one(Noun.ATTENDANCE)}, self._one(Noun.CYCLE)
        session, case = {"sessionId": self._one(Noun.SESSION)}, {"caseId": self._one(Noun.CASE)}
        practice = {
            "organizationId": self.practice.id_of(Noun.ORGANIZATION, self.practice.organization)
        }
        many = self._lot.sample(self._of[Noun.ATTENDANCE], 8)
        return [
            ("AttendanceComplete", part),
            ("AttendanceComplete", {**part, "outcome": "CANCELED"}),
            ("AttendanceReopen", part),
            ("AttendanceReopen", part),
            ("AttendanceRelink", {**part, "cycleId": cycle}),
            ("AttendanceUnlink", part),
            ("AttendancesComplete", {"items": [{"attendanceId": each} for each in many]}),
            ("CycleActivate", {"cycleId": cycle}),
            ("CycleAmend", {"cycleId": cycle, "authorized": 8, "acceptOrphans": True}),
            ("CycleDiscontinue", {"cycleId": cycle, "reason": "moved away"}),
            ("CycleReopen", {"cycleId": cycle}),
            ("SessionCancel", session),
            ("SessionUpdateNotes", {**session, "publicNote": part["attendanceId"]}),
            ("CaseUpdate", {**case, "title": part["attendanceId"]}),
            (
                "OrganizationUpdate",
                {**practice, "progressSummaryPercent": self._lot.randint(1, 99)},
            ),
            ("ClientUpdate", {"clientId": self._one(Noun.CLIENT), "givenName": cycle[-8:]}),
        ]


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_two_changes_wait_for_each_other(clinic: Practice, seed: int) -> None:
    care = Care(clinic, seed)
    await care.prepare()
    await care.know()

    async with serving(clinic.url) as address, Api.at(address, clinic) as manager:
        door = manager.as_("owner")

        async def write(acts: list[tuple[str, dict[str, Any]]]) -> None:
            for name, input in acts:
                await door.run(name, **input)

        plans = [list(care.acts(ACTS)) for _ in range(WRITERS)]
        await Crowd(clinic, [door]).at_once([write(plan) for plan in plans])

    assert await deadlocks(clinic) == 0
    assert len(await rows(clinic, tables.changes)) > WRITERS
    await takes_turns(clinic)


async def takes_turns(practice: Practice) -> None:
    """Every attendance's chain in the ledger is whole, and consumes and gives back by turns."""
    ledger = await rows(practice, tables.entries)
    for attendance in {row.attendance_id for row in ledger}:
        turns = in_turn([row for row in ledger if row.attendance_id == attendance])
        assert turns == [+1, -1] * (len(turns) // 2) + [+1] * (len(turns) % 2)


async def deadlocks(practice: Practice) -> int:
    """How many PostgreSQL has broken in the database. It counts once a connection has ended."""
    await nobody_is_connected(practice)
    found = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    async with practice.store.reading() as tx:
        return int((await tx.execute(found)).scalar_one())


async def test_the_audit_the_feed_and_the_ledger_are_in_the_order_of_the_commits(
    crowd: Crowd,
) -> None:
    edge = await at_the_edge(crowd.practice, used=0, left_open=3, authorized=40)

    async def to_and_fro(door: Api, attendance: str) -> None:
        for _ in range(4):
            await door.run("AttendanceComplete", attendanceId=attendance)
            await door.run("AttendanceReopen", attendanceId=attendance)

    doors = [crowd.doors[nth % len(crowd.doors)] for nth in range(9)]
    await crowd.at_once([to_and_fro(door, edge.open[nth % 3]) for nth, door in enumerate(doors)])

    fed = sorted(await rows(crowd.practice, tables.changes), key=lambda row: row.number)
    audited = sorted(await rows(crowd.practice, tables.audit_entries), key=_age)
    assert [row.at for row in fed] == sorted(row.at for row in fed)
    assert [(row.kind, row.noun_id) for row in audited] == [(r.kind, r.noun_id) for r in fed]
    counted = [row for row in audited if row.noun == Noun.CYCLE]
    assert all(one.after == next.before for one, next in pairwise(counted))
    ledger = sorted(await rows(crowd.practice, tables.entries), key=_age)
    for attendance in {row.attendance_id for row in ledger}:
        deltas = [row.delta for row in ledger if row.attendance_id == attendance]
        assert deltas == [1, -1] * (len(deltas) // 2) + [1] * (len(deltas) % 2)


def _age(row: Any) -> tuple[Any, Any]:
    return row.created_at, row.id
