"""500 screens that come at once, as after a deployment; and what one costs that only waits."""

import time
from typing import Any

from bench.audience import seated, subscription
from bench.counting import Counted
from bench.servers import OURS, server
from bench.week import Week
from tests.api import document

CROWD = 500
ROUNDS = 5


async def reconnect(made: Week, url: str, count: Counted) -> dict[str, Any]:
    """Seconds until all who lost their connection at once have their answer again; the questions
    asked for that, and all statements run. `idle_kib` is the memory that one of them holds.
    """
    ask = subscription(document("WatchCalendar"), made.calendar(next(iter(made.sessions))))
    took, asked, run = [], [], []
    with server(OURS, url) as (port, process):
        async with seated(port, made.tokens, [ask]):
            before = process.memory_info().rss
            async with seated(port, made.tokens, [ask] * CROWD) as audience:
                held = process.memory_info().rss - before
        for _ in range(ROUNDS):
            audience.leave()
            await count.anew()
            began = time.time()
            await audience.enter()
            took.append(time.time() - began)
            asked.append(await count.questions())
            run.append(await count.statements())
        audience.leave()
    return {
        "seconds": round(sorted(took)[ROUNDS // 2], 2),
        "statements": max(asked),
        "all_statements": max(run),
        "idle_kib": round(held / CROWD / 1024, 1),
    }
