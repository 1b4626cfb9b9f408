"""Every way from a record over some relations, each as a document."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from tests.reading.reference import SDL
from tests.reading.world import NOUNS

Chain: TypeAlias = tuple[str, str]
"""The type of the record that it begins at, and the document, which takes its `id`."""

# From here on a change of anything touches: a chain through them excludes nothing.
ENDS = frozenset({"Organization", "Service", "AuditEntry"})


def chains(deepest: int) -> list[Chain]:
    """All that lead over at most so many relations."""
    starts = [SDL.type_map[name] for name in NOUNS if name not in ENDS]
    return [
        (kind.name, f"query($id: ID!) {{ node(id: $id) {{ ... on {kind.name} {{ {way} }} }} }}")
        for kind in starts
        for way in _ways(kind, deepest)
    ]


def _ways(kind: Any, left: int) -> Iterator[str]:
    """What can be asked of the type: its own leaves, and the ways over each of its relations."""
    yield " ".join(n for n, f in kind.fields.items() if is_leaf_type(get_named_type(f.type)))
    if not left or kind.name in ENDS:
        return
    for name, field in kind.fields.items():
        inner: Any = get_named_type(field.type)
        if not isinstance(inner, GraphQLObjectType):
            continue
        paged = inner.name.endswith("Connection")
        target = get_named_type(inner.fields["nodes"].type) if paged else inner
        for way in _ways(target, left - 1):
            yield f"{name} {{ nodes {{ {way} }} }}" if paged else f"{name} {{ {way} }}"
