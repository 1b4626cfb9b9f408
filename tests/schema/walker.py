"""Documents that ask for everything: each root field with all its fields, some levels deep."""

import json
from collections.abc import Iterable, Iterator

from graphql import (
    GraphQLAbstractType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

from schema import build_schema
from tests.api import Api
from tests.schema.care import Care
from tests.schema.inputs import soon

OF_ANY = "... on Node { id }"
SCHEMA: GraphQLSchema = build_schema().core


def selection(on: GraphQLNamedType, depth: int) -> str:
    """Every field of the type; records within records as deep as told."""
    if is_abstract_type(on):
        return " ".join(["__typename", OF_ANY, *(variant(kind, depth) for kind in kinds_of(on))])
    assert isinstance(on, GraphQLObjectType)
    return " ".join(["__typename", *parts(on, depth)])


def parts(on: GraphQLObjectType, depth: int, prefix: str = "") -> Iterator[str]:
    """The fields one by one. A page or an edge is no level of its own."""
    for name, field in on.fields.items():
        inner = get_named_type(field.type)
        alias = f"{prefix}{name}: " if prefix else ""
        if is_leaf_type(inner):
            yield f"{alias}{name}"
        elif depth > 0 and is_page(inner):
            yield f"{alias}{name} {{ {page(row_of(inner), depth - 1)} }}"
        elif depth > 0:
            yield f"{alias}{name} {{ {selection(inner, depth - 1)} }}"


def variant(kind: GraphQLObjectType, depth: int) -> str:
    """What is asked of one kind of an interface or union; aliased, because kinds share names."""
    return f"... on {kind.name} {{ {' '.join(parts(kind, depth, f'{kind.name}_'))} }}"


def kinds_of(on: GraphQLAbstractType) -> list[GraphQLObjectType]:
    """What the interface or union may be."""
    return list(SCHEMA.get_possible_types(on))


def is_page(kind: GraphQLNamedType) -> bool:
    """Whether the type is a page of a list."""
    return kind.name.endswith("Connection")


def row_of(page: GraphQLNamedType) -> GraphQLNamedType:
    """What the page is a page of."""
    assert isinstance(page, GraphQLObjectType)
    row: GraphQLNamedType = get_named_type(page.fields["nodes"].type)
    return row


def page(row: GraphQLNamedType, depth: int) -> str:
    """Everything of a page; a page is no level of its own."""
    return f"totalCount edges {{ cursor node {{ id }} }} nodes {{ {selection(row, depth)} }}"


def documents(care: Care, deep: int) -> Iterator[tuple[str, str]]:
    """For each root field, documents that ask it for everything about these records."""
    root = SCHEMA.query_type
    assert root is not None
    for name, field in root.fields.items():
        for arguments in arguments_of(name, field, care):
            for part in pieces(get_named_type(field.type), depth_of(name, deep)):
                yield name, f"{{ {name}{arguments} {{ {part} }} }}"


def depth_of(name: str, deep: int) -> int:
    """Lists go one level less deep than the record by its id, nodes ask for no record below."""
    root = SCHEMA.query_type
    assert root is not None
    is_list = name.removesuffix("s") in root.fields and name.endswith("s")
    return 0 if name.startswith("node") else max(deep - is_list, 0)


def pieces(on: GraphQLNamedType, deep: int) -> list[str]:
    """A selection, cut so that no document is too long: the leaves, then each record below."""
    if is_abstract_type(on):
        return [selection(on, deep)]
    if is_page(on):
        row = row_of(on)
        edges = f"edges {{ cursor node {{ {selection(row, 0)} }} }}"
        info = "totalCount pageInfo { hasNextPage startCursor endCursor }"
        return [f"{edges} {info}", *(f"nodes {{ {piece} }}" for piece in pieces(row, deep))]
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


def by_id(care: Care) -> Iterator[tuple[str, str]]:
    """The documents that name these very records, and ask for their fields."""
    return ((name, query) for name, query in documents(care, 0) if "(id" in query)


async def walked(api: Api, asked: Iterable[tuple[str, str]]) -> str:
    """The text of the answers to all these documents."""
    texts = []
    for _, query in asked:
        text = (await api.post(query)).text
        assert "INTERNAL" not in text, (query, text)
        texts.append(text)
    return "\n".join(texts)
