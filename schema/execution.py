"""The one place where execution is ours: questions go to the compiled reads, open questions to
the hub, changes to their mutations.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping, Sequence
from contextlib import aclosing
from contextvars import ContextVar
from functools import partial
from typing import Any

import strawberry
from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError, GraphQLSchema, OperationType, execute
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType as Allowed

from db.reading.asked import Run, Shape
from db.reading.plan import Plan
from domain.access import Role
from domain.errors import Unauthenticated
from realtime.failures import outlasting
from realtime.question import Ended
from resolvers.live import follow
from resolvers.reading import answer
from schema.asking import Asking
from schema.changes.checking import check_payloads
from schema.documents import Documents, Operation
from schema.faults import coded, fault, presentable, took_too_long
from schema.live import Live, Results, Tell, accompanied, ear_of
from schema.parsing import Unfit, told_at
from schema.results import answered, live, once, refused
from schema.shown import Shown
from schema.tally import Tally
from schema.told import BATCH, Teller, picking, told
from schema.variables import steering
from schema.ways import allow
from schema.weighing import Weight

Given = Mapping[str, Any] | None
# The `extensions` of a socket's operation: Strawberry's handler of sockets does not hand them on.
EXTENSIONS: ContextVar[dict[str, Any] | None] = ContextVar("EXTENSIONS", default=None)


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
    """The schema; `documents` are set once the database is known, `tally` counts what becomes of
    operations, `answer_seconds` is how long a single answer on a stream or socket may take.
    """

    documents: Documents
    tally: Tally
    answer_seconds: float = 30

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
            weight = self.documents.weight(operation, variable_values)
        except Unfit as unfit:
            return self._unfit(unfit)
        kind = context_value.kind = operation.kind.value
        run = self._ask if operation.kind is OperationType.QUERY else self._change
        result = await run(operation, variable_values, context_value)
        result.extensions = self._beside(weight, operation_extensions)
        self.tally.note(kind, result)
        return result

    def _unfit(self, unfit: Unfit) -> ExecutionResult:
        """Nothing was run, and of what kind it would have been does not matter."""
        result = refused(unfit.errors)
        self.tally.note("none", result)
        return result

    def _beside(self, weight: Weight, asked: Given) -> dict[str, Any] | None:
        """What stands beside an answer: its cost, if `"extensions": {"cost": true}` asks for it."""
        if not asked or asked.get("cost") is not True:
            return None
        return {"cost": {"counted": weight.cost, "limit": self.documents.rules.limits.cost}}

    async def _ask(self, operation: Operation, given: Given, asking: Asking) -> ExecutionResult:
        try:
            plans, run = await self._planned(operation, given, asking)
            bound = [(plan, values_of(plan, run)) for plan in plans]
            answers = await answer(asking.house.store, bound)
        except Unfit as unfit:
            return refused(unfit.errors)
        except GraphQLError as wrong:
            # Null, where only a default that was not taken made the variable fit.
            return refused([wrong])
        except Exception as error:
            return refused([fault(error)])
        return answered(plans, answers)

    async def _change(self, operation: Operation, given: Given, asking: Asking) -> ExecutionResult:
        """Run the mutations. What is wrong with the request as a whole is told before any runs, so
        that no data in an answer means that nothing was changed.
        """
        try:
            variables = self.documents.variables(operation, given)
            run = Run(await asking.viewer(), variables, asking.house.clock())
            self.documents.trusted.note(operation.text)
            check_payloads(self.documents, operation, run)
        except Unfit as unfit:
            return refused(unfit.errors)
        except GraphQLError as wrong:
            return refused([wrong])
        except Exception as error:
            return refused([fault(error)])
        ran = await self._run(operation, given, asking)
        return ExecutionResult(ran.data, presentable(ran.errors) if ran.errors else None)

    async def _run(self, operation: Operation, given: Given, asking: Asking) -> CoreResult:
        """By graphql-core, because Strawberry would read and check the document once more."""
        name = operation.node.name
        running = execute(
            self.core,
            operation.document,
            context_value=asking,
            variable_values=dict(given) if given else None,
            operation_name=name.value if name else None,
            executor_class=Executor,
            operation_extensions=None,
        )
        return running if isinstance(running, CoreResult) else await running

    async def _planned(
        self, operation: Operation, given: Given, asking: Asking
    ) -> tuple[Sequence[Plan], Run | None]:
        """The plans and whose run they are. Only questions about the schema itself are answered to
        someone who has not signed in: they have no run.
        """
        variables = self.documents.variables(operation, given)
        viewer = await asking.viewer() if asking.claims else None
        if viewer is None and not self.documents.is_public(operation, variables):
            raise Unauthenticated
        shape = Shape.of(viewer) if viewer else Shape(Role.CLIENT, located=False)
        if viewer:
            self.documents.trusted.note(operation.text)
        plans = self.documents.plans_of(operation, variables, shape)
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
            weight = self.documents.weight(operation, variable_values)
        except Unfit as unfit:
            return once(self._unfit(unfit))
        if operation.kind is OperationType.SUBSCRIPTION:
            results = partial(self._live, operation, variable_values, context_value)
            beside = self._beside(weight, operation_extensions or EXTENSIONS.get())
            return accompanied(results(None), beside) if beside else Live(results)
        running = self.execute(
            query,
            variable_values,
            context_value,
            operation_name=operation_name,
            operation_extensions=operation_extensions or EXTENSIONS.get(),
        )
        # A client that leaves must not undo half-way what it has asked for.
        return once(await asyncio.shield(asyncio.ensure_future(self._in_time(running))))

    async def _in_time(self, running: Awaitable[ExecutionResult]) -> ExecutionResult:
        """The result, or TIMEOUT. Plain requests have the server's own deadline."""
        try:
            async with asyncio.timeout(self.answer_seconds):
                return await running
        except TimeoutError:
            return refused([coded("TIMEOUT", took_too_long(self.answer_seconds))])

    async def _live(
        self, operation: Operation, given: Given, asking: Asking, tell: Tell | None
    ) -> Results:
        asking.kind = operation.kind.value
        try:
            variables = self.documents.variables(operation, given)
            viewer = await outlasting(asking.viewer, final=Unauthenticated)
            self.documents.trusted.note(operation.text)
            run = Run(viewer, variables, asking.house.clock())
            self.tally.opened()
            async with aclosing(self._kept_open(operation, run, asking, tell)) as results:
                async for result in results:
                    if await outlasting(asking.viewer, final=Unauthenticated) != viewer:
                        raise Unauthenticated
                    self.tally.delivered += 1
                    yield result
        except Ended:
            # The process goes; sockets and streams are told so by their own.
            return
        except Unfit as unfit:
            yield self._ended(unfit.errors)
        except GraphQLError as wrong:
            yield self._ended([wrong])
        except Exception as error:
            yield self._ended([fault(error)])

    def _ended(self, errors: Sequence[GraphQLError]) -> ExecutionResult:
        """The last word of a subscription."""
        result = refused(errors)
        self.tally.note(OperationType.SUBSCRIPTION.value, result)
        return result

    def _kept_open(
        self, operation: Operation, run: Run, asking: Asking, tell: Tell | None
    ) -> Results:
        asked = self.documents.feed(operation, run.variables)
        if asked is None:
            return self._answers(operation, run, asking, tell)
        named = (operation, asked.key, steering(run.variables))
        return told(asking.hub, run.viewer, asked, Teller(named, picking(asked.children, BATCH)))

    async def _answers(
        self, operation: Operation, run: Run, asking: Asking, tell: Tell | None
    ) -> Results:
        (plan,) = self.documents.plans_of(operation, run.variables, Shape.of(run.viewer))
        values_of(plan, run)

        short = self.tally.counting(tell) if tell else None
        ear = ear_of(run.viewer, asking, plan.key, short) if short else None
        async with aclosing(follow(asking.hub, asking.house, plan, run, ear)) as answers:
            async for text in answers:
                yield live(plan, text)


def values_of(plan: Plan, run: Run | None) -> list[object]:
    """The plan's values; Unfit, told at the root field, where an argument is out of bounds. Without
    a run there are none: the document alone is the answer.
    """
    with told_at(plan.key):
        return plan.values(run) if run else []
