"""The one place where execution is ours: questions go to the compiled reads, open questions to
the hub, changes to their mutations.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import orjson
import strawberry
from graphql import GraphQLError, GraphQLSchema, OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType as Allowed

from db.reading.asked import Run, Shape
from db.reading.plan import Plan
from domain.access import Role, Viewer
from domain.errors import NotFound, Unauthenticated
from realtime.failures import outlasting
from resolvers.live import follow
from resolvers.reading import answer, bind
from schema.asking import Asking
from schema.documents import Documents, Operation, Unfit
from schema.faults import coded, fault, presented
from schema.shown import Shown

Given = Mapping[str, Any] | None


class Executor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core runs the mutations; what a payload shows of records is finished JSON."""

    def build_resolve_info(self, *args: Any) -> Any:
        """Hand the variables on with their sources, which planning a payload needs."""
        info: Any = super().build_resolve_info(*args)
        return info._replace(operation_extensions=self.variable_values)

    def complete_value(
        self, return_type: Any, details: Any, info: Any, path: Any, result: Any, position: Any
    ) -> Any:
        """Pass finished JSON on as it is."""
        if isinstance(result, Shown):
            return result.at(path.key)
        return super().complete_value(return_type, details, info, path, result, position)


class CaseloadSchema(strawberry.Schema):
    """The schema; `documents` are set once the database is known."""

    documents: Documents

    @property
    def core(self) -> GraphQLSchema:
        """graphql-core's schema."""
        return self._schema

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[Allowed] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Answer one query, or run one document of mutations."""
        try:
            operation = self.documents.operation(query, operation_name)
            allow(operation, allowed_operation_types)
        except Unfit as unfit:
            return refused(unfit.errors)
        if operation.kind is OperationType.QUERY:
            return await self._ask(operation, variable_values, context_value)
        ran = await super().execute(
            query, variable_values, context_value, root_value, operation_name
        )
        ran.errors = [presented(error) for error in ran.errors] if ran.errors else None
        return ran

    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """Nothing here: Strawberry would log literals and variables, a client's data. Faults are
        told to the log by `schema.faults`.
        """

    async def _ask(self, operation: Operation, given: Given, asking: Asking) -> ExecutionResult:
        try:
            viewer = await asking.viewer() if asking.claims else None
            plans, run = self._planned(operation, given, asking, viewer)
            bound = bind(plans, run) if run else [(plan, []) for plan in plans]
            answers = await answer(asking.house.store, bound)
        except Unfit as unfit:
            return refused(unfit.errors)
        except Exception as error:
            return refused([fault(error)])
        return answered(plans, answers)

    def _planned(
        self, operation: Operation, given: Given, asking: Asking, viewer: Viewer | None
    ) -> tuple[Sequence[Plan], Run | None]:
        """The plans and whose run they are. Only questions about the schema itself are answered to
        someone who has not signed in: they have no run.
        """
        variables = self.documents.variables(operation, given)
        shape = Shape.of(viewer) if viewer else Shape(Role.CLIENT, located=False)
        plans = self.documents.plans_of(operation, variables, shape)
        if viewer is None and any(plan.answer is None for plan in plans):
            raise Unauthenticated
        return plans, Run(viewer, variables, asking.house.clock()) if viewer else None

    async def stream(  # type: ignore[override]
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
        allowed_operation_types: Iterable[Allowed] | None = None,
    ) -> AsyncIterator[ExecutionResult]:
        """Keep a subscription's question open; run anything else once."""
        try:
            operation = self.documents.operation(query, operation_name)
            allow(operation, allowed_operation_types)
        except Unfit as unfit:
            return once(refused(unfit.errors))
        if operation.kind is OperationType.SUBSCRIPTION:
            return self._live(operation, variable_values, context_value)
        # A client that leaves must not undo half-way what it has asked for.
        whole = asyncio.ensure_future(
            self.execute(query, variable_values, context_value, root_value, operation_name)
        )
        return once(await asyncio.shield(whole))

    async def _live(
        self, operation: Operation, given: Given, asking: Asking
    ) -> AsyncGenerator[ExecutionResult, None]:
        try:
            viewer = await outlasting(asking.viewer, final=Unauthenticated)
            plans, run = self._planned(operation, given, asking, viewer)
            assert run is not None
            bind(plans, run)
            async with aclosing(follow(asking.hub, asking.house, plans[0], run)) as answers:
                async for text in answers:
                    if await outlasting(asking.viewer, final=Unauthenticated) != run.viewer:
                        raise Unauthenticated
                    yield answered(plans, [text])
        except Unfit as unfit:
            yield refused(unfit.errors)
        except Exception as error:
            yield refused([fault(error)])


def allow(operation: Operation, allowed: Iterable[Allowed] | None) -> None:
    """Unfit where the way that the operation came does not take its kind."""
    if allowed is not None and operation.kind.name not in {kind.name for kind in allowed}:
        told = f"A {operation.kind.value} cannot be sent this way: queries go by GET or POST, "
        raise Unfit(
            coded(
                "BAD_USER_INPUT",
                told + "mutations by POST, subscriptions by websocket or server-sent events.",
            )
        )


def refused(errors: Sequence[GraphQLError]) -> ExecutionResult:
    """Nothing was run."""
    return PreExecutionError(data=None, errors=[presented(error) for error in errors])


def answered(plans: Sequence[Plan], answers: Sequence[str | None]) -> ExecutionResult:
    """The finished JSON of each root field, unparsed; NOT_FOUND beside an id that found nothing."""
    data = {
        plan.key: None if text is None else orjson.Fragment(text)
        for plan, text in zip(plans, answers, strict=True)
    }
    missing = [plan.key for plan in plans if plan.by_id and data[plan.key] is None]
    return ExecutionResult(data=data, errors=[fault(NotFound(), [key]) for key in missing] or None)


async def once(result: ExecutionResult) -> AsyncGenerator[ExecutionResult, None]:
    """A stream of one result."""
    yield result
