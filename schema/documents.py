"""Documents: parsed and validated once, planned once per shape, bounded in number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Undefined,
    VariableDefinitionNode,
    execute_sync,
    get_variable_values,
    value_from_ast_untyped,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues

from db.reading.asked import Asked, Shape
from db.reading.dialects import Json
from db.reading.plan import Plan, known, plan_root
from schema.changes.showing import PLANS as PLANS_OF_PAYLOADS
from schema.faults import MOST_ERRORS
from schema.feed import FEED
from schema.parsing import Rules, Unfit, check, compiling, operation_of, parsed, weighed
from schema.places import placed
from schema.records import PLANS as PLANS_OF_RECORDS
from schema.remembering import (
    BYTES_A_CHARACTER,
    BYTES_A_VALUE,
    ROOM,
    Counts,
    Remembered,
    size_of_plans,
)
from schema.selecting import Selecting
from schema.trusted import Trusted
from schema.variables import Variable, coerced, coercion, steering
from schema.weighing import Measure, Weight

DEFAULT = Rules()
_INTROSPECTS = re.compile(r"__(schema|type)\b")


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation of a valid document. It is equal to itself alone: whoever looks for its plans
    need not read its text again. `sizes` are the variables that size its pages, lists and filters,
    with their defaults and how they are measured; `weight` is of the operation without them.
    """

    text: str
    node: OperationDefinitionNode
    document: DocumentNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: tuple[Variable, ...]
    introspects: bool
    weight: Weight
    sizes: tuple[tuple[str, object, Measure], ...]

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.node.operation


class Steering(NamedTuple):
    """What names a plan: everything that steers its SQL."""

    operation: Operation
    shape: Shape
    variables: object


@dataclass(frozen=True, slots=True)
class Planned:
    """One operation being planned, with the variables of whoever asks first."""

    operation: Operation
    shape: Shape
    variables: VariableValues


class Documents:
    """The documents of one schema over one database. What parsing, validating and planning make is
    remembered; `counts` tells how often that served.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        json: Json,
        rules: Rules = DEFAULT,
        trusted: Trusted | None = None,
    ) -> None:
        self._schema, self.json, self.rules = schema, json, rules
        self.trusted = trusted or Trusted()
        self._operation = Remembered(self._find, _size_of_operation, ROOM)
        self._weight = Remembered(self._weighed, _size_of_weight, ROOM)
        self.plans = Remembered(self._plan, _size_of_plans, ROOM)

    def operation(self, text: str | None, name: str | None) -> Operation:
        """The named operation, or the only one; Unfit for a document that cannot be run. The text
        may be a DocumentId.
        """
        found = None if text is None else self.trusted.text(text)
        if not found:
            raise Unfit(GraphQLError("Send the document as `query`, a string."))
        return self._operation((found, name))

    def counts(self) -> Mapping[str, Counts]:
        """How often documents and plans were at hand, by what is kept. `payloads` and `records`,
        what changes show, are of the whole process.
        """
        return {
            "documents": self._operation.counts(),
            "plans": self.plans.counts(),
            "payloads": PLANS_OF_PAYLOADS.counts(),
            "records": PLANS_OF_RECORDS.counts(),
        }

    def _find(self, asked: tuple[str, str | None]) -> Operation:
        text, name = asked
        document = parsed(self._schema, self.rules, text)
        node = operation_of(document, name)
        fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        defined = [get_variable_signature(self._schema, v) for v in _defined(node)]
        variables = tuple(
            Variable(s.name, s, coercion(s.type))
            for s in defined
            if not isinstance(s, GraphQLError)
        )
        introspects = _INTROSPECTS.search(text) is not None
        weight, sized = weighed(self._schema, document, node, {})
        sizes = tuple((n, v, sized[n]) for n, v in _defaults(node).items() if n in sized)
        return Operation(text, node, document, fragments, variables, introspects, weight, sizes)

    def weight(self, operation: Operation, given: Mapping[str, Any] | None) -> Weight:
        """What the operation asks for with these variables, coerced or not; Unfit for too much."""
        if not operation.sizes:
            return operation.weight
        sizes = {n: of((given or {}).get(n, usual)) for n, usual, of in operation.sizes}
        weight = self._weight((operation, tuple(sizes.items())))
        check(weight, self.rules.limits)
        return weight

    def _weighed(self, asked: tuple[Operation, tuple[tuple[str, int], ...]]) -> Weight:
        operation, sizes = asked
        return weighed(self._schema, operation.document, operation.node, dict(sizes))[0]

    def variables(self, operation: Operation, given: Mapping[str, Any] | None) -> VariableValues:
        """The coerced variables; Unfit where they do not fit their definitions."""
        inputs = dict(given or {})
        if (quick := coerced(operation.variables, inputs)) is not None:
            return quick
        defined = _defined(operation.node)
        values = get_variable_values(
            self._schema,
            defined,
            inputs,
            max_errors=MOST_ERRORS - 1,
            hide_suggestions=not self.rules.suggestions,
        )
        if isinstance(values, list):
            asked = DocumentNode(definitions=(operation.node, *operation.fragments.values()))
            raise Unfit(*[placed(error, asked) for error in values])
        return values

    def plans_of(
        self, operation: Operation, variables: VariableValues, shape: Shape
    ) -> tuple[Plan, ...]:
        """One plan per root field, in the order of the document."""
        asked = Steering(operation, shape, steering(variables))
        if operation.introspects and operation.variables:
            # Its answer is part of the plan, and would be another for other values.
            return self._plan(asked, variables)
        return self.plans(asked, variables)

    def feed(self, operation: Operation, variables: VariableValues) -> Asked | None:
        """What a subscription asks of the change feed; None where it asks anything else."""
        walk, root = self.selecting(operation, variables), self.root(operation)
        ((key, nodes),) = walk.fields(root, [operation.node.selection_set]).items()
        return walk.asked(root, key, nodes) if nodes[0].name.value == FEED else None

    def selecting(self, operation: Operation, variables: VariableValues) -> Selecting:
        """A walk over the operation."""
        return Selecting(self._schema, operation.fragments, variables)

    def root(self, operation: Operation) -> GraphQLObjectType:
        """Query or Subscription."""
        root = self._schema.get_root_type(operation.kind)
        if root is None:
            raise Unfit(GraphQLError(f"There is no {operation.kind.value} here."))
        return root

    def is_public(self, operation: Operation, variables: VariableValues) -> bool:
        """Whether the operation asks about the schema alone, which everybody may know."""
        root = self.root(operation)
        asked = self.selecting(operation, variables).fields(root, [operation.node.selection_set])
        return all(nodes[0].name.value.startswith("__") for nodes in asked.values())

    def _plan(self, asked: Steering, variables: VariableValues) -> tuple[Plan, ...]:
        with compiling():
            return self._planned(Planned(asked.operation, asked.shape, variables))

    def _planned(self, planned: Planned) -> tuple[Plan, ...]:
        walk, root = (
            self.selecting(planned.operation, planned.variables),
            self.root(planned.operation),
        )
        grouped = walk.fields(root, [planned.operation.node.selection_set])
        return tuple(
            self._root_plan(walk, root, key, nodes, planned) for key, nodes in grouped.items()
        )

    def _root_plan(
        self,
        walk: Selecting,
        root: GraphQLObjectType,
        key: str,
        nodes: list[FieldNode],
        planned: Planned,
    ) -> Plan:
        name = nodes[0].name.value
        if name == "__typename":
            return known(key, orjson.dumps(root.name).decode())
        if name in ("__schema", "__type"):
            return known(key, self._introspected(planned, nodes))
        return plan_root(walk.asked(root, key, nodes), planned.shape, self.json)

    def _introspected(self, planned: Planned, nodes: list[FieldNode]) -> str:
        """What graphql-core answers to a question about the schema itself."""
        asked = replace(
            planned.operation.node, selection_set=SelectionSetNode(selections=tuple(nodes))
        )
        document = DocumentNode(definitions=(asked, *planned.operation.fragments.values()))
        # As they were sent, because graphql-core makes of them once more what they should be.
        given = planned.variables.sources.items()
        sent = {name: told.value for name, told in given if told.value is not Undefined}
        answer = execute_sync(self._schema, document, variable_values=sent)
        if answer.errors or not answer.data:
            raise Unfit(*(answer.errors or [GraphQLError("Nothing was asked.")]))
        return orjson.dumps(next(iter(answer.data.values()))).decode()


def _size_of_operation(asked: tuple[str, str | None], operation: Operation) -> int:
    return BYTES_A_CHARACTER * len(operation.text)


def _size_of_weight(asked: tuple[Operation, object], weight: Weight) -> int:
    """It keeps the operation that it was asked for, as a plan does."""
    return BYTES_A_VALUE + BYTES_A_CHARACTER * len(asked[0].text)


def _size_of_plans(asked: Steering, plans: Sequence[Plan]) -> int:
    return size_of_plans(plans, asked.operation.text)


def _defined(node: OperationDefinitionNode) -> Sequence[VariableDefinitionNode]:
    return node.variable_definitions or ()


def _defaults(node: OperationDefinitionNode) -> dict[str, object]:
    """The variables, as they are where a request does not say."""
    return {
        v.variable.name.value: value_from_ast_untyped(v.default_value) if v.default_value else None
        for v in _defined(node)
    }
