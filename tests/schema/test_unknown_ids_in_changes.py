"""An id that names nothing refuses the change with NOT_FOUND at its place, and writes nothing."""

import json
from collections.abc import Iterator

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


async def test_every_unknown_id_of_an_input_is_told_at_once(api: Api, care: Care) -> None:
    given = accepted("SessionBook", care)
    for path, noun in IDS["SessionBook"].items():
        given = with_value(given, path, noun)

    refused = await over_http(api, document("SessionBook"), {"input": given})

    assert sorted(refusals(refused)) == sorted(
        ("NOT_FOUND", ["input", *map(str, path)]) for path in IDS["SessionBook"]
    )


async def test_with_ids_of_ones_own_each_change_is_made(api: Api, practice: Practice) -> None:
    done = {}

    for name in IDS:
        care = await furnish(practice)
        done[name] = (await api.as_("owner").run(name, **accepted(name, care)))["errors"]

    assert done == {name: [] for name in IDS}
