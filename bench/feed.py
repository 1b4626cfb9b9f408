"""A thousand changes a second, followed by twenty: whether one process keeps up."""

import asyncio
import sys
import time
from collections.abc import Sequence
from typing import Any

import orjson

from bench.audience import Audience, seated, subscription
from bench.counting import Counted
from bench.frames import Frames
from bench.pen import Pen, spread
from bench.scribe import PER_SECOND
from bench.servers import OURS, server
from bench.week import Week
from tests.api import document
from tests.machines.redis import start_redis

FOLLOWERS = 20
SECONDS = 10
CHANGES = PER_SECOND * SECONDS
PATIENCE = 60.0
Heard = tuple[float, bytes]


async def feed(made: Week, url: str, count: Counted) -> dict[str, Any]:
    """`per_second` is what each follower was told of, from the first commit to the last told, of
    what was `written_per_second`; `lag` how many changes, and `lag_ms` how long, the last of them
    was behind when all was written; `core` the share of a core that it took. Times are from the
    commit, of every change at every follower. Raises unless each was told of all, in order.
    """
    ask = subscription(document("WatchChanges"), {})
    with start_redis() as redis, server(OURS, url, redis.url) as (port, process):
        async with seated(port, made.tokens, [ask] * FOLLOWERS) as audience:
            pen = Pen(port, made.tokens[0], count)
            await pen.write(next(iter(made.sessions.values())), audience, FOLLOWERS)
            head = max(await count.commits())
            followed = Followed(audience, head + CHANGES)
            used = sum(process.cpu_times()[:2])
            await written(url, redis.url, made)
            await asyncio.wait_for(followed.all, PATIENCE)
            used = sum(process.cpu_times()[:2]) - used
    times = [when for number, when in sorted((await count.commits()).items()) if number > head]
    heard = [told(texts, head) for texts in followed.texts.values()]
    return {**summary(times, heard), "core": round(used / (times[-1] - times[0]), 2)}


async def written(url: str, bus_url: str, made: Week) -> None:
    """Have another process write all changes."""
    words = ["-m", "bench.scribe", url, bus_url, str(made.practice.organization), str(CHANGES)]
    scribe = await asyncio.create_subprocess_exec(sys.executable, *words)
    if await scribe.wait():
        raise RuntimeError("not all was written")


class Followed:
    """What came, and when, until all have been told of the feed up to its head."""

    def __init__(self, audience: Audience, head: int) -> None:
        self.all: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.texts: dict[Frames, list[Heard]] = {}
        self._end = b".%d." % head
        self._left = FOLLOWERS
        audience.heed = self._heed

    def _heed(self, socket: Frames, text: bytes) -> None:
        self.texts.setdefault(socket, []).append((time.time(), text))
        # The batch's own cursor stands before its changes.
        if self._end in text[:200]:
            self._left -= 1
            if self._left == 0:
                self.all.set_result(None)


def told(texts: Sequence[Heard], head: int) -> list[float]:
    """When one follower was told of each change after that number."""
    found = []
    for when, text in texts:
        for change in orjson.loads(text)["payload"]["data"]["changes"]["changes"]:
            found.append((int(change["cursor"].split(".")[1]), when))
    if [number for number, _ in found] != list(range(head + 1, head + CHANGES + 1)):
        raise RuntimeError("not every change was told, once and in order")
    return [when for _, when in found]


def summary(times: Sequence[float], heard: Sequence[Sequence[float]]) -> dict[str, float]:
    """The figures; `times` are those of the commits."""
    begin, end = times[0], times[-1]
    last = max(each[-1] for each in heard)
    waits = [when - done for each in heard for when, done in zip(each, times, strict=True)]
    return {
        "per_second": round(CHANGES / (last - begin)),
        "written_per_second": round(CHANGES / (end - begin)),
        **spread(waits),
        "lag": max(sum(when > end for when in each) for each in heard),
        "lag_ms": round(1000 * (last - end), 1),
    }
