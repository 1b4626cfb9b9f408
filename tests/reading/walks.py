"""Random walks over the schema: richer documents than chance alone makes, and still answerable."""

from dataclasses import dataclass
from random import Random
from typing import Any

from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
)

from tests.reading.dressing import Dresser
from tests.reading.reference import SDL
from tests.reading.values import Values
from tests.reading.writing import Writer

ROOTS = tuple(SDL.query_type.fields) if SDL.query_type else ()
MOST_OBJECTS = 150.0
MOST_FIELDS = 20
DEEPEST = 5
NODE_TYPE = "Node"
# An interface asked of what a union holds.
NODE = InlineFragmentNode(
    type_condition=NamedTypeNode(name=NameNode(value=NODE_TYPE)),
    selection_set=SelectionSetNode(selections=(FieldNode(name=NameNode(value="id")),)),
)


@dataclass
class Walk:
    """One document in the making."""

    values: Values
    writer: Writer
    fields: int = 0

    @property
    def rng(self) -> Random:
        """Where chance comes from."""
        return self.writer.rng

    def selection(self, on: Any, depth: int, objects: float) -> SelectionSetNode:
        """Some fields of the type; `objects` is about how many there will be of it."""
        if is_abstract_type(on):
            return SelectionSetNode(selections=tuple(self.variants(on, depth, objects)))
        names = [n for n, f in on.fields.items() if self.fits(f, depth, objects)]
        count = min(len(names), self.rng.choice((1, 2, 3, 3, 4, 6)))
        chosen = self.values.sample(names, count)
        fields = tuple(self.field(on.fields[n], n, depth, objects) for n in chosen)
        return SelectionSetNode(selections=fields)

    def fits(self, field: GraphQLField, depth: int, objects: float) -> bool:
        """Whether the field keeps the answer small; deep down, leaves are likelier."""
        if is_leaf_type(get_named_type(field.type)):
            return True
        small = objects * size_of(field) <= MOST_OBJECTS and self.fields < MOST_FIELDS
        return small and depth < DEEPEST and (depth < 2 or self.rng.random() < 0.5)

    def field(self, field: GraphQLField, name: str, depth: int, objects: float) -> FieldNode:
        """The field with arguments and what is asked of it."""
        self.fields += 1
        inner: Any = get_named_type(field.type)
        arguments = self.writer.arguments(field.args, self.values.arguments(field.args, inner.name))
        selected = None
        if not is_leaf_type(inner):
            selected = self.selection(inner, depth + 1, objects * size_of(field))
        return FieldNode(name=NameNode(value=name), arguments=arguments, selection_set=selected)

    def variants(self, on: GraphQLAbstractType, depth: int, objects: float) -> list[SelectionNode]:
        """What is asked of several of the types that the interface or union may be."""
        kinds = SDL.get_possible_types(on)
        chosen = self.rng.sample(kinds, self.rng.randint(1, 4))
        shared = ("__typename", "id") if isinstance(on, GraphQLInterfaceType) else ("__typename",)
        names = [NameNode(value=name) for name in shared if self.rng.random() < 0.7]
        return [
            *(FieldNode(name=name) for name in names),
            *([NODE] if on.name != NODE_TYPE and self.rng.random() < 0.3 else []),
            *(
                InlineFragmentNode(
                    type_condition=NamedTypeNode(name=NameNode(value=kind.name)),
                    selection_set=self.selection(kind, depth, objects / 2),
                )
                for kind in chosen
            ),
        ]


def size_of(field: GraphQLField) -> float:
    """About how many objects the field leads to."""
    kind = get_nullable_type(field.type)
    if isinstance(kind, GraphQLList):
        return 4
    return 7 if "first" in field.args else 1


def walk(seed: int, values: Values) -> tuple[str, Writer]:
    """A document by that seed, and its variables."""
    writer = Writer(Random(seed))
    subscribes = writer.rng.random() < 0.1
    kind = OperationType.SUBSCRIPTION if subscribes else OperationType.QUERY
    on = SDL.get_root_type(kind)
    assert on is not None
    walked, count = Walk(values, writer), 1 if subscribes else writer.rng.choice((1, 1, 1, 2))
    names = writer.rng.sample(ROOTS, count)
    fields = tuple(walked.field(on.fields[name], name, 0, 1) for name in names)
    selected = SelectionSetNode(selections=fields)
    dressed = selected if subscribes else Dresser(writer).selection(selected, on)
    return writer.document(dressed, kind), writer
