"""Results, as Strawberry hands them on: refused, answered, of a question that stays open."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

import orjson
from graphql import GraphQLError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from db.reading.plan import Plan
from domain.errors import NotFound
from schema.faults import MOST_ERRORS, fault, presentable
from schema.finished import finished


def refused(errors: Sequence[GraphQLError]) -> ExecutionResult:
    """Nothing was run."""
    return PreExecutionError(data=None, errors=presentable(errors))


def answered(plans: Sequence[Plan], answers: Sequence[str | None]) -> ExecutionResult:
    """The finished JSON of each root field, unparsed; NOT_FOUND beside an id that found nothing."""
    data = {
        plan.key: None if text is None else orjson.Fragment(text)
        for plan, text in zip(plans, answers, strict=True)
    }
    missing = [plan.key for plan in plans if plan.by_id and data[plan.key] is None]
    errors = [fault(NotFound(), [key]) for key in missing[:MOST_ERRORS]]
    return ExecutionResult(data=data, errors=errors or None)


def live(plan: Plan, text: str | None) -> ExecutionResult:
    """One of the answers of a question that stays open."""
    if text is None:
        return answered([plan], [None])
    return ExecutionResult(data=cast(Any, finished(plan.key, text)), errors=None)


async def once(result: ExecutionResult) -> AsyncGenerator[ExecutionResult, None]:
    """A stream of one result."""
    yield result
