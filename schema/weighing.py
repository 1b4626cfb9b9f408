"""What a document may ask for at most. One walk over it, each fragment once, so that the walk is
linear in the document while what it finds counts a fragment as often as it is spread.
"""

from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

# Enough to say "far too much": it fits a 32-bit number, and fragments that double each other would
# make numbers of a thousand digits.
MOST = 2_000_000_000
USUAL_PAGE = 20
LARGEST_PAGE = 100
# Of lists without pages: what a case, a cycle or a session holds is a handful, seldom ten.
USUAL_LIST = 10
# A calendar shows up to six weeks of a practice, a batch of the feed up to 200 changes.
LONG_LISTS = {"calendar": 500, "changes": 200}
# Of the lists in a type: its fields, their arguments, its values.
USUAL_TYPE = 3
# What is asked about the schema is answered in Python, value by value. Of the nine `ofType` inside
# each other that tools ask for, one or two are there.
ABOUT_SCHEMA = frozenset({"__schema", "__type"})
ABOUT_SCHEMA_COSTS = 10
SELDOM = "ofType"
PAGES = ("first", "last")
# Each related record in a filter is a subquery, and those inside each other are run row by row.
FILTER = "filter"
ROWS = ("edges", "nodes")

# How much a variable's value asks for.
Measure: TypeAlias = Callable[[object], int]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a document may hold; more is refused with QUERY_TOO_COMPLEX."""

    length: int = 65_536
    tokens: int = 5_000
    depth: int = 20
    root_fields: int = 100
    fields: int = 500
    aliases: int = 100
    directives: int = 100
    filters: int = 30
    cost: int = 1_000_000


class Weight(NamedTuple):
    """What a selection asks for. `cost` is the largest number of values that its answer can hold;
    `row` is the part of it that each row of the page around it adds.
    """

    depth: int = 0
    root_fields: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    filters: int = 0
    cost: int = 0
    row: int = 0

    def beside(self, other: "Weight") -> "Weight":
        """Both."""
        depth = max(self.depth, other.depth)
        sums = (min(a + b, MOST) for a, b in zip(self[1:], other[1:], strict=True))
        return Weight(depth, *sums)

    def exceeded(self, limits: Limits) -> str | None:
        """The name of a limit that this is beyond."""
        beyond = (n for n in self._fields[:-1] if getattr(self, n) > getattr(limits, n))
        return next(beyond, None)


NOTHING = Weight()


@dataclass
class Scales:
    """Weighs the operations of one document, valid or not: what it does not understand counts
    least, and is refused by validation. `sizes` are the variables that size a page, list or filter;
    those not in it count as 1, and `sized` names them all.
    """

    schema: GraphQLSchema
    document: DocumentNode
    sizes: Mapping[str, int] = field(default_factory=dict)
    sized: dict[str, Measure] = field(default_factory=dict)
    _fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    _weighed: dict[str, Weight] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.document.definitions:
            if isinstance(each, FragmentDefinitionNode):
                self._fragments[each.name.value] = each

    def operations(self) -> Iterator[Weight]:
        """The weight of each operation."""
        for each in self.document.definitions:
            if isinstance(each, OperationDefinitionNode):
                yield self.operation(each)

    def operation(self, node: OperationDefinitionNode) -> Weight:
        """The weight of one operation."""
        root = self.schema.get_root_type(node.operation)
        own = counted(node.directives)
        for each in node.variable_definitions or ():
            own += counted(each.directives)
        return Weight(directives=own).beside(self._set(root, node.selection_set))

    def _set(self, parent: GraphQLCompositeType | None, selected: SelectionSetNode) -> Weight:
        total = NOTHING
        for node in selected.selections:
            total = total.beside(self._node(parent, node))
        return total

    def _node(self, parent: GraphQLCompositeType | None, node: SelectionNode) -> Weight:
        if isinstance(node, FieldNode):
            return self._field(parent, node)
        own = Weight(directives=counted(node.directives))
        if isinstance(node, FragmentSpreadNode):
            return own.beside(self._fragment(node.name.value))
        if isinstance(node, InlineFragmentNode):
            named = node.type_condition
            inside = self._named(named.name.value) if named else parent
            return own.beside(self._set(inside, node.selection_set))
        return own

    def _fragment(self, name: str) -> Weight:
        if name not in self._weighed and name in self._fragments:
            self._weighed[name] = NOTHING  # a fragment inside itself, which validation refuses
            found = self._fragments[name]
            parent = self._named(found.type_condition.name.value)
            self._weighed[name] = self._set(parent, found.selection_set)
        return self._weighed.get(name, NOTHING)

    def _named(self, name: str) -> GraphQLCompositeType | None:
        found = self.schema.type_map.get(name)
        return found if is_composite_type(found) else None

    def _field(self, parent: GraphQLCompositeType | None, node: FieldNode) -> Weight:
        known = self.schema.get_field(parent, node.name.value) if parent else None
        kind = get_named_type(known.type) if known else None
        inside = kind if is_composite_type(kind) else None
        inner = self._set(inside, node.selection_set) if node.selection_set else NOTHING
        cost, row = self._values(parent, known, node, inner)
        cost *= ABOUT_SCHEMA_COSTS if node.name.value in ABOUT_SCHEMA else 1
        return Weight(
            inner.depth + 1,
            1,
            min(inner.fields + 1, MOST),
            min(inner.aliases + bool(node.alias), MOST),
            min(inner.directives + counted(node.directives), MOST),
            min(inner.filters + self._filtered(node), MOST),
            min(cost, MOST),
            min(row, MOST),
        )

    def _filtered(self, node: FieldNode) -> int:
        """Of how many objects the field's filter is made: what it is itself, and each related
        record or range in it.
        """
        left = [a.value for a in node.arguments or () if a.name.value == FILTER]
        found = 0
        while left:
            value = left.pop()
            if isinstance(value, ObjectValueNode):
                found += 1
                left += [field.value for field in value.fields]
            elif isinstance(value, VariableNode):
                found += self._given(value.name.value, objects)
        return found

    def _values(
        self,
        parent: GraphQLCompositeType | None,
        known: GraphQLField | None,
        node: FieldNode,
        inner: Weight,
    ) -> tuple[int, int]:
        """How many values a field adds, once and for each row of the page around it."""
        if node.name.value == SELDOM:
            return 1 + inner.cost // 2, 0
        if not (known and parent and is_list_type(get_nullable_type(known.type))):
            return 1 + inner.cost + (self._page(node) * inner.row if inner.row else 0), 0
        if node.name.value in ROWS and "pageInfo" in getattr(parent, "fields", ()):
            return 1, inner.cost
        return 1 + self._rows(parent, node) * inner.cost, 0

    def _page(self, node: FieldNode) -> int:
        """How many rows a page holds at most."""
        given = [a.value for a in node.arguments or () if a.name.value in PAGES]
        return max(map(self._size, given), default=USUAL_PAGE)

    def _rows(self, parent: GraphQLCompositeType, node: FieldNode) -> int:
        """How many rows a list without pages may be expected to hold."""
        if parent.name.startswith("__"):
            return len(self.schema.type_map) if node.name.value == "types" else USUAL_TYPE
        ids = [a.value for a in node.arguments or () if a.name.value == "ids"]
        return self._size(ids[0]) if ids else LONG_LISTS.get(node.name.value, USUAL_LIST)

    def _size(self, value: ValueNode) -> int:
        if isinstance(value, VariableNode):
            return self._given(value.name.value, size)
        if isinstance(value, ListValueNode):
            return size(list(value.values))
        if isinstance(value, IntValueNode):
            return size(int(value.value[:4]))
        return USUAL_PAGE

    def _given(self, variable: str, measure: Measure) -> int:
        self.sized[variable] = measure
        return self.sizes.get(variable, 1)


def counted(nodes: Sized | None) -> int:
    """How many there are; a document without locations leaves out what is empty."""
    return len(nodes) if nodes else 0


def objects(given: object) -> int:
    """Of how many objects a value is made."""
    left, found = [given], 0
    while left:
        value = left.pop()
        if isinstance(value, dict):
            found += 1
            left += value.values()
    return found


def size(given: object) -> int:
    """How many rows a `first`, `last` or `ids` asks for. More than the largest page is refused by
    its rule; null is the usual page.
    """
    rows = len(given) if isinstance(given, list) else given
    return min(max(rows, 0), LARGEST_PAGE) if isinstance(rows, int) else USUAL_PAGE
