"""Whatever a value or a name holds, it stays out of the SQL and the answer is right."""

import json

import pytest

from db.reading.dialects import PAIRS_AT_ONCE, text
from domain.clients import folded
from domain.errors import Invalid
from domain.ids import Noun
from schema.parsing import Rules
from schema.weighing import Limits
from tests.practice import Practice
from tests.reading.agreement import Side
from tests.reading.asking import answered, planned

UNBOUNDED = Rules(Limits(aliases=1000, filters=1000))
HOSTILE = (
    "'",
    '"',
    "''",
    "`",
    "'); DROP TABLE clients; --",
    "' OR '1'='1",
    ":name",
    ":organization",
    "%s",
    "%(name)s",
    "%",
    "$1",
    "?",
    "{}",
    "\\",
    "\\'",
    "/* */",
    "👩🏽‍⚕️𝔘",
    "\u2028",
    "\x01\x1f\x7f",
    "x" * 200,
)
NUL = ("\0", "a\0b")
SPAN = 'from: "2026-11-20T00:00Z", until: "2026-11-21T00:00Z"'
PLACES = (
    ("client(id: $x) { id }", "ID!"),
    ("node(id: $x) { id }", "ID!"),
    ("nodes(ids: [$x]) { id }", "ID!"),
    ("clients(filter: { search: $x }) { nodes { id } }", "String"),
    ("clients(filter: { ids: [$x], cases: { ids: [$x] } }) { totalCount }", "ID!"),
    ("cases(orderBy: { by: TITLE }, before: $x) { nodes { id } }", "String"),
    ("audit(filter: { recordIds: [$x] }) { nodes { id } }", "ID!"),
    (f"calendar({SPAN}, clinicianId: $x, locationId: $x) {{ id }}", "ID"),
)


def written(value: str) -> str:
    """The value as a literal of GraphQL."""
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(("place", "kind"), PLACES)
def test_no_value_reaches_the_text_of_a_plan(practice: Practice, place: str, kind: str) -> None:
    side, values = Side(practice.store), (*HOSTILE, *NUL)
    open_place = f"query ($x: {kind}) {{ {place} }}"

    plain = planned(side, open_place, x="a harmless one")
    literals = [planned(side, f"{{ {place.replace('$x', written(value))} }}") for value in values]
    variables = [planned(side, open_place, x=value) for value in values]

    assert {plan.sql for plan in literals} == {plain.sql}
    assert all(plan is plain for plan in variables)
    assert "harmless" not in plain.sql


async def test_a_strange_id_is_an_unknown_one(practice: Practice) -> None:
    side, values = Side(practice.store), (*HOSTILE, *NUL)
    ids = "query ($x: [ID!]!) { nodes(ids: $x) { id } }"
    narrowed = "query ($x: [ID!]) { clients(filter: { ids: $x }) { totalCount } }"
    audited = "query ($x: [ID!]) { audit(filter: { recordIds: $x }) { totalCount } }"
    own = practice.id_of(Noun.CLIENT, practice.client)

    found = await answered(side, practice, ids, x=[*values, own])
    single = [
        await answered(side, practice, f"{{ client(id: {written(value)}) {{ id }} }}")
        for value in values
    ]
    counted = await answered(side, practice, narrowed, x=[*values, own])
    told = await answered(side, practice, audited, x=[*values, own])

    assert found == [*[None] * len(values), {"id": own}]
    assert single == [None] * len(values)
    assert counted == {"totalCount": 1}
    assert told == {"totalCount": 0}


async def test_whatever_a_name_holds_it_is_found_and_told_as_it_is(practice: Practice) -> None:
    side = Side(practice.store)
    found_by = "clients(first: 100, filter: { search: $x }) { nodes { id givenName name } }"
    search = f"query ($x: String) {{ {found_by} }}"
    people = {value: await practice.add_client(given=value, family="Smith") for value in HOSTILE}

    for value, key in people.items():
        found = (await answered(side, practice, search, x=value))["nodes"]

        named = {"givenName": value, "name": f"{value} Smith"}
        assert {"id": practice.id_of(Noun.CLIENT, key), **named} in found
        assert all(folded(value) in folded(row["name"]) for row in found)


@pytest.mark.parametrize("value", [*NUL, "\ud83d"])
async def test_what_no_text_can_hold_is_refused(practice: Practice, value: str) -> None:
    search = "query ($x: String) { clients(filter: { search: $x }) { totalCount } }"

    with pytest.raises(Invalid):
        await answered(Side(practice.store), practice, search, x=value)


NAMES = ("select", "from", "null", "true", "user", "__x", "p0", "organization", "_", "x" * 200)


async def test_any_name_can_stand_for_a_field(practice: Practice) -> None:
    fields = " ".join(f"{name}: name" for name in NAMES)

    query = f"{{ end: clients {{ order: nodes {{ {fields} group: cases {{ id }} }} }} }}"
    found = await answered(Side(practice.store), practice, query)

    assert found == {"order": [{**dict.fromkeys(NAMES, "José Álvarez"), "group": []}]}


async def test_any_number_of_fields_can_be_asked_for(practice: Practice) -> None:
    for count in (PAIRS_AT_ONCE - 1, PAIRS_AT_ONCE, PAIRS_AT_ONCE + 1, 4 * PAIRS_AT_ONCE):
        names = [f"a{number}" for number in range(count)]
        fields = " ".join(f"{name}: name" for name in names)

        query = f"{{ clients {{ nodes {{ {fields} }} }} }}"
        found = await answered(Side(practice.store, UNBOUNDED), practice, query)

        assert found["nodes"] == [dict.fromkeys(names, "José Álvarez")]


@pytest.mark.parametrize("name", ["", "1a", "a b", "a'", "a\n", "é", "a-b", "a\0"])
def test_nothing_but_a_name_becomes_text_of_a_plan(name: str) -> None:
    with pytest.raises(ValueError, match="not a GraphQL name"):
        text(name)
