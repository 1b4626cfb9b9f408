"""Documents: parsed and validated once, planned once per shape, bounded in number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Undefined,
    VariableDefinitionNode,
    execute_sync,
    get_named_type,
    get_variable_values,
    parse,
    validate,
)
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.utilities import coerce_input_value

from db.reading.asked import Asked, Shape
from db.reading.dialects import Json
from db.reading.plan import Plan, known, plan_root
from schema.feed import FEED
from schema.selecting import Selecting

MOST_DOCUMENTS = 1000
MOST_PLANS = 4000
MOST_TOKENS = 5000
_INTROSPECTS = re.compile(r"__(schema|type)\b")


class Unfit(Exception):
    """The document or its variables cannot be run; `errors` say why."""

    def __init__(self, *errors: GraphQLError) -> None:
        super().__init__(errors[0].message)
        self.errors = list(errors)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a valid document."""

    text: str
    node: OperationDefinitionNode
    document: DocumentNode
    fragments: Mapping[str, FragmentDefinitionNode]
    signatures: tuple[GraphQLVariableSignature, ...]

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.node.operation


@dataclass(frozen=True, slots=True)
class Planned:
    """What names a plan: everything that steers its SQL. The rest travels along, uncompared."""

    text: str
    name: str | None
    shape: Shape
    variable_shape: object
    operation: Operation = field(compare=False)
    variables: VariableValues = field(compare=False)


class Documents:
    """The documents of one schema over one database. Parsing, validating and planning are paid
    once; `hits` and `misses` are told by `plans.cache_info()`.
    """

    def __init__(self, schema: GraphQLSchema, json: Json) -> None:
        self._schema, self._json = schema, json
        self._valid = lru_cache(MOST_DOCUMENTS)(self._parse)
        self._operation = lru_cache(MOST_DOCUMENTS)(self._find)
        self.plans = lru_cache(MOST_PLANS)(self._plan)

    def operation(self, text: str | None, name: str | None) -> Operation:
        """The named operation, or the only one; Unfit for a document that cannot be run."""
        if not text:
            raise Unfit(GraphQLError("Send the document as `query`, a string."))
        return self._operation(text, name)

    def _find(self, text: str, name: str | None) -> Operation:
        document, errors = self._valid(text)
        if errors:
            raise Unfit(*errors)
        found = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        named = [d for d in found if name is None or (d.name and d.name.value == name)]
        if len(named) != 1:
            raise Unfit(GraphQLError(_which(named, name)))
        fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        defined = [get_variable_signature(self._schema, v) for v in _defined(named[0])]
        signatures = tuple(s for s in defined if not isinstance(s, GraphQLError))
        return Operation(text, named[0], document, fragments, signatures)

    def _parse(self, text: str) -> tuple[DocumentNode, tuple[GraphQLError, ...]]:
        try:
            document = parse(text, max_tokens=MOST_TOKENS)
        except GraphQLError as wrong:
            return DocumentNode(definitions=()), (wrong,)
        return document, tuple(validate(self._schema, document, max_errors=20))

    def variables(self, operation: Operation, given: Mapping[str, Any] | None) -> VariableValues:
        """The coerced variables; Unfit where they do not fit their definitions."""
        inputs = dict(given or {})
        if (quick := coerced(operation.signatures, inputs)) is not None:
            return quick
        defined = _defined(operation.node)
        values = get_variable_values(self._schema, defined, inputs, max_errors=20)
        if isinstance(values, list):
            raise Unfit(*values)
        return values

    def plans_of(
        self, operation: Operation, variables: VariableValues, shape: Shape
    ) -> tuple[Plan, ...]:
        """One plan per root field, in the order of the document."""
        name = operation.node.name.value if operation.node.name else None
        asked = Planned(operation.text, name, shape, steering(variables), operation, variables)
        if operation.signatures and _INTROSPECTS.search(operation.text):
            # Its answer is part of the plan, and would be another for other values.
            return self._plan(asked)
        return self.plans(asked)

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

    def _plan(self, planned: Planned) -> tuple[Plan, ...]:
        try:
            return self._planned(planned)
        except RecursionError as deep:
            told = "The question is nested too deeply to be compiled: ask for fewer levels."
            raise Unfit(GraphQLError(told)) from deep

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
        return plan_root(walk.asked(root, key, nodes), planned.shape, self._json)

    def _introspected(self, planned: Planned, nodes: list[FieldNode]) -> str:
        """What graphql-core answers to a question about the schema itself."""
        asked = replace(
            planned.operation.node, selection_set=SelectionSetNode(selections=tuple(nodes))
        )
        document = DocumentNode(definitions=(asked, *planned.operation.fragments.values()))
        answer = execute_sync(self._schema, document, variable_values=planned.variables.coerced)
        if answer.errors or not answer.data:
            raise Unfit(*(answer.errors or [GraphQLError("Nothing was asked.")]))
        return orjson.dumps(next(iter(answer.data.values()))).decode()


def _defined(node: OperationDefinitionNode) -> Sequence[VariableDefinitionNode]:
    return node.variable_definitions or ()


def coerced(
    signatures: Sequence[GraphQLVariableSignature], inputs: Mapping[str, Any]
) -> VariableValues | None:
    """The variables of a request that gives every one of them, as they should be. None sends any
    other request to graphql-core, which knows defaults and errors but reads each signature anew:
    a fifth of the server's time for a small question.
    """
    sources: dict[str, VariableValueSource] = {}
    values: dict[str, Any] = {}
    for signature in signatures:
        value = inputs.get(signature.name)
        if value is None or isinstance(get_named_type(signature.type), GraphQLInputObjectType):
            return None
        values[signature.name] = coerce_input_value(value, signature.type)
        if values[signature.name] is Undefined:
            return None
        sources[signature.name] = VariableValueSource(signature, value)
    return VariableValues(sources, values)


def _which(named: list[OperationDefinitionNode], name: str | None) -> str:
    if named:
        return "The document has several operations: name one as `operationName`."
    return f"The document has no operation named {name}." if name else "The document is empty."


def shape_of(value: Any, kind: GraphQLInputType) -> object:
    """What of a coerced value steers SQL: which names are given or null, enum words and booleans.
    Texts, numbers and moments are bound, so they do not.
    """
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if value is None:
        return None
    if isinstance(kind, GraphQLList):
        shapes = tuple(shape_of(inner, kind.of_type) for inner in value)
        return "values" if set(shapes) <= {"value"} else shapes
    if isinstance(kind, GraphQLInputObjectType):
        fields = kind.fields
        return tuple((n, shape_of(inner, fields[n].type)) for n, inner in sorted(value.items()))
    if isinstance(kind, GraphQLEnumType) or isinstance(value, bool):
        return str(value)
    return "value"


def steering(variables: VariableValues) -> object:
    """The shapes of all variables of an operation."""
    return tuple(
        (name, shape_of(value, variables.sources[name].signature.type))
        for name, value in sorted(variables.coerced.items())
        if name in variables.sources
    )
