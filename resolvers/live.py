"""Open questions: whoever asks the same with the same rights shares one run and one answer."""

from collections.abc import AsyncGenerator, Hashable
from datetime import UTC, datetime
from functools import partial

from db import entries, feed
from db.reading.asked import Run
from db.reading.plan import Plan
from realtime.hub import Hub
from realtime.question import Answer, Ear, Question
from resolvers.house import House
from resolvers.reading import answer_one

_SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def open_hub(house: House) -> Hub:
    """The hub of this process."""
    read_on = partial(entries.stretch, house.store)
    return Hub(house.bus, partial(feed.since, house.store), read_on)


def question_of(house: House, plan: Plan, run: Run) -> Question:
    """The question that the plan asks for this viewer. Its key is the SQL with every bound value
    but the time: equal keys are the same question about the same rows, so sharing the answer can
    show nobody what they could not ask for themselves.
    """

    async def asked() -> Answer:
        now = Run(run.viewer, run.variables, house.clock())
        return await answer_one(house.store, plan, plan.values(now))

    return Question(key_of(plan, run), plan.reads(run), plan.reads_clock, asked)


def key_of(plan: Plan, run: Run) -> Hashable:
    """The statement and its values, the clock set aside."""
    values = plan.values(Run(run.viewer, run.variables, _SOME_MOMENT))
    return (plan.sql, plan.answer, *[tuple(v) if isinstance(v, list) else v for v in values])


def follow(
    hub: Hub, house: House, plan: Plan, run: Run, ear: Ear | None = None
) -> AsyncGenerator[Answer, None]:
    """The answer at once, then each time that it changed and could not be told by the ear."""
    return hub.follow(run.viewer.organization, question_of(house, plan, run), ear)
