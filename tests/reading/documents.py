"""Documents by hypothesis-graphql, made to ask for something and said in other words."""

from random import Random
from typing import Any

from graphql import (
    ArgumentNode,
    FieldNode,
    InlineFragmentNode,
    ListValueNode,
    NameNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    get_named_type,
    parse,
    value_from_ast_untyped,
)
from hypothesis import strategies as st
from hypothesis_graphql import queries

from tests.reading.data import DAYS, MOMENTS
from tests.reading.dressing import Dresser
from tests.reading.reference import SDL
from tests.reading.values import Values
from tests.reading.walks import ROOTS
from tests.reading.writing import Writer

PAGES = {"first", "after", "last", "before"}
MOST_SORTS = 3


def texts(values: list[str]) -> st.SearchStrategy[ValueNode]:
    """Literals of these texts."""
    return st.sampled_from(values).map(lambda value: StringValueNode(value=value))


def generated(values: Values) -> st.SearchStrategy[str]:
    """Valid queries: about everything, or about one root field, which chance would rarely pick."""
    scalars = {
        "DateTime": texts([moment.isoformat() for moment in MOMENTS]),
        "Date": texts([day.isoformat() for day in DAYS]),
        "ID": texts([values.id() for _ in range(200)]),
    }

    def asked(fields: list[str] | None) -> st.SearchStrategy[str]:
        return queries(SDL, fields=fields, custom_scalars=scalars, allow_x00=False)

    return st.one_of(asked(None), *[asked([name]) for name in ROOTS])


def dressed(document: str, seed: int, values: Values) -> tuple[str, Writer]:
    """The document with arguments that are accepted, said in other words; and its variables."""
    (operation,) = parse(document).definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert SDL.query_type
    writer = Writer(Random(seed))
    mended = Mender(values, writer).selection(operation.selection_set, SDL.query_type)
    selected = Dresser(writer).selection(mended, SDL.query_type)
    return writer.document(selected, OperationType.QUERY), writer


class Mender:
    """Takes out what would be refused: pages that pull both ways, ranges that end too early."""

    def __init__(self, values: Values, writer: Writer) -> None:
        self.values, self.writer = values, writer

    def selection(self, selected: SelectionSetNode, on: Any) -> SelectionSetNode:
        """The set with every field mended."""
        return SelectionSetNode(selections=tuple(self.part(n, on) for n in selected.selections))

    def part(self, node: Any, on: Any) -> FieldNode | InlineFragmentNode:
        """A field or a fragment, mended."""
        if isinstance(node, InlineFragmentNode):
            assert node.type_condition is not None
            inner = SDL.type_map[node.type_condition.name.value]
            mended = self.selection(node.selection_set, inner)
            return InlineFragmentNode(type_condition=node.type_condition, selection_set=mended)
        field = on.fields.get(node.name.value)
        inner = get_named_type(field.type)
        return FieldNode(
            name=node.name,
            alias=node.alias,
            arguments=tuple(self.arguments(node, field.args, inner.name)),
            selection_set=node.selection_set and self.selection(node.selection_set, inner),
        )

    def arguments(self, node: FieldNode, args: Any, typename: str) -> list[ArgumentNode]:
        """What hypothesis chose, with a page that can be had."""
        given: dict[str, Any] = {
            a.name.value: a.value for a in node.arguments or () if a.name.value not in PAGES
        }
        if "from" in given:
            return list(self.writer.arguments(args, self.values.arguments(args, typename)))
        sorts: Any = None
        if isinstance(given.get("orderBy"), ListValueNode):
            given["orderBy"] = ListValueNode(values=given["orderBy"].values[:MOST_SORTS])
            sorts = value_from_ast_untyped(given["orderBy"])
        kept = [ArgumentNode(name=NameNode(value=n), value=mended(v)) for n, v in given.items()]
        page = {}
        if "first" in args:
            page = self.values.page(typename.removesuffix("Connection"), sorts)
        return [*kept, *self.writer.arguments(args, page)]


def mended(value: ValueNode) -> ValueNode:
    """A value without ranges that end before they start."""
    if isinstance(value, ListValueNode):
        return ListValueNode(values=tuple(map(mended, value.values)))
    if not isinstance(value, ObjectValueNode):
        return value
    parts = {part.name.value: mended(part.value) for part in value.fields}
    texts = {n: v.value for n, v in parts.items() if isinstance(v, StringValueNode)}
    for last in ("until", "to"):
        if last in texts and texts[last] <= texts.get("from", ""):
            del parts[last]
    named = [ObjectFieldNode(name=NameNode(value=n), value=v) for n, v in parts.items()]
    return ObjectValueNode(fields=tuple(named))
