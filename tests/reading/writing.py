"""How arguments are written: as literals, or wholly or in part as variables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    ConstValueNode,
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    NamedTypeNode,
    NameNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    ast_from_value,
    get_named_type,
    get_nullable_type,
    is_non_null_type,
    parse_type,
    print_ast,
)

from tests.reading.trees import Leaf, Tree, plain

YES_OR_NO = GraphQLNonNull(GraphQLBoolean)


@dataclass
class Writer:
    """One document in the making, with its variables and fragments."""

    rng: Random
    trees: dict[str, Tree] = field(default_factory=dict)
    types: dict[str, GraphQLInputType] = field(default_factory=dict)
    defaults: dict[str, ConstValueNode] = field(default_factory=dict)
    fragments: list[FragmentDefinitionNode] = field(default_factory=list)

    def arguments(
        self, args: Mapping[str, GraphQLArgument], given: Mapping[str, Tree]
    ) -> tuple[ArgumentNode, ...]:
        """The arguments of a field."""
        return tuple(
            ArgumentNode(name=NameNode(value=name), value=self.value(tree, args[name].type))
            for name, tree in given.items()
        )

    def value(self, tree: Tree, kind: GraphQLInputType) -> ValueNode:
        """A literal, or once in a while a variable."""
        if self.rng.random() < 0.25:
            return self.variable(tree, kind)
        bare = get_nullable_type(kind)
        if isinstance(tree, list) and isinstance(bare, GraphQLList):
            return self._list([self.value(each, bare.of_type) for each in tree])
        if isinstance(tree, Mapping) and isinstance(bare, GraphQLInputObjectType):
            return ObjectValueNode(fields=tuple(self._fields(tree, bare)))
        return self._literal(plain(tree), kind)

    def _list(self, values: list[ValueNode]) -> ValueNode:
        """A list; of a single literal, sometimes that alone."""
        alone = len(values) == 1 and not isinstance(values[0], VariableNode)
        if alone and self.rng.random() < 0.3:
            return values[0]
        return ListValueNode(values=tuple(values))

    def _fields(self, tree: Mapping[str, Tree], kind: GraphQLInputObjectType) -> Any:
        for name, inner in tree.items():
            value = self.value(inner, kind.fields[name].type)
            yield ObjectFieldNode(name=NameNode(value=name), value=value)

    def _literal(self, value: Any, kind: GraphQLInputType) -> ConstValueNode:
        node = ast_from_value(value, kind)
        assert node is not None
        return node

    def variable(self, tree: Tree, kind: GraphQLInputType) -> VariableNode:
        """A new variable that stands for the value, with a default now and then."""
        name = f"v{len(self.trees)}"
        self.trees[name], self.types[name] = tree, kind
        if self.rng.random() < 0.2:
            self.defaults[name] = self._literal(plain(tree), kind)
        return VariableNode(name=NameNode(value=name))

    def directive(self) -> DirectiveNode:
        """`@include` or `@skip`, by a constant or a variable."""
        word = self.rng.choice(("include", "skip"))
        kept = self.rng.random() < 0.75
        condition: ValueNode = BooleanValueNode(value=kept is (word == "include"))
        if self.rng.random() < 0.6:
            condition = self.variable(Leaf(lambda: self.rng.random() < 0.6), YES_OR_NO)
        named = (ArgumentNode(name=NameNode(value="if"), value=condition),)
        return DirectiveNode(name=NameNode(value=word), arguments=named)

    def fragment(self, selected: SelectionSetNode, typename: str) -> NameNode:
        """A new named fragment."""
        name = NameNode(value=f"F{len(self.fragments)}")
        on = NamedTypeNode(name=NameNode(value=typename))
        made = FragmentDefinitionNode(name=name, type_condition=on, selection_set=selected)
        self.fragments.append(made)
        return name

    def document(self, selected: SelectionSetNode, kind: OperationType) -> str:
        """The whole document as text."""
        operation = OperationDefinitionNode(
            operation=kind,
            name=NameNode(value="Asked"),
            variable_definitions=tuple(map(self._defined, self.types)),
            selection_set=selected,
        )
        return print_ast(DocumentNode(definitions=(operation, *self.fragments)))

    def _defined(self, name: str) -> VariableDefinitionNode:
        return VariableDefinitionNode(
            variable=VariableNode(name=NameNode(value=name)),
            type=parse_type(str(self.types[name])),
            default_value=self.defaults.get(name),
        )

    def runs(self, count: int) -> list[dict[str, Any]]:
        """Variables for so many runs of the document; one run where it has none."""
        return [dict(self._drawn()) for _ in range(count if self.trees else 1)]

    def _drawn(self) -> Iterable[tuple[str, Any]]:
        for name, tree in self.trees.items():
            kind = self.types[name]
            optional = name in self.defaults or not is_non_null_type(kind)
            # Another sort would make its list's cursors another list's.
            optional &= not get_named_type(kind).name.endswith("Order")
            if not (optional and self.rng.random() < 0.1):
                yield name, self._given(plain(tree))

    def _given(self, value: Any) -> Any:
        """The value as a request has it; a list of one sometimes as that one."""
        alone = isinstance(value, list) and len(value) == 1 and self.rng.random() < 0.3
        return value[0] if alone else value
