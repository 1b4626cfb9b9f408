"""A field's arguments: constants are coerced once, variables are looked up at each run."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_non_null_type,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.utilities.coerce_input_value import coerce_input_literal

from db.reading.asked import Args
from domain.naming import camel

NOTHING: Args = {}
Maker: TypeAlias = Callable[[VariableValues], Any]


def arguments(field: GraphQLField, node: FieldNode) -> Callable[[VariableValues], Args]:
    """How to find the field's arguments, by the names of `schema/`, in the variables of a run."""
    if not field.args:
        return lambda variables: NOTHING
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    names = names_of(field)
    if not any(has_variables(value) for value in given.values()):
        constant = {names[n]: v for n, v in _whole(field, node, None).items()}
        return lambda variables: constant
    makers = [(names[n], _maker(field.args[n], value)) for n, value in given.items()]
    usual = {names[n]: a.default_value for n, a in field.args.items() if _has_default(a)}

    return _gathered(makers, usual)


def _gathered(
    makers: Sequence[tuple[str, Maker]], usual: Mapping[str, Any]
) -> Callable[[VariableValues], dict[str, Any]]:
    """The values that are given, by name, beside the defaults of those that are not."""

    def found(variables: VariableValues) -> dict[str, Any]:
        values = dict(usual)
        for name, make in makers:
            value = make(variables)
            if value is not Undefined:
                values[name] = value
        return values

    return found


def _whole(field: GraphQLField, node: FieldNode, variables: VariableValues | None) -> Args:
    found = get_argument_values(field, node, variables)
    return {name: spelled(value, field.args[name].type) for name, value in found.items()}


def _has_default(place: GraphQLArgument | GraphQLInputField) -> bool:
    return place.default_value is not Undefined


def _maker(place: GraphQLArgument | GraphQLInputField, value: ValueNode) -> Maker:
    """How to make the value that stands in an argument or an input's field."""
    if isinstance(value, VariableNode):
        return _looked_up(value, place)
    kind = get_nullable_type(place.type)
    if not has_variables(value):
        constant = spelled(coerce_input_literal(value, place.type), place.type)
        return lambda variables: constant
    if isinstance(value, ObjectValueNode) and isinstance(kind, GraphQLInputObjectType):
        return _object(value, kind)
    return _made(value, place)


def _made(value: ValueNode, place: GraphQLArgument | GraphQLInputField) -> Maker:
    """For a list, or one thing in place of a list, with variables in it."""

    def make(variables: VariableValues) -> Any:
        made = coerce_input_literal(value, place.type, variables)
        if made is Undefined:
            # The document is valid, so that it can only be a variable's value.
            raise GraphQLError("A variable must not be null here.", value)
        return spelled(made, place.type)

    return make


def _looked_up(value: VariableNode, place: GraphQLArgument | GraphQLInputField) -> Maker:
    name, refuses_null = value.name.value, is_non_null_type(place.type)
    is_spelled = isinstance(get_named_type(place.type), GraphQLInputObjectType)

    def make(variables: VariableValues) -> Any:
        found = variables.coerced.get(name, Undefined)
        if found is None and refuses_null:
            raise GraphQLError(f"`${name}` must not be null here.", value)
        return spelled(found, place.type) if is_spelled else found

    return make


def _object(value: ObjectValueNode, kind: GraphQLInputObjectType) -> Maker:
    names = names_in(kind)
    given = {field.name.value: field.value for field in value.fields}
    makers = [(names[n], _maker(kind.fields[n], inner)) for n, inner in given.items()]
    usual = {names[n]: f.default_value for n, f in kind.fields.items() if _has_default(f)}
    return _gathered(makers, usual)


def spelled(value: Any, kind: GraphQLInputType) -> Any:
    """A coerced value with the names of input fields as `schema/` spells them."""
    named = get_named_type(kind)
    if not isinstance(named, GraphQLInputObjectType) or value is None or value is Undefined:
        return value
    if isinstance(value, list):
        return [spelled(each, named) for each in value]
    names = names_in(named)
    return {names[n]: spelled(inner, named.fields[n].type) for n, inner in value.items()}


def names_of(field: GraphQLField) -> dict[str, str]:
    """The names of a field's arguments: as GraphQL shows them, as `schema/` spells them."""
    defined = field.extensions["strawberry-definition"].arguments
    return {a.graphql_name or camel(a.python_name): a.python_name for a in defined}


@cache
def names_in(kind: GraphQLInputObjectType) -> dict[str, str]:
    """The names of an input's fields: as GraphQL shows them, as `schema/` spells them."""
    fields = kind.extensions["strawberry-definition"].fields
    return {f.graphql_name or camel(f.python_name): f.python_name for f in fields}


def has_variables(value: ValueNode) -> bool:
    """Whether a value is, or holds, a variable."""
    seen: list[VariableNode] = []

    class Finder(Visitor):
        def enter_variable(self, variable: VariableNode, *_: Any) -> None:
            seen.append(variable)

    visit(value, Finder())
    return bool(seen)
