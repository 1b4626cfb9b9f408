"""Variables are read the quick way as graphql-core reads them, or not at all."""

from typing import Any

import pytest
from graphql import GraphQLError, GraphQLSchema, get_variable_values, parse
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues

from schema import build_schema
from schema.variables import Variable, coerced, coercion

MOMENT, DAY = "2026-11-22T09:30:00-05:00", "2026-11-22"
USUAL: dict[str, Any] = {
    "ID!": "case_1",
    "Int": 3,
    "String": "José",
    "Boolean!": True,
    "Float": 2.5,
    "DateTime!": MOMENT,
    "Date": DAY,
    "TodoStatus": "OPEN",
    "[TodoStatus!]": ["OPEN", "DONE"],
    "[ID!]!": ["case_1", 7],
    "[[Int!]!]": [[1], []],
}
LEFT_ALONE = ("[Int]", "ClientFilter", "[ClientOrder!]")
ODD: tuple[Any, ...] = (
    None,
    "",
    "x",
    -1,
    3.0,
    2**40,
    False,
    "NaN",
    [],
    [None],
    ["OPEN", None],
    ["x"],
    {},
    {"a": 1},
)


@pytest.fixture(scope="module")
def core() -> GraphQLSchema:
    return build_schema().core


def told(values: VariableValues | list[GraphQLError] | None) -> str | None:
    """What was read, and from what; None where nothing was."""
    if not isinstance(values, VariableValues):
        return None
    return repr((values.coerced, {name: source.value for name, source in values.sources.items()}))


def both(core: GraphQLSchema, kind: str, inputs: dict[str, Any]) -> tuple[str | None, str | None]:
    """What the quick way and graphql-core read in a request that gives `$v`."""
    (operation,) = parse(f"query ($v: {kind}) {{ __typename }}").definitions
    defined: Any = operation.variable_definitions  # type: ignore[attr-defined]
    signature = get_variable_signature(core, defined[0])
    assert not isinstance(signature, GraphQLError)
    variable = Variable("v", signature, coercion(signature.type))
    return told(coerced((variable,), inputs)), told(get_variable_values(core, defined, inputs))


@pytest.mark.parametrize("kind", USUAL)
def test_what_most_requests_give_is_read_the_quick_way(core: GraphQLSchema, kind: str) -> None:
    quick, usual = both(core, kind, {"v": USUAL[kind]})

    assert quick is not None
    assert quick == usual


@pytest.mark.parametrize("kind", [*USUAL, *LEFT_ALONE])
def test_whatever_is_read_the_quick_way_is_read_alike(core: GraphQLSchema, kind: str) -> None:
    values = [*USUAL.values(), *ODD]

    found = {repr(value): both(core, kind, {"v": value}) for value in values}

    assert {what: both for what, both in found.items() if both[0] not in (None, both[1])} == {}


@pytest.mark.parametrize("kind", LEFT_ALONE)
def test_lists_with_nulls_and_input_objects_are_left_to_graphql_core(
    core: GraphQLSchema, kind: str
) -> None:
    values: list[Any] = [[], {}, [{}]]

    assert [both(core, kind, {"v": value})[0] for value in values] == [None] * 3
