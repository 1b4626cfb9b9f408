"""A change is one transaction, then one bell. The commit and the publishing stand here alone."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from db.again import TryAgain
from db.work import Work
from domain.access import Viewer
from resolvers.house import House

Keys = UUID | tuple[UUID, ...] | None
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change did that its screen wants to see: records by the payload's field."""

    shown: Mapping[str, Keys]
    warnings: tuple[str, ...] = field(default=())


Change = Callable[[Work], Awaitable[Outcome]]
Show = Callable[[Work, Outcome], Awaitable[Answer]]


# Seconds before a change that the moment was against is run again. Each is cut to between a half
# and the whole, because those that got in each other's way should not meet again.
PAUSES = (0.01, 0.05, 0.25)


async def perform(
    house: House, viewer: Viewer, change: Change, show: Show[Answer]
) -> tuple[Outcome, Answer]:
    """Run the change and show its outcome in one transaction; ring the bell once it is committed.
    Whatever raises undoes all of it, and nothing is told to anyone.

    A deadlock, a busy database or a lost connection undoes it too, and then it is run again from
    the beginning, a few times at most; TryAgain after the last.
    """
    for longest in PAUSES:
        try:
            return await _once(house, viewer, change, show)
        except TryAgain:
            await asyncio.sleep(longest * random.uniform(0.5, 1.0))
    return await _once(house, viewer, change, show)


async def _once(
    house: House, viewer: Viewer, change: Change, show: Show[Answer]
) -> tuple[Outcome, Answer]:
    async with house.store.transaction() as tx:
        work = Work(tx, viewer, house.clock(), house.store.json)
        outcome = await change(work)
        shown = await show(work, outcome)
        head = await work.seal()
    if head is not None:
        house.bus.ring(viewer.organization, head)
    return outcome, shown
