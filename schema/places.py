"""Where an answer would show the field that a bad value was given to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
)

Place = tuple[str, ...]


def placed(error: GraphQLError, document: DocumentNode) -> GraphQLError:
    """The error, with the path of the first field whose arguments hold what is wrong, if any."""
    wrong = error.nodes[0] if error.nodes else None
    place = None if wrong is None else _place(document, _looking_for(wrong))
    if place is None:
        return error
    return GraphQLError(
        error.message,
        error.nodes,
        path=list(place),
        original_error=error.original_error,
        extensions=error.extensions,
    )


def _looking_for(wrong: Node) -> Callable[[Node], bool]:
    if not isinstance(wrong, VariableDefinitionNode):
        return lambda node: node is wrong
    name = wrong.variable.name.value
    return lambda node: isinstance(node, VariableNode) and node.name.value == name


def _place(document: DocumentNode, is_wrong: Callable[[Node], bool]) -> Place | None:
    fragments = {
        d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
    }
    search = _Search(fragments, is_wrong)
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    found = (search.within(each.selection_set, ()) for each in operations)
    return next((place for place in found if place), None)


@dataclass(frozen=True, slots=True)
class _Search:
    """One search. Each fragment is looked through once, however often it is spread."""

    fragments: Mapping[str, FragmentDefinitionNode]
    is_wrong: Callable[[Node], bool]
    seen: set[str] = field(default_factory=set)

    def within(self, selected: SelectionSetNode | None, above: Place) -> Place | None:
        """The place of the first field with what is wrong."""
        found = (self._at(node, above) for node in (selected.selections if selected else ()))
        return next((place for place in found if place), None)

    def _at(self, node: Node, above: Place) -> Place | None:
        if isinstance(node, FieldNode):
            place = (*above, node.alias.value if node.alias else node.name.value)
            if any(self.is_wrong(part) for each in node.arguments or () for part in _parts(each)):
                return place
            return self.within(node.selection_set, place)
        if isinstance(node, InlineFragmentNode):
            return self.within(node.selection_set, above)
        if isinstance(node, FragmentSpreadNode) and node.name.value not in self.seen:
            self.seen.add(node.name.value)
            fragment = self.fragments.get(node.name.value)
            return self.within(fragment.selection_set, above) if fragment else None
        return None


def _parts(node: Node) -> Iterator[Node]:
    """The node and all values in it."""
    yield node
    inner: tuple[Node, ...] = ()
    if isinstance(node, ListValueNode):
        inner = node.values
    elif isinstance(node, ObjectValueNode):
        inner = node.fields
    elif isinstance(node, (ArgumentNode, ObjectFieldNode)):
        inner = (node.value,)
    for each in inner:
        yield from _parts(each)
