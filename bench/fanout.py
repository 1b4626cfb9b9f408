"""One question on 500 screens: how fast its answer goes round, against a bare loop that says the
same bytes to as many.
"""

import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from bench.audience import PATH, Audience, Told, seated, subscription
from bench.counting import Counted
from bench.load import once, request
from bench.pen import Pen, spread
from bench.servers import LOOP, OURS, server
from bench.week import Week
from tests.api import document

CROWD = 500
ROUNDS = 5
CHANGES = 40
Timed = tuple[float, Told]


async def fanout(made: Week, url: str, count: Counted) -> dict[str, Any]:
    """`ratio` is of deliveries a second while an answer goes round, from the first told to the
    last; `whole_ratio` of the time from the commit, or from the bare server's order, to the last.
    """
    clinician, session = next(iter(made.sessions.items()))
    ask = subscription(document("WatchCalendar"), made.calendar(clinician))
    rounds = []
    with server(OURS, url) as (port, _), server(LOOP, url) as (bare, _):
        async with (
            seated(port, made.tokens, [ask] * CROWD) as ours,
            seated(bare, made.tokens, [None] * CROWD) as theirs,
        ):
            pen = Pen(port, made.tokens[0], count)
            await pen.write(session, ours, CROWD)
            for _ in range(ROUNDS):
                mine = [await pen.write(session, ours, CROWD) for _ in range(CHANGES)]
                limit = [await said(bare, theirs, ours.last) for _ in range(CHANGES)]
                rounds.append((mine, limit))
            size = len(ours.last)
    return {**summary(rounds), "bytes": size}


async def said(port: int, audience: Audience, text: bytes) -> Timed:
    """When the bare server was told to say something, and when all had heard it."""
    told = audience.expect(CROWD)
    began = time.time()
    await once(port, request("bench", PATH, text))
    return began, await told


def summary(rounds: Sequence[tuple[Sequence[Timed], Sequence[Timed]]]) -> dict[str, float]:
    """Medians over the rounds; times over all changes."""
    whole = [told.last - began for mine, _ in rounds for began, told in mine]
    return {
        "ratio": round(median(going(limit) / going(mine) for mine, limit in rounds), 2),
        "whole_ratio": round(median(in_all(limit) / in_all(mine) for mine, limit in rounds), 2),
        "per_second": round(median(rate(mine) for mine, _ in rounds)),
        "limit_per_second": round(median(rate(limit) for _, limit in rounds)),
        **spread(whole),
    }


def going(some: Sequence[Timed]) -> float:
    """Seconds in which answers went round."""
    return sum(told.last - told.first for _, told in some)


def in_all(some: Sequence[Timed]) -> float:
    """Seconds from what caused it to the last who was told."""
    return sum(told.last - began for began, told in some)


def rate(some: Sequence[Timed]) -> float:
    """Deliveries a second while an answer went round."""
    return len(some) * (CROWD - 1) / going(some)
