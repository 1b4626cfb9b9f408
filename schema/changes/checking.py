"""Before a change runs: whatever its payload is asked for can be answered. So a bad argument there
is told as everywhere else, and no data in the answer means that nothing was changed.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema
from graphql.execution.values import VariableValues

from db.reading.asked import Run, Shape
from db.reading.nouns import ENTITIES
from db.reading.plan import Plan
from domain.ids import Noun
from schema import records
from schema.changes.showing import NOUNS, Wanted, aimed, parts_of, payload_of
from schema.documents import Documents, Operation, Steering
from schema.parsing import compiling, told_at
from schema.remembering import ROOM, Remembered, size_of_plans
from schema.selecting import Selecting
from schema.variables import steering

STALE, RECORD, ERRORS = "StaleVersionError", "record", "errors"

Place: TypeAlias = tuple[str | int, ...]


class Check(NamedTuple):
    """A plan of something that is shown, where, and what stands for the ids that are not known."""

    place: Place
    plan: Plan
    target: object


def check_payloads(documents: Documents, operation: Operation, run: Run) -> None:
    """Unfit, told at its place, where an argument in any of the payloads is out of bounds."""
    asked = Steering(operation, Shape.of(run.viewer), steering(run.variables))
    with compiling():
        checks = _CHECKS(asked, documents, run.variables)
    for place, plan, target in checks:
        with told_at(*place):
            plan.values(Run(run.viewer, aimed(run.variables, target), run.now))


def _checks(asked: Steering, documents: Documents, variables: VariableValues) -> tuple[Check, ...]:
    checks: list[Check] = []
    for wanted in _wanted(asked, documents, variables):
        checks += _shown(wanted)
        checks += [Check(place, plan, "") for place, plan in _records(wanted)]
    return tuple(checks)


def _shown(wanted: Wanted) -> Iterator[Check]:
    """What is shown of the change's records. Parts that take no argument can be answered anyway."""
    fields = wanted.fields()
    for part in parts_of(wanted):
        kind = _object(wanted.walk.schema, ENTITIES[part.noun].typename)
        if _asks(wanted.walk, kind, fields[part.plan.key]):
            place, target = (wanted.key, part.plan.key), [] if part.is_list else ""
            yield Check(place, part.plan, target)


def _size(asked: Steering, checks: Sequence[Check]) -> int:
    return size_of_plans([check.plan for check in checks], asked.operation.text)


_CHECKS = Remembered(_checks, _size, ROOM)


def _wanted(asked: Steering, documents: Documents, variables: VariableValues) -> Iterator[Wanted]:
    """Each mutation of the document, named as it is when its payload is shown."""
    operation = asked.operation
    walk, root = documents.selecting(operation, variables), documents.root(operation)
    name = operation.node.name
    for key, nodes in walk.fields(root, [operation.node.selection_set]).items():
        if nodes[0].name.value in root.fields:
            yield Wanted(
                operation.text,
                name.value if name else None,
                key,
                asked.shape,
                asked.variables,
                documents.json,
                walk,
                payload_of(root.fields[nodes[0].name.value].type),
                nodes,
            )


def _records(wanted: Wanted) -> Iterator[tuple[Place, Plan]]:
    """What is asked of the record beside a refusal, whichever it may be."""
    walk = wanted.walk
    for errors, nodes in wanted.fields().items():
        if nodes[0].name.value == ERRORS:
            stale = _object(walk.schema, STALE)
            sets = [node.selection_set for node in nodes if node.selection_set]
            for key, found in walk.fields(stale, sets).items():
                if found[0].name.value == RECORD:
                    place = (wanted.key, errors, key)
                    yield from ((place, plan) for plan in _plans(wanted, place, found))


def _plans(wanted: Wanted, place: Place, nodes: Sequence[FieldNode]) -> Iterator[Plan]:
    for typename, noun in NOUNS.items():
        if _asks(wanted.walk, _object(wanted.walk.schema, typename), nodes):
            yield records.planned(_record(wanted, place, noun, nodes))


def _asks(walk: Selecting, kind: GraphQLObjectType, nodes: Sequence[FieldNode]) -> bool:
    """Whether anything that takes arguments may be asked: a relation, not a plain fact."""
    return any(child.children for child in walk.children(kind, nodes, ()))


def _record(wanted: Wanted, place: Place, noun: Noun, nodes: Sequence[FieldNode]) -> records.Wanted:
    return records.Wanted(
        wanted.text,
        wanted.operation,
        place,
        noun,
        wanted.shape,
        wanted.variable_shape,
        wanted.json,
        wanted.walk,
        nodes,
    )


def _object(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    kind = schema.type_map[name]
    if not isinstance(kind, GraphQLObjectType):
        raise TypeError(f"{name} is an object")
    return kind
