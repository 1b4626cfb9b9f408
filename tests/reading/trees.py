"""Arguments whose parts can be drawn again: another run of a document has other values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Leaf:
    """A value that can be drawn anew for another run of the same document."""

    draw: Callable[[], Any]


# Objects and lists of leaves and of plain values.
Tree: TypeAlias = Any


def plain(tree: Tree) -> Any:
    """The tree with every leaf drawn."""
    if isinstance(tree, Leaf):
        return tree.draw()
    if isinstance(tree, Mapping):
        return {name: plain(inner) for name, inner in tree.items()}
    return [plain(inner) for inner in tree] if isinstance(tree, list) else tree
