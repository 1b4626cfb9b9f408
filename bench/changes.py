"""Section changes: completing a session, against a hand-written transaction like it."""

import json
from collections.abc import Iterator
from itertools import count
from statistics import median
from typing import Any

import asyncpg
from sqlalchemy import Engine, event

from bench.data import DONE, PART, key
from bench.load import press, request
from bench.reads import token
from bench.servers import BARE, OURS, server
from db.store import Store
from domain.ids import Noun, public_id
from tests.api import Api
from tests.practice import NOON, found_practice
from tests.serving import serving

ROUNDS = 5
SECONDS = 1.5
COMPLETE = """mutation Complete($id: ID!) {
  attendanceComplete(input: {attendanceId: $id}) {
    attendance { id status } session { id } cycle { id consumed } todosCreated { id title }
    errors { code message }
  }
}"""


async def changes(database_url: str, cases: int) -> dict[str, Any]:
    """The ratio of completed sessions per second, and the statements that one takes."""
    fresh = count(DONE * cases)
    rounds = []
    before = await _consumed(database_url)
    with server(OURS, database_url) as ours, server(BARE, database_url) as bare:
        for _ in range(ROUNDS):
            mine = await press(ours[0], _asked(fresh), SECONDS, ours[1])
            limit = await press(bare[0], _written(fresh), SECONDS, bare[1])
            rounds.append((mine, limit))
    done = sum(mine.count + limit.count for mine, limit in rounds)
    if await _consumed(database_url) - before != done:
        raise RuntimeError("not every answer was a session consumed")
    return {
        "ratio": round(median(mine.per_second / limit.per_second for mine, limit in rounds), 2),
        "cpu_ratio": round(median(mine.cpu_ms / limit.cpu_ms for mine, limit in rounds), 2),
        "per_second": round(median(mine.per_second for mine, _ in rounds), 1),
        "limit_per_second": round(median(limit.per_second for _, limit in rounds), 1),
    }


def _asked(fresh: Iterator[int]) -> Iterator[bytes]:
    signed = token()
    for number in fresh:
        id = public_id(Noun.ATTENDANCE, key(PART, 0, number))
        body = json.dumps({"query": COMPLETE, "variables": {"id": id}}).encode()
        yield request("bench", "/graphql", body, signed)


def _written(fresh: Iterator[int]) -> Iterator[bytes]:
    for number in fresh:
        yield request("bench", "/complete", key(PART, 0, number).hex.encode())


async def _consumed(url: str) -> int:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    found: int = await connection.fetchval("SELECT count(*) FROM entries")
    await connection.close()
    return found


async def statements(url: str, sessions: int) -> int:
    """How many statements completing one session takes in a cycle that has used so many."""
    store = Store(url)
    practice = await found_practice(store)
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized=10 * sessions)
    await practice.add_consumed(case, cycle, sessions)
    id = public_id(Noun.ATTENDANCE, await practice.add_attendance(case, cycle, NOON))
    sent: list[str] = []
    async with serving(url) as address, Api.at(address, practice) as api:

        def noted(connection: object, cursor: object, statement: str, *rest: object) -> None:
            sent.append(statement)

        event.listen(Engine, "before_cursor_execute", noted)
        answer = (await api.post(COMPLETE, {"id": id})).json()
        event.remove(Engine, "before_cursor_execute", noted)
    await store.close()
    if answer["data"]["attendanceComplete"]["errors"]:
        raise RuntimeError("the session was not completed")
    return len(sent)
