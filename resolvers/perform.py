"""A change is one transaction, then one bell. The commit and the publishing stand here alone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

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


async def perform(
    house: House, viewer: Viewer, change: Change, show: Show[Answer]
) -> tuple[Outcome, Answer]:
    """Run the change and show its outcome in one transaction; ring the bell once it is committed.
    Whatever raises undoes all of it, and nothing is told to anyone.
    """
    async with house.store.transaction() as tx:
        work = Work(tx, viewer, house.clock(), house.store.json)
        outcome = await change(work)
        shown = await show(work, outcome)
        head = await work.seal()
    if head is not None:
        house.bus.ring(viewer.organization, head)
    return outcome, shown
