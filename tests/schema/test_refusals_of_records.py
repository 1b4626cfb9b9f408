"""A refusal says that there is something in the way, and names of it what the viewer may see."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type

from domain.access import Role
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import session_of
from tests.schema.inputs import accepted, booking, soon
from tests.schema.rows import nothing_written
from tests.schema.test_rights_of_changes import seen_by
from tests.schema.test_rights_of_places import LIMITED, Places, places
from tests.schema.test_rights_of_roles import name_of
from tests.schema.walker import SCHEMA
from tests.schema.ways import codes, over_http

__all__ = ["places"]

ID = re.compile(r"\b[a-z]+_[0-9a-f]{32}\b")
VIEWERS = [*map(name_of, Role), *[f"local {role}" for role in LIMITED]]


@dataclass(frozen=True)
class Refused:
    """A change of here that is refused, and the records that it is refused for."""

    mutation: str
    input: Json
    records: frozenset[str]


async def in_use(practice: Practice, places: Places) -> Refused:
    """The case is on its way, here and elsewhere."""
    here, away = places.here, await away_on(practice, places)
    records = frozenset({here.cycle, here.session, away})
    return Refused("CaseClose", {"caseId": here.case}, records)


async def orphaned(practice: Practice, places: Places) -> Refused:
    """What would be taken off the cycle is booked here and elsewhere."""
    here, away = places.here, await away_on(practice, places)
    return Refused(
        "CycleAmend", {"cycleId": here.cycle, "authorized": 1}, frozenset({here.session, away})
    )


async def booked_already(practice: Practice, places: Places) -> Refused:
    """The client is at that hour here and elsewhere."""
    start = datetime.fromisoformat(soon())
    taken = [
        await practice.add_attendance(starts_at=start, location_id=key(location))
        for location in (places.here.location, places.elsewhere.location)
    ]
    records = [await session_id(practice, each) for each in taken]
    return Refused("SessionBook", booking(places.here), frozenset(records))


async def used_up(practice: Practice, places: Places) -> Refused:
    """A visit here draws on a full cycle of a case elsewhere."""
    case = await practice.add_case(location_id=key(places.elsewhere.location))
    cycle = await practice.add_cycle(case, authorized=1, carried_in=1)
    visit = await practice.add_attendance(case, cycle, NOON, location_id=practice.location)
    input = {"attendanceId": practice.id_of(Noun.ATTENDANCE, visit)}
    return Refused("AttendanceComplete", input, frozenset({practice.id_of(Noun.CYCLE, cycle)}))


async def moved_on(practice: Practice, places: Places) -> Refused:
    """The record is another than was read."""
    id = places.here.attendance
    input = {**accepted("AttendanceComplete", places.here), "expectedVersion": 4711}
    return Refused("AttendanceComplete", input, frozenset({id}))


REFUSALS: dict[str, Callable[[Practice, Places], Awaitable[Refused]]] = {
    "CaseInUseError": in_use,
    "OrphansSessionsError": orphaned,
    "BookingConflictError": booked_already,
    "CycleExhaustedError": used_up,
    "StaleVersionError": moved_on,
}


def key(id: str) -> UUID:
    """The key in an id."""
    return UUID(id.rpartition("_")[2])


async def away_on(practice: Practice, places: Places) -> str:
    """A session elsewhere, booked on the case and the cycle of here."""
    on = (key(places.here.case), key(places.here.cycle))
    away = key(places.elsewhere.location)
    visit = await practice.add_attendance(*on, NOON + TOMORROW * 2, location_id=away)
    return await session_id(practice, visit)


async def session_id(practice: Practice, attendance: UUID) -> str:
    """The id of the attendance's session."""
    return practice.id_of(Noun.SESSION, await session_of(practice, attendance))


def names_records(kind: GraphQLObjectType) -> bool:
    """Whether a refusal of the type can name records."""
    named = [get_named_type(field.type) for field in kind.fields.values()]
    return any(each.name in ("ID", "Node") for each in named)


def asking(mutation: str) -> str:
    """The mutation, asked for all that its refusals tell."""
    error = SCHEMA.type_map["UserError"]
    assert isinstance(error, GraphQLInterfaceType)
    told = [
        f"... on {kind.name} {{ {' '.join(told_by(kind))} }}"
        for kind in SCHEMA.get_possible_types(error)
    ]
    field = mutation[0].lower() + mutation[1:]
    errors = f"errors {{ __typename {' '.join(told)} }}"
    return f"mutation($input: {mutation}Input!) {{ {field}(input: $input) {{ {errors} }} }}"


def told_by(kind: GraphQLObjectType) -> list[str]:
    """Every field of a refusal, and of a record its id."""
    nodes = {n for n, field in kind.fields.items() if get_named_type(field.type).name == "Node"}
    return [f"{name} {{ id }}" if name in nodes else name for name in kind.fields]


def test_every_refusal_that_can_name_records_is_tried_here() -> None:
    error = SCHEMA.type_map["UserError"]
    assert isinstance(error, GraphQLInterfaceType)

    naming = {kind.name for kind in SCHEMA.get_possible_types(error) if names_records(kind)}

    assert naming == set(REFUSALS)


@pytest.mark.parametrize("kind", REFUSALS)
async def test_whoever_is_refused_is_named_what_they_may_see_of_what_is_in_the_way(
    api: Api, practice: Practice, places: Places, kind: str
) -> None:
    refused = await REFUSALS[kind](practice, places)
    named, seen, counted = {}, {}, set()

    async with nothing_written(practice):
        for who in VIEWERS:
            sent = {"input": refused.input}
            answer = await over_http(api.as_(who), asking(refused.mutation), sent)
            if codes(answer) == ["FORBIDDEN"]:
                continue
            (payload,) = answer["data"].values()
            assert [error["__typename"] for error in payload["errors"]] == [kind]
            named[who] = set(ID.findall(str(payload)))
            seen[who] = await seen_by(api.as_(who), sorted(refused.records))
            (error,) = payload["errors"]
            counted.add(str({n: count for n, count in error.items() if isinstance(count, int)}))

    assert named == seen
    assert named["owner"] == set(refused.records)
    assert len(counted) == 1
    assert f"local {Role.CLINIC_MANAGER}" in named


async def test_of_many_at_once_a_refusal_names_no_cycle_of_elsewhere_either(
    api: Api, practice: Practice, places: Places
) -> None:
    refused = await used_up(practice, places)
    input = {"items": [refused.input], "idempotencyKey": "once"}

    told = [
        await api.as_(f"local {Role.CLINICIAN}").run("AttendancesComplete", **input)
        for _ in range(2)
    ]

    assert told[0] == told[1]
    assert [(e["__typename"], e["cycleId"]) for e in told[0]["errors"]] == [
        ("CycleExhaustedError", None)
    ]
