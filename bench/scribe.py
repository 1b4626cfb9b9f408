"""Writes to a practice's feed, so many changes a second, as another process of the house would:
`python -m bench.scribe <database> <bus> <organization> <changes>`.
"""

import asyncio
import sys
import time
from uuid import UUID

import asyncpg
import uvloop

from domain.cursor import a_mark
from realtime.bus import Bus

PER_SECOND = 1000
# Of one transaction: completing a session changes the attendance and the cycle.
AT_ONCE = 2
# The newest change again and again, each with its own number and mark.
WRITE = """WITH taken AS (
  UPDATE feeds SET head = head + cardinality($2::bigint[]) WHERE organization_id = $1
  RETURNING head - cardinality($2::bigint[]) AS last
)
INSERT INTO changes (organization_id, number, mark, at, actor_id, kind, noun, noun_id, fields,
  keys_before, keys_after, tables)
SELECT organization_id, last + nth, new.mark, now(), actor_id, kind, noun, noun_id, fields,
  keys_before, keys_after, tables
FROM taken, changes, unnest($2::bigint[]) WITH ORDINALITY AS new (mark, nth)
WHERE organization_id = $1 AND number = last RETURNING number"""


async def write(url: str, bus_url: str, organization: UUID, changes: int) -> None:
    """Commit some at once, and ring a bell after each commit. Late, it makes up for it."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    bus = Bus.open(bus_url)
    await bus.start()
    due = time.monotonic()
    for _ in range(changes // AT_ONCE):
        marks = [a_mark() for _ in range(AT_ONCE)]
        rows = await connection.fetch(WRITE, organization, marks)
        bus.ring(organization, max(row["number"] for row in rows))
        due += AT_ONCE / PER_SECOND
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    await bus.stop()
    await connection.close()


if __name__ == "__main__":
    uvloop.run(write(sys.argv[1], sys.argv[2], UUID(sys.argv[3]), int(sys.argv[4])))
