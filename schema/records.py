"""A record beside a refusal: as it is now, read after the refused change was undone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from graphql import GraphQLObjectType
from graphql.execution.values import VariableValues

from db.reading.asked import Asked, Run, Shape
from db.reading.dialects import Json
from db.reading.nouns import ENTITIES
from db.reading.plan import Plan, plan_record
from domain.ids import Noun, public_id
from resolvers.reading import answer_one
from schema.asking import Info
from schema.remembering import ROOM, Remembered, size_of_plans
from schema.selecting import Selecting
from schema.shown import Shown
from schema.variables import steering

# Where a run keeps the id of the record; no GraphQL variable can be called so.
TARGET = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What names the plan of a record at its place in a document, and nothing else of a request: it
    is kept.
    """

    text: str
    operation: str | None
    place: tuple[str, ...]
    noun: Noun
    shape: Shape
    variable_shape: object
    json: Json


async def shown_now(info: Info, noun: Noun, key: UUID) -> Shown:
    """The record as the viewer may see it, under the response key of the field."""
    house, viewer = info.context.house, await info.context.viewer()
    raw: Any = info._raw_info
    variables: VariableValues = raw.operation_extensions
    plan = PLANS(_wanted(raw, noun, Shape.of(viewer), house.store.json), raw)
    aimed = variables._replace(coerced={**variables.coerced, TARGET: public_id(noun, key)})
    found = await answer_one(house.store, plan, plan.values(Run(viewer, aimed, house.clock())))
    return Shown({plan.key: found})


def _wanted(raw: Any, noun: Noun, shape: Shape, json: Json) -> Wanted:
    node = raw.operation
    return Wanted(
        node.loc.source.body if node.loc else "",
        node.name.value if node.name else None,
        # Of two changes in one document each may ask for something else.
        tuple(step for step in raw.path.as_list() if isinstance(step, str)),
        noun,
        shape,
        steering(raw.operation_extensions),
        json,
    )


def _planned(wanted: Wanted, info: Any) -> Plan:
    """The plan of what is selected of a record of the noun."""
    walk = Selecting(info.schema, info.fragments, info.operation_extensions)
    kind = info.schema.type_map[ENTITIES[wanted.noun].typename]
    if not isinstance(kind, GraphQLObjectType):
        raise TypeError("a record is an object")
    asked = Asked(
        str(info.path.key),
        info.field_name,
        {"id": None},
        lambda variables: {"id": variables.coerced[TARGET]},
        walk.children(kind, info.field_nodes, wanted.place),
    )
    return plan_record(wanted.noun, asked, wanted.shape, wanted.json)


def _size(wanted: Wanted, plan: Plan) -> int:
    return size_of_plans([plan], wanted.text)


PLANS = Remembered(_planned, _size, ROOM // 4)
