"""Records beside a refusal: as they are now, read after the refused change was undone."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import strawberry
from graphql import FieldNode, GraphQLObjectType
from graphql.execution.values import VariableValues

from db.reading.asked import Asked, Run, Shape
from db.reading.dialects import Json
from db.reading.nouns import ENTITIES
from db.reading.plan import Plan, plan_record, plan_records
from domain.ids import Noun, public_id
from resolvers.reading import answer_one
from schema.asking import Info
from schema.parsing import told_at
from schema.remembering import ROOM, Remembered, size_of_plans
from schema.selecting import Selecting
from schema.shown import Shown
from schema.variables import steering

# Where a run keeps the id of the record; no GraphQL variable can be called so.
TARGET = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What names the plan of a record at its place in a document, the response keys that lead
    there; and what is selected of it.
    """

    text: str
    operation: str | None
    place: tuple[str | int, ...]
    noun: Noun
    shape: Shape
    variable_shape: object
    json: Json
    walk: Selecting
    nodes: Sequence[FieldNode]

    @property
    def named(self) -> tuple[str, Hashable]:
        """What is kept to find the plan again: nothing else of a request, such as its values."""
        beside = (self.operation, self.place, self.noun, self.shape, self.variable_shape, self.json)
        return self.text, beside


async def shown_now(info: Info, noun: Noun, key: UUID) -> Shown:
    """The record as the viewer may see it, under the response key of the field."""
    house, viewer = info.context.house, await info.context.viewer()
    raw: Any = info._raw_info
    variables: VariableValues = raw.operation_extensions
    plan = planned(_wanted(raw, noun, Shape.of(viewer), house.store.json))
    aimed = variables._replace(coerced={**variables.coerced, TARGET: public_id(noun, key)})
    found = await answer_one(house.store, plan, plan.values(Run(viewer, aimed, house.clock())))
    return Shown({plan.key: found})


async def seen(info: Info, noun: Noun, keys: Sequence[UUID]) -> list[strawberry.ID]:
    """Of the records, the ids of those that the viewer may see, in the same order: a refusal may
    be about others, of another location, and tells no more of them than that they are there.
    """
    house, viewer = info.context.house, await info.context.viewer()
    plan = _listing(noun, Shape.of(viewer), house.store.json)
    run = Run(viewer, [public_id(noun, key) for key in keys], house.clock())
    found = await answer_one(house.store, plan, plan.values(run))
    return [strawberry.ID(each["id"]) for each in orjson.loads(found or "[]")]


@cache
def _listing(noun: Noun, shape: Shape, json: Json) -> Plan:
    """The plan of the ids of records, which are all that a run is given."""
    id = Asked("id", "id", {}, lambda ids: {})
    asked = Asked("records", "records", {"ids": None}, lambda ids: {"ids": ids}, (id,))
    return plan_records(noun, asked, shape, json)


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
        Selecting(raw.schema, raw.fragments, raw.operation_extensions),
        raw.field_nodes,
    )


def planned(wanted: Wanted) -> Plan:
    """The plan of what is selected of a record of the noun."""
    return PLANS(wanted.named, wanted)


def _planned(named: tuple[str, Hashable], wanted: Wanted) -> Plan:
    kind = wanted.walk.schema.type_map[ENTITIES[wanted.noun].typename]
    if not isinstance(kind, GraphQLObjectType):
        raise TypeError("a record is an object")
    asked = Asked(
        str(wanted.place[-1]),
        wanted.nodes[0].name.value,
        {"id": None},
        lambda variables: {"id": variables.coerced[TARGET]},
        wanted.walk.children(kind, wanted.nodes, wanted.place),
    )
    with told_at(*wanted.place):
        return plan_record(wanted.noun, asked, wanted.shape, wanted.json)


def _size(named: tuple[str, Hashable], plan: Plan) -> int:
    return size_of_plans([plan], named[0])


PLANS = Remembered(_planned, _size, ROOM // 4)
