"""What a payload shows of records: compiled reads inside the change's own transaction."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.execution.values import VariableValues

from db.reading.asked import Asked, Run, Shape
from db.reading.dialects import Json
from db.reading.nouns import ENTITIES
from db.reading.plan import Plan, plan_record, plan_records
from db.work import Work
from domain.ids import Noun, public_id
from resolvers.outcome import Answer, Keys, Outcome
from resolvers.reading import answer_inside
from schema.asking import Info
from schema.parsing import told_at
from schema.remembering import ROOM, Remembered, size_of_plans
from schema.selecting import Selecting, python_name
from schema.variables import steering

NOUNS: Mapping[str, Noun] = {entity.typename: noun for noun, entity in ENTITIES.items()}
# Where a run keeps the ids of the shown records; no GraphQL variable can be called so.
TARGET = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the payload, compiled."""

    name: str
    noun: Noun
    is_list: bool
    plan: Plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """What names the parts of a payload, and what is selected of it."""

    text: str
    operation: str | None
    key: str | int
    shape: Shape
    variable_shape: object
    json: Json
    walk: Selecting
    payload: GraphQLObjectType
    nodes: Sequence[FieldNode]

    @property
    def named(self) -> tuple[str, Hashable]:
        """What is kept to find the parts again: nothing else of a request, such as its values."""
        beside = (self.operation, self.key, self.shape, self.variable_shape, self.json)
        return self.text, beside

    def fields(self) -> dict[str, list[FieldNode]]:
        """The fields of the payload by their response keys."""
        sets = [node.selection_set for node in self.nodes if node.selection_set]
        return self.walk.fields(self.payload, sets)


async def show(info: Info, work: Work, outcome: Outcome) -> Answer:
    """The payload's records by field: finished JSON, per alias."""
    variables = variables_of(info)
    answers: dict[str, dict[str, str | None]] = {}
    for part in parts_of(_wanted(info, work, variables)):
        keys = outcome.shown.get(part.name)
        found = await _answer(part, keys, work, variables)
        answers.setdefault(part.name, {})[part.plan.key] = found
    return answers


def variables_of(info: Info) -> VariableValues:
    """The variables with their sources, which `schema.execution.Executor` hands on."""
    raw: Any = info._raw_info
    found: VariableValues = raw.operation_extensions
    return found


def _wanted(info: Info, work: Work, variables: VariableValues) -> Wanted:
    raw: Any = info._raw_info
    node = raw.operation
    return Wanted(
        node.loc.source.body if node.loc else "",
        node.name.value if node.name else None,
        info.path.key,
        Shape.of(work.viewer),
        steering(variables),
        work.json,
        Selecting(raw.schema, raw.fragments, variables),
        payload_of(raw.return_type),
        raw.field_nodes,
    )


def payload_of(answer: GraphQLOutputType) -> GraphQLObjectType:
    """What a mutation answers with."""
    payload = get_named_type(answer)
    if not isinstance(payload, GraphQLObjectType):
        raise TypeError("a mutation answers with an object")
    return payload


def parts_of(wanted: Wanted) -> tuple[Part, ...]:
    """The record fields that the payload is asked for, compiled once per document and shape."""
    return PLANS(wanted.named, wanted)


def _parts(named: tuple[str, Hashable], wanted: Wanted) -> tuple[Part, ...]:
    known = wanted.payload.fields
    return tuple(
        _part(key, nodes, wanted)
        for key, nodes in wanted.fields().items()
        if nodes[0].name.value in known
        and get_named_type(known[nodes[0].name.value].type).name in NOUNS
    )


def _part(key: str, nodes: list[FieldNode], wanted: Wanted) -> Part:
    shown = wanted.payload.fields[nodes[0].name.value]
    inner = get_named_type(shown.type)
    if not isinstance(inner, GraphQLObjectType):
        raise TypeError("a payload shows objects")
    is_list = is_list_type(get_nullable_type(shown.type))
    name = "ids" if is_list else "id"
    asked = Asked(
        key,
        python_name(shown),
        {name: None},
        lambda variables: {name: variables.coerced[TARGET]},
        wanted.walk.children(inner, nodes, (wanted.key, key)),
    )
    make = plan_records if is_list else plan_record
    noun = NOUNS[inner.name]
    with told_at(wanted.key, key):
        return Part(asked.field, noun, is_list, make(noun, asked, wanted.shape, wanted.json))


def _size(named: tuple[str, Hashable], parts: tuple[Part, ...]) -> int:
    return size_of_plans([part.plan for part in parts], named[0])


PLANS = Remembered(_parts, _size, ROOM // 4)


async def _answer(part: Part, keys: Keys, work: Work, variables: VariableValues) -> str | None:
    if keys is None:
        return None
    if keys == ():
        return "[]"
    target: object = (
        public_id(part.noun, keys)
        if not isinstance(keys, tuple)
        else [public_id(part.noun, key) for key in keys]
    )
    return await answer_inside(
        work, part.plan, Run(work.viewer, aimed(variables, target), work.now)
    )


def aimed(variables: VariableValues, target: object) -> VariableValues:
    """The variables, with the ids of the records to be shown."""
    return variables._replace(coerced={**variables.coerced, TARGET: target})
