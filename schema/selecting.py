"""From a valid document to the neutral tree: fragments, merged fields, directives, arguments."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)
from graphql.execution.values import VariableValues, get_directive_values

from db.reading.asked import Args, Asked
from schema.arguments import NOTHING, arguments


@dataclass(frozen=True, slots=True)
class Selecting:
    """One operation being walked, with the variables that steer it."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues

    def fields(
        self, parent: GraphQLObjectType, sets: Iterable[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        """The selected fields by response key, in the order of the document."""
        grouped: dict[str, list[FieldNode]] = {}
        for selected in sets:
            for node in self._flat(parent, selected):
                grouped.setdefault(node.alias.value if node.alias else node.name.value, []).append(
                    node
                )
        return grouped

    def _flat(self, parent: GraphQLObjectType, selected: SelectionSetNode) -> Iterator[FieldNode]:
        for node in selected.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
                continue
            inner = (
                self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            )
            if isinstance(inner, (FragmentDefinitionNode, InlineFragmentNode)) and self._applies(
                inner, parent
            ):
                yield from self._flat(parent, inner.selection_set)

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and (include is None or include["if"])

    def _applies(
        self, fragment: FragmentDefinitionNode | InlineFragmentNode, parent: GraphQLObjectType
    ) -> bool:
        if fragment.type_condition is None:
            return True
        named = self.schema.type_map[fragment.type_condition.name.value]
        if is_abstract_type(named):
            return self.schema.is_sub_type(named, parent)
        return named is parent

    def asked(
        self,
        parent: GraphQLObjectType,
        key: str,
        nodes: Sequence[FieldNode],
        above: tuple[str | int, ...] = (),
    ) -> Asked:
        """The question that the fields of one response key ask together, below a place."""
        name, place = nodes[0].name.value, (*above, key)
        if name == "__typename":
            return Asked(key, name, NOTHING, lambda variables: NOTHING)
        field = parent.fields[name]
        args_of = arguments(field, nodes[0])
        inner = get_named_type(field.type)
        children: tuple[Asked, ...] = ()
        variants: dict[str, tuple[Asked, ...]] = {}
        if isinstance(inner, GraphQLObjectType):
            children = self.children(inner, nodes, place)
        elif is_abstract_type(inner):
            possible = self.schema.get_possible_types(inner)
            variants = {each.name: self.children(each, nodes, place) for each in possible}
        name = python_name(field)
        return Asked(key, name, self._given(args_of, place), args_of, children, variants, place)

    def _given(
        self, args_of: Callable[[VariableValues], Args], place: tuple[str | int, ...]
    ) -> Args:
        try:
            return args_of(self.variables)
        except GraphQLError as wrong:
            raise GraphQLError(wrong.message, wrong.nodes, path=list(place)) from wrong

    def children(
        self, inner: GraphQLObjectType, nodes: Sequence[FieldNode], place: tuple[str | int, ...]
    ) -> tuple[Asked, ...]:
        """What is asked of the object that the fields, at the place, answer with."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        return tuple(
            self.asked(inner, key, found, place) for key, found in self.fields(inner, sets).items()
        )


def python_name(field: GraphQLField) -> str:
    """The field's name in `schema/`, which is also its name in `db/reading/`."""
    name: str = field.extensions["strawberry-definition"].python_name
    return name
