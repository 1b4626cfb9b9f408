"""A read that nobody waits for any more is stopped in the database."""

import asyncio
import sys
from contextlib import suppress

from db.sqlite_files import READERS
from db.store import Store

HOURS = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT count(*) FROM n WHERE i < 0"""


async def test_threads_of_sqlite_are_free_again_once_their_askers_have_left(
    demo_url: str,
) -> None:
    store = Store(demo_url)
    reads = [asyncio.create_task(store.read(HOURS, ())) for _ in range(READERS)]
    async with asyncio.timeout(20):
        while reading() < READERS:  # noqa: ASYNC110 - it is a thread's state
            await asyncio.sleep(0)
    for read in reads:
        read.cancel()
        with suppress(asyncio.CancelledError):
            await read

    async with asyncio.timeout(20):
        assert await store.read("SELECT 1", ()) == 1
    await store.close()


def reading() -> int:
    """How many threads are inside a read."""
    return sum(frame.f_code.co_name == "_fetch" for frame in sys._current_frames().values())
