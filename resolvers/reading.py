"""Questions: each root field is one statement, and they run side by side."""

import asyncio
from collections.abc import Sequence

from db.reading.asked import Run
from db.reading.plan import Plan
from db.store import Store
from db.work import Work

Bound = tuple[Plan, list[object]]


def bind(plans: Sequence[Plan], run: Run) -> list[Bound]:
    """Each plan with its values; Invalid where an argument is out of bounds, before any SQL."""
    return [(plan, plan.values(run)) for plan in plans]


async def answer(store: Store, bound: Sequence[Bound]) -> list[str | None]:
    """The JSON of each root field; None for null."""
    if len(bound) == 1:
        return [await answer_one(store, *bound[0])]
    return list(await asyncio.gather(*[answer_one(store, *each) for each in bound]))


async def answer_one(store: Store, plan: Plan, values: list[object]) -> str | None:
    """The JSON of one root field; None for null."""
    if plan.answer is not None:
        return plan.answer
    found: str | None = await store.read(plan.sql, values)
    return found


async def answer_inside(work: Work, plan: Plan, run: Run) -> str | None:
    """The JSON of a record inside a change: what the change did is seen already."""
    found: str | None = await work.ask(plan.sql, plan.values(run))
    return found
