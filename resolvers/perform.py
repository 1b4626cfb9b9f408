"""A change is one transaction, then one bell. The commit and the publishing stand here alone."""

import asyncio
import random

from db.again import TryAgain
from db.work import Work
from domain.access import Viewer
from domain.once import Once
from resolvers.house import House
from resolvers.once import answered_before, keep_answer
from resolvers.outcome import Answer, Change, Outcome, Show

# Seconds before a change that the moment was against is run again. Each is cut to between a half
# and the whole, because those that got in each other's way should not meet again.
PAUSES = (0.01, 0.05, 0.25)


async def perform(
    house: House, viewer: Viewer, change: Change, show: Show, once: Once | None = None
) -> tuple[Outcome, Answer]:
    """Run the change and show its outcome in one transaction; ring the bell once it is committed.
    Whatever raises undoes all of it, and nothing is told to anyone. Under a key that was answered
    before, that answer is given again and nothing is changed, if the viewer still may.

    A deadlock, a busy database or a lost connection undoes it too, and then it is run again from
    the beginning, a few times at most; TryAgain after the last.
    """
    for longest in PAUSES:
        try:
            return await _once(house, viewer, change, show, once)
        except TryAgain:
            await asyncio.sleep(longest * random.uniform(0.5, 1.0))
    return await _once(house, viewer, change, show, once)


async def _once(
    house: House, viewer: Viewer, change: Change, show: Show, once: Once | None
) -> tuple[Outcome, Answer]:
    async with house.store.transaction() as tx:
        sent = once.key if once else None
        work = Work(tx, viewer, house.clock, house.store.json, idempotency_key=sent)
        if once and (before := await answered_before(work, once, show)):
            return before
        outcome = await change(work)
        answer = await show(work, outcome)
        if once:
            await keep_answer(work, once, outcome, answer)
        head = await work.seal()
    if head is not None:
        house.register.heed(work.recorded)
        house.bus.ring(viewer.organization, head)
    return outcome, answer
