"""An id that names nothing refuses the change with NOT_FOUND at its place, and writes nothing."""

import json
from collections.abc import Iterator

import pytest
from graphql import GraphQLInputObjectType, GraphQLInputType, get_named_type

from schema import build_schema
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care, furnish
from tests.schema.conftest import Neighbor
from tests.schema.inputs import IDS, Path, accepted, with_value
from tests.schema.rows import nothing_written
from tests.schema.strangers import UNKNOWN, strangers
from tests.schema.ways import on, over_http, refusals


def test_every_id_of_every_mutation_is_tried_here() -> None:
    mutations = build_schema().core.mutation_type
    assert mutations is not None

    found = {
        (name[0].upper() + name[1:], place)
        for name, field in mutations.fields.items()
        for place in id_places(field.args["input"].type)
    }

    assert found == {
        (name, tuple(step for step in path if isinstance(step, str)))
        for name, places in IDS.items()
        for path in places
    }


def id_places(type_: GraphQLInputType, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names that lead to each ID in an input."""
    inner = get_named_type(type_)
    if isinstance(inner, GraphQLInputObjectType):
        for name, field in inner.fields.items():
            yield from id_places(field.type, (*above, name))
    elif inner.name == "ID":
        yield above


def places_and_ids(own: Care, foreign: Care) -> Iterator[tuple[str, Path, str, Json]]:
    """Each mutation with each id that names nothing at each place: where, why, and the input."""
    for name, places in IDS.items():
        for path, noun in places.items():
            for what, id in strangers(noun, own, foreign).items():
                yield name, path, what, {"input": with_value(accepted(name, own), path, id)}


async def test_each_such_id_is_refused_alike_and_nothing_is_written(
    api: Api, practice: Practice, care: Care, neighbor: Neighbor
) -> None:
    told: dict[tuple[str, Path], set[str]] = {}
    owner = api.as_("owner")

    async with nothing_written(practice), owner.socket() as socket:
        for name, path, what, given in places_and_ids(care, neighbor.care):
            answer = await over_http(owner, document(name), given)
            told.setdefault((name, path), set()).add(json.dumps(answer))
            if what == UNKNOWN:
                assert await on(socket, document(name), given) == answer

    for (name, path), answers in told.items():
        (only,) = answers
        assert refusals(json.loads(only)) == [("NOT_FOUND", ["input", *map(str, path)])], name


@pytest.mark.parametrize("name", [name for name, places in IDS.items() if len(places) > 1])
async def test_every_unknown_id_of_an_input_is_told_at_once(
    api: Api, care: Care, name: str
) -> None:
    given = accepted(name, care)
    for path, noun in IDS[name].items():
        given = with_value(given, path, noun)

    refused = await over_http(api.as_("owner"), document(name), {"input": given})

    # Whether an item is one of a session that is not there, nobody can say.
    sought = [path for path in IDS[name] if path[-1] != "itemId"]
    assert sorted(refusals(refused)) == sorted(
        ("NOT_FOUND", ["input", *map(str, path)]) for path in sought
    )


# Of an input whose target is unknown, what is wrong with the rest, and where.
WRONG: dict[str, Json] = {
    "AttendanceComplete": {"outcome": "OPEN"},
    "CaseUpdate": {"title": "", "maxSessions": 0},
    "CycleAmend": {"renewalPercent": 0, "authorized": 0},
    "CycleDiscontinue": {"reason": " "},
    "ClientUpdate": {"email": "none", "phone": "1"},
    "LocationUpdate": {"timeZone": "Mars"},
    "MemberUpdate": {"name": " ", "color": "red"},
    "OrganizationUpdate": {"currency": "XXX", "renewalPercent": 0},
    "ServiceUpdate": {"minutes": 0},
    "SessionCancel": {"reason": "\0"},
    "SessionUpdateNotes": {"publicNote": "\0", "privateNote": "\0"},
    "TodoReassign": {"assigneeRole": "CLIENT"},
    "TodoUpdate": {"title": "", "note": "\0"},
}


@pytest.mark.parametrize("name", WRONG)
async def test_of_what_is_unknown_the_rest_is_judged_all_the_same(
    api: Api, care: Care, name: str
) -> None:
    target = next(iter(IDS[name]))
    given = {**with_value(accepted(name, care), target, "?"), **WRONG[name]}

    refused = await over_http(api.as_("owner"), document(name), {"input": given})

    assert sorted(refusals(refused)) == sorted(
        [
            ("NOT_FOUND", ["input", *map(str, target)]),
            *[("INVALID", ["input", place]) for place in WRONG[name]],
        ]
    )


async def test_with_ids_of_ones_own_each_change_is_made(api: Api, practice: Practice) -> None:
    done = {}

    for name in IDS:
        care = await furnish(practice)
        done[name] = (await api.as_("owner").run(name, **accepted(name, care)))["errors"]

    assert done == {name: [] for name in IDS}
