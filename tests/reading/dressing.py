"""The same selection, said in other words: aliases, fragments, repeated fields, directives."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLObjectType,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)

from tests.reading.reference import SDL
from tests.reading.writing import Writer

# Words that a database or a language might take for its own.
ALIASES = ("select", "null", "true", "type", "__x", "p0", "organization", "o", "place", "A" * 200)


@dataclass
class Dresser:
    """Rewrites the selections of one document."""

    writer: Writer

    def __post_init__(self) -> None:
        self.fresh = count()

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.writer.rng.random() < share

    def selection(self, selected: SelectionSetNode, on: GraphQLCompositeType) -> SelectionSetNode:
        """The set with each of its parts rewritten."""
        parts: list[SelectionNode] = []
        for node in selected.selections:
            parts += self.part(node, on)
        if self.chance(0.15):
            parts.append(FieldNode(name=NameNode(value="__typename")))
        self.writer.rng.shuffle(parts)
        return SelectionSetNode(selections=tuple(parts))

    def part(self, node: SelectionNode, on: GraphQLCompositeType) -> list[SelectionNode]:
        """A field or fragment as one or two others that mean the same."""
        if isinstance(node, InlineFragmentNode) and node.type_condition:
            inner: Any = SDL.type_map[node.type_condition.name.value]
            return [self.wrapped(self.selection(node.selection_set, inner), inner)]
        if not isinstance(node, FieldNode):
            return [node]
        field = self.field(node, on)
        if field.selection_set and self.chance(0.15):
            return list(map(self.hidden, halves(field)))
        if self.chance(0.2):
            return [self.wrapped(SelectionSetNode(selections=(field,)), on)]
        return [self.hidden(field)]

    def field(self, node: FieldNode, on: GraphQLCompositeType) -> FieldNode:
        """The field under another name, with its own selection rewritten."""
        alias, selected = node.alias, node.selection_set
        if alias is None and self.chance(0.2):
            alias = NameNode(value=f"{self.writer.rng.choice(ALIASES)}{next(self.fresh)}")
        if selected and isinstance(on, GraphQLObjectType):
            inner: Any = get_named_type(on.fields[node.name.value].type)
            selected = self.selection(selected, inner)
        return FieldNode(
            name=node.name, alias=alias, arguments=node.arguments, selection_set=selected
        )

    def hidden(self, node: FieldNode) -> FieldNode:
        """The field, sometimes on a condition."""
        if not self.chance(0.1):
            return node
        return FieldNode(
            name=node.name,
            alias=node.alias,
            arguments=node.arguments,
            selection_set=node.selection_set,
            directives=(self.writer.directive(),),
        )

    def wrapped(self, selected: SelectionSetNode, on: GraphQLCompositeType) -> SelectionNode:
        """The selection in a fragment of its type."""
        directives = (self.writer.directive(),) if self.chance(0.2) else ()
        if self.chance(0.4):
            name = self.writer.fragment(selected, on.name)
            return FragmentSpreadNode(name=name, directives=directives)
        on_type = NamedTypeNode(name=NameNode(value=on.name))
        return InlineFragmentNode(
            type_condition=on_type, directives=directives, selection_set=selected
        )


def halves(node: FieldNode) -> list[FieldNode]:
    """The same field twice, to be merged: once with each half of its selection."""
    assert node.selection_set is not None
    parts = node.selection_set.selections
    cut = (len(parts) + 1) // 2
    return [
        FieldNode(
            name=node.name,
            alias=node.alias,
            arguments=node.arguments,
            selection_set=SelectionSetNode(selections=half),
        )
        for half in (parts[:cut], parts[cut:])
        if half
    ]
