"""Documents that ask for everything: each root field with all its fields, some levels deep."""

import json
from collections.abc import Iterator

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from schema import build_schema
from tests.schema.care import Care
from tests.schema.inputs import soon

SCHEMA: GraphQLSchema = build_schema().core
DEEP = 3


def selection(on: GraphQLNamedType, depth: int) -> str:
    """Every field of the type; records within records as deep as told."""
    if isinstance(on, GraphQLInterfaceType):
        return " ".join(["__typename", "id", *(variant(kind, depth) for kind in kinds_of(on))])
    assert isinstance(on, GraphQLObjectType)
    return " ".join(["__typename", *parts(on, depth)])


def parts(on: GraphQLObjectType, depth: int, prefix: str = "") -> Iterator[str]:
    """The fields one by one. A page or an edge is no level of its own."""
    for name, field in on.fields.items():
        inner = get_named_type(field.type)
        below = depth if is_wrapping(inner) else depth - 1
        alias = f"{prefix}{name}: " if prefix else ""
        if is_leaf_type(inner):
            yield f"{alias}{name}"
        elif below >= 0:
            yield f"{alias}{name} {{ {selection(inner, below)} }}"


def variant(kind: GraphQLObjectType, depth: int) -> str:
    """What is asked of one kind of an interface; aliased, because kinds share names."""
    return f"... on {kind.name} {{ {' '.join(parts(kind, depth, f'{kind.name}_'))} }}"


def kinds_of(on: GraphQLInterfaceType) -> list[GraphQLObjectType]:
    """What the interface may be."""
    return list(SCHEMA.get_possible_types(on))


def is_wrapping(kind: GraphQLNamedType) -> bool:
    """Whether the type is a page or a part of one."""
    return kind.name.endswith(("Connection", "Edge", "PageInfo"))


def documents(care: Care, deep: int = DEEP) -> Iterator[tuple[str, str]]:
    """For each root field, documents that ask it for everything about these records."""
    root = SCHEMA.query_type
    assert root is not None
    for name, field in root.fields.items():
        for arguments in arguments_of(name, field, care):
            inner = get_named_type(field.type)
            for part in pieces(inner, 0 if name.startswith("node") else deep):
                yield name, f"{{ {name}{arguments} {{ {part} }} }}"


def pieces(on: GraphQLNamedType, deep: int) -> list[str]:
    """A selection, cut so that no document is too long: the leaves, then each record below."""
    if isinstance(on, GraphQLInterfaceType):
        return [selection(on, deep)]
    if is_wrapping(on):
        assert isinstance(on, GraphQLObjectType)
        inner = get_named_type(on.fields["nodes"].type)
        edges = f"edges {{ cursor node {{ {selection(inner, 0)} }} }}"
        info = "totalCount pageInfo { hasNextPage startCursor endCursor }"
        return [f"{edges} {info}", *(f"nodes {{ {piece} }}" for piece in pieces(inner, deep))]
    assert isinstance(on, GraphQLObjectType)
    return [selection(on, 0), *(part for part in parts(on, deep) if part.endswith("}"))]


def arguments_of(name: str, field: GraphQLField, care: Care) -> list[str]:
    """Arguments that find something: nothing where nothing is needed."""
    needed = {arg for arg, what in field.args.items() if is_required_argument(what)}
    if not needed:
        return [""]
    if needed == {"id"}:
        id = care.case if name == "node" else getattr(care, name)
        return [f"(id: {json.dumps(id)})"]
    if needed == {"ids"}:
        return [f"(ids: {json.dumps(care.all())})"]
    assert needed == {"from", "until"}, f"tell the walker what to give to {name}"
    return [f'(from: "{day}T00:00:00Z", until: "{until}")' for day, until in spans()]


def spans() -> list[tuple[str, str]]:
    """Where sessions of the tests are: around their NOON, and soon."""
    return [("2026-11-01", "2026-12-10T00:00:00Z"), (soon()[:10], soon(48))]
