"""Every way from a record over some relations, each as a document."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from graphql import get_named_type, is_abstract_type, is_leaf_type

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
        for around, target in _below(get_named_type(field.type)):
            for way in _ways(target, left - 1):
                yield f"{name} {{ {around % way} }}"


def _below(kind: Any) -> list[tuple[str, Any]]:
    """The records that a field of the type leads to, each with how it is asked for."""
    if is_leaf_type(kind):
        return []
    if is_abstract_type(kind):
        return [(f"... on {each.name} {{ %s }}", each) for each in SDL.get_possible_types(kind)]
    if kind.name.endswith("Connection"):
        return [("nodes { %s }", get_named_type(kind.fields["nodes"].type))]
    return [("%s", kind)]
