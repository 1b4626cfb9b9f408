"""What a payload shows of records: compiled reads inside the change's own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, get_named_type, get_nullable_type, is_list_type
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
    """What names the parts of a payload, and nothing else of a request: it is kept."""

    text: str
    operation: str | None
    key: str | int
    shape: Shape
    variable_shape: object
    json: Json


async def show(info: Info, work: Work, outcome: Outcome) -> Answer:
    """The payload's records by field: finished JSON, per alias."""
    variables = variables_of(info)
    answers: dict[str, dict[str, str | None]] = {}
    for part in PLANS(_wanted(info, work, variables), info._raw_info):
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
    node = info._raw_info.operation
    return Wanted(
        node.loc.source.body if node.loc else "",
        node.name.value if node.name else None,
        info.path.key,
        Shape.of(work.viewer),
        steering(variables),
        work.json,
    )


def _parts(wanted: Wanted, info: Any) -> tuple[Part, ...]:
    """The record fields that the payload is asked for."""
    walk = Selecting(info.schema, info.fragments, info.operation_extensions)
    payload = get_named_type(info.return_type)
    sets = [node.selection_set for node in info.field_nodes if node.selection_set]
    grouped = walk.fields(payload, sets)
    return tuple(
        _part(walk, payload, key, nodes, wanted)
        for key, nodes in grouped.items()
        if nodes[0].name.value in payload.fields
        and get_named_type(payload.fields[nodes[0].name.value].type).name in NOUNS
    )


def _part(
    walk: Selecting, payload: GraphQLObjectType, key: str, nodes: list[Any], wanted: Wanted
) -> Part:
    shown = payload.fields[nodes[0].name.value]
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
        walk.children(inner, nodes, (str(wanted.key), key)),
    )
    make = plan_records if is_list else plan_record
    noun = NOUNS[inner.name]
    return Part(asked.field, noun, is_list, make(noun, asked, wanted.shape, wanted.json))


def _size(wanted: Wanted, parts: tuple[Part, ...]) -> int:
    return size_of_plans([part.plan for part in parts], wanted.text)


# Compiled once per document and shape.
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
    run = Run(
        work.viewer, variables._replace(coerced={**variables.coerced, TARGET: target}), work.now
    )
    return await answer_inside(work, part.plan, run)
