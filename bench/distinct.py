"""Fifty calendars of fifty clinicians, ten screens each: a change of one wakes no other."""

from itertools import cycle, islice
from typing import Any

from bench.audience import seated, subscription
from bench.counting import Counted
from bench.pen import Pen, spread
from bench.servers import OURS, server
from bench.week import CLINICIANS, Week
from tests.api import document

SCREENS = 10
CHANGES = 200


async def distinct(made: Week, url: str, count: Counted) -> dict[str, Any]:
    """The questions that one change has asked again, and the time from its commit to the last of
    those who see it.
    """
    asks = [subscription(document("WatchCalendar"), made.calendar(who)) for who in made.sessions]
    times = []
    with server(OURS, url) as (port, _):
        async with seated(port, made.tokens, asks * SCREENS) as audience:
            pen = Pen(port, made.tokens[0], count)
            await count.anew()
            for session in islice(cycle(made.sessions.values()), CHANGES):
                committed, told = await pen.write(session, audience, SCREENS)
                times.append(told.last - committed)
            asked = await count.questions()
    return {"statements": round(asked / CHANGES, 1), "of": CLINICIANS, **spread(times)}
