"""Variables: read from a request, and what of them steers a plan."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature
from graphql.execution.values import VariableValues, VariableValueSource


class Variable(NamedTuple):
    """One variable of an operation. `coerce` is how its type reads what a request gives: it raises
    where that does not fit. None leaves it to graphql-core.
    """

    name: str
    signature: GraphQLVariableSignature
    coerce: Callable[[Any], Any] | None


def coercion(kind: GraphQLInputType) -> Callable[[Any], Any] | None:
    """How to read a value, chosen once, for what most variables are: a scalar, an enum word or a
    list of such. graphql-core asks anew for each value what its type is.
    """
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(kind, (GraphQLScalarType, GraphQLEnumType)):
        return kind.coerce_input_value
    if isinstance(kind, GraphQLList) and isinstance(kind.of_type, GraphQLNonNull):
        each = coercion(kind.of_type)
        return partial(_listed, each) if each else None
    return None


def _listed(each: Callable[[Any], Any], values: Any) -> list[Any]:
    if not isinstance(values, list) or None in values:
        raise TypeError("not a list of values")
    return [each(value) for value in values]


def coerced(variables: Sequence[Variable], inputs: Mapping[str, Any]) -> VariableValues | None:
    """The variables of a request that gives every one of them, as they should be. None sends any
    other request to graphql-core, which knows defaults and errors but reads each signature anew:
    a fifth of the server's time for a small question.
    """
    sources: dict[str, VariableValueSource] = {}
    values: dict[str, Any] = {}
    for name, signature, coerce in variables:
        value = inputs.get(name)
        if value is None or coerce is None:
            return None
        try:
            values[name] = coerce(value)
        except Exception:
            return None
        sources[name] = VariableValueSource(signature, value)
    return VariableValues(sources, values)


def steering(variables: VariableValues) -> object:
    """What of the variables steers SQL: which names are given or null, enum words and booleans.
    Texts, numbers and moments are bound, so they do not.
    """
    return tuple([(name, _shape_of(value)) for name, value in variables.coerced.items()])


def _shape_of(value: Any) -> object:
    if isinstance(value, dict):
        return tuple([(name, _shape_of(inner)) for name, inner in value.items()])
    if isinstance(value, list):
        shapes = tuple([_shape_of(inner) for inner in value])
        return "values" if set(shapes) <= {"value"} else shapes
    return value if value is None or isinstance(value, (bool, Enum)) else "value"
