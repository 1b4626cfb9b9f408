"""What a document may ask for: refused before it is validated or planned, alike on every way."""

import json
from collections.abc import Callable
from typing import Any

import graphql
import pytest

from db.reading.plan import plan_root
from domain.ids import Noun
from schema import build_schema
from schema.parsing import Rules, Unfit, parsed
from schema.weighing import Limits, Scales
from tests.api import Api, Json, document
from tests.schema.ways import both, codes
from tests.server.conftest import Serve

CORE = build_schema().core
# Less than the usual, which no message of a socket reaches.
LONGEST = 60_000


def doubling(levels: int, inner: str = "viewer { role }") -> str:
    """Fragments that each spread the next one twice: small to send, and 2^levels fields."""
    parts = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    return " ".join(["{ ...F0 }", *parts, f"fragment F{levels} on Query {{ {inner} }}"])


def many(count: int, part: Callable[[int], str]) -> str:
    """The part, numbered."""
    return " ".join(part(number) for number in range(count))


# By what is beyond its limit: each small enough to be sent by anybody.
TOO_MUCH: dict[str, str] = {
    "length": "{ viewer { role } }".ljust(LONGEST + 1),
    "depth": "{ viewer " + "{ organization " * 25 + "{ id }" + " }" * 26,
    "rootFields": "{ " + many(101, lambda n: f"a{n}: __typename") + " }",
    "fields": "{ viewer { " + "role " * 501 + "} }",
    "aliases": "{ viewer { " + many(101, lambda n: f"a{n}: role") + " } }",
    "directives": "{ viewer { " + "role @skip(if: true) " * 101 + "} }",
    "filters": "{ clients(filter: "
    + "{ cases: { client: " * 16
    + "{}"
    + "}}" * 16
    + ") { totalCount } }",
    "cost": "{ clients(first: 100) { nodes { cases { cycles { entries { cycle { entries "
    "{ cycle { id } } } } } } } } }",
}


@pytest.mark.parametrize("measure", TOO_MUCH)
async def test_more_than_a_limit_is_told_with_what_was_counted(serve: Serve, measure: str) -> None:
    async with serve(document_length=LONGEST) as api:
        answer = await both(api, TOO_MUCH[measure])

    facts = answer["errors"][0]["extensions"]
    assert codes(answer) == ["QUERY_TOO_COMPLEX"]
    assert facts["measure"] == measure
    assert facts["counted"] > facts["limit"] > 0
    assert f"{facts['limit']} is the most" in answer["errors"][0]["message"]


HEAVY: dict[str, str] = {
    **TOO_MUCH,
    "length": "{ viewer { role } }".ljust(Limits().length + 1),
    "doubling fragments": doubling(300),
    "doubling fragments of few fields": doubling(9),
    "doubling fragments of one field": doubling(300, "__typename"),
    "a thousand equal fields": "{ " + "viewer { role } " * 1000 + "}",
    "a thousand equal fields with arguments": "{ "
    + "clients(first: 1) { totalCount } " * 600
    + "}",
    "a chain of fragments": "{ ...F0 } "
    + many(700, lambda n: f"fragment F{n} on Query {{ ...F{n + 1} }}"),
    "many words": "{ " + "a " * 30_000 + "}",
    "many remarks": "#\n" * 30_000 + "{ viewer { role } }",
    "deep lists": "{ nodes(ids: " + "[" * 4000 + "]" * 4000 + ") { id } }",
    "deep inline fragments": "{ " + "... { " * 900 + "__typename" + " }" * 901,
    "the schema sixty times": "{ "
    + many(60, lambda n: f"a{n}: __schema {{ types {{ fields {{ args {{ name }} }} }} }}")
    + " }",
    "lists in lists": '{ case(id: "x") { ' + "cycles { case { " * 7 + "id" + " } }" * 7 + " } }",
    "pages in pages": "{ clients(first: 100) { nodes { sessions(last: 100) { edges { node { "
    "attendances { case { sessions(first: 100) { totalCount nodes { id } } } } } } } } } }",
    "much of what a variable sizes": "query($n: Int) { clients(first: $n) { nodes { "
    + "cases { cycles { case { client { " * 3
    + "id"
    + " } } } }" * 3
    + " } } }",
}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often the dear parts are begun: validation, and reading a node of a document."""
    done = {"validated": 0, "weighed": 0, "planned": 0}

    def counting(name: str, whole: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            done[name] += 1
            return whole(*args, **more)

        return counted

    monkeypatch.setattr("schema.parsing.validate", counting("validated", graphql.validate))
    monkeypatch.setattr(Scales, "_node", counting("weighed", Scales._node))
    monkeypatch.setattr("schema.documents.plan_root", counting("planned", plan_root))
    return done


UNVALIDATED = [name for name in HEAVY if name != "a chain of fragments"]


@pytest.mark.parametrize("name", UNVALIDATED)
def test_what_is_too_much_is_refused_before_it_is_validated(
    work: dict[str, int], name: str
) -> None:
    assert refused(HEAVY[name]) == ["QUERY_TOO_COMPLEX"]
    assert work["validated"] == 0
    assert work["weighed"] <= Limits().tokens


def test_validation_gives_up_on_what_only_it_can_see() -> None:
    pairs = "{ " + "clients(first: 1) { nodes { id name } } " * 90 + "}"
    alike = f"{{ viewer {{ {'role ' * 900} }} }}"

    assert refused(HEAVY["a chain of fragments"]) == ["QUERY_TOO_COMPLEX"]
    assert refused(alike, Limits(fields=5000)) == ["QUERY_TOO_COMPLEX"]
    assert refused(pairs) == []


def refused(text: str, limits: Limits | None = None) -> list[object]:
    """The codes of what is wrong with a document; none where it is valid."""
    try:
        parsed(CORE, Rules(limits or Limits()), text)
    except Unfit as unfit:
        return [(error.extensions or {}).get("code") for error in unfit.errors]
    return []


@pytest.mark.parametrize("levels", [1, 30, 60])
def test_a_fragment_is_weighed_once_however_often_it_is_spread(
    work: dict[str, int], levels: int
) -> None:
    text = doubling(levels)

    assert refused(text, Limits(fields=1)) == ["QUERY_TOO_COMPLEX"]

    # The spread of the first, two in each fragment, and the two fields of the last.
    assert work["weighed"] == 1 + 2 * levels + 2


def test_fragments_count_as_often_as_they_are_spread() -> None:
    (weight,) = Scales(CORE, graphql.parse(doubling(9))).operations()

    assert (weight.root_fields, weight.fields, weight.cost) == (512, 1024, 1024)


COSTS: dict[str, int] = {
    "{ viewer { role } }": 2,
    "{ clients { totalCount } }": 2,
    "{ clients { totalCount nodes { id name } } }": 3 + 20 * 2,
    "{ clients(first: 5) { nodes { id name } } }": 2 + 5 * 2,
    "{ clients(last: 7) { edges { cursor node { id } } } }": 2 + 7 * 3,
    "{ clients(first: 5) { ...Page } } fragment Page on ClientConnection { nodes { id } }": 2 + 5,
    "{ clients(first: 5) { ... { nodes { id } } nodes { name } } }": 3 + 5 * 2,
    "{ clients(first: 5) { nodes { cases { id } } } }": 2 + 5 * 11,
    '{ nodes(ids: ["a", "b", "c"]) { id } }': 1 + 3,
    'mutation { todoComplete(input: {todoId: "x"}) { todo { id } errors { code } } }': 3 + 1 + 10,
}


@pytest.mark.parametrize("text", COSTS)
def test_a_cost_is_the_largest_number_of_values_that_an_answer_can_hold(text: str) -> None:
    (weight,) = Scales(CORE, graphql.parse(text)).operations()

    assert weight.cost == COSTS[text]


def test_tools_may_ask_for_the_whole_schema() -> None:
    asked = graphql.get_introspection_query(
        descriptions=True,
        specified_by_url=True,
        directive_is_repeatable=True,
        input_value_deprecation=True,
    )

    assert refused(asked) == []


SIZED = """query($n: Int = 5, $ids: [ID!] = []) {
  clients(first: $n) { nodes { id } } nodes(ids: $ids) { id }
}"""


async def told(api: Api, query: str, **body: Any) -> Json:
    """The answer to a request that asks what it costs."""
    headers = {"authorization": f"Bearer {api.token}"}
    asked = {"query": query, "extensions": {"cost": True}, **body}
    answer: Json = (await api.http.post("/graphql", json=asked, headers=headers)).json()
    return answer


async def test_a_cost_is_told_to_who_asks_and_follows_the_variables(serve: Serve) -> None:
    async with serve(document_cost=60) as api:
        costs = [
            (await told(api, SIZED, variables=variables))["extensions"]["cost"]
            for variables in ({}, {"n": 7}, {"n": None}, {"ids": ["a", "b"]}, {"n": 7})
        ]
        refused = await told(api, SIZED, variables={"n": 58})
        silent = await api.http.post("/graphql", json={"query": "{ __typename }"})
        of_change = await told(api, "mutation { sessionsCancel: __typename }")

    assert costs == [{"counted": n, "limit": 60} for n in (8, 10, 23, 10, 10)]
    assert refused["errors"][0]["extensions"] == {
        "code": "QUERY_TOO_COMPLEX",
        "measure": "cost",
        "counted": 61,
        "limit": 60,
    }
    assert "extensions" not in silent.json()
    assert of_change["extensions"]["cost"]["counted"] == 1


FILTERED = """query($filter: ClientFilter, $cases: CaseFilter) {
  clients(filter: $filter) { totalCount }
  cases(filter: $cases) { totalCount }
}"""


async def test_the_objects_in_the_variables_of_filters_are_counted(serve: Serve) -> None:
    deep = {"cases": {"cycles": {"createdAt": {"from": "2026-01-01T00:00:00Z"}}}}
    async with serve(document_filters=5) as api:
        fits = await told(api, FILTERED, variables={"filter": deep, "cases": {"status": "OPEN"}})
        none = await told(api, FILTERED, variables={"filter": None})
        refused = await told(api, FILTERED, variables={"filter": deep, "cases": {"client": {}}})

    assert "errors" not in fits
    assert "errors" not in none
    assert refused["errors"][0]["extensions"] == {
        "code": "QUERY_TOO_COMPLEX",
        "measure": "filters",
        "counted": 6,
        "limit": 5,
    }


ASKED = "{ viewer { role } }"
LIVE = "subscription { organization { name } }"
COST = {"cost": {"counted": 2, "limit": 1_000_000}}


async def rename(api: Api, name: str) -> None:
    """Have the practice's name changed, which is a new answer to LIVE."""
    organization = api.practice.id_of(Noun.ORGANIZATION, api.practice.organization)
    owner = api.as_("owner")
    done = await owner.run("OrganizationUpdate", organizationId=organization, name=name)
    assert done["errors"] == []


async def test_a_stream_tells_its_cost_once_with_its_first_answer(serve: Serve) -> None:
    body = {"query": LIVE, "extensions": {"cost": True}}
    async with serve() as api:
        headers = {"authorization": f"Bearer {api.token}", "accept": "text/event-stream"}
        async with api.http.stream("POST", "/graphql", json=body, headers=headers) as answer:
            events = (line async for line in answer.aiter_lines() if line.startswith("data"))
            first = json.loads((await anext(events))[6:])
            await rename(api, "Elsewhere")
            second = json.loads((await anext(events))[6:])

    assert first["extensions"] == COST
    assert second == {"data": {"organization": {"name": "Elsewhere"}}}


async def test_an_operation_on_a_socket_tells_its_cost_once_where_it_asks_for_it(
    serve: Serve,
) -> None:
    async with serve() as api, api.socket() as asking, api.socket() as silent:
        live = await asking.subscribe(LIVE, extensions={"cost": True})
        first = await live.payload()
        await rename(api, "Elsewhere")
        second = await live.payload()
        one = await (await silent.subscribe(ASKED, extensions={"cost": True})).payload()
        await silent.message()
        other = await (await silent.subscribe(ASKED)).payload()

    assert [first["extensions"], one["extensions"]] == [COST, COST]
    assert second == {"data": {"organization": {"name": "Elsewhere"}}}
    assert other == {"data": one["data"]}


async def test_nothing_is_planned_for_who_has_not_signed_in(
    work: dict[str, int], serve: Serve
) -> None:
    async with serve() as api:
        refused = await both(api.with_token(None), document("ClientsWithCases"))
        before = work["planned"]
        await api.read("ClientsWithCases")

    assert codes(refused) == ["UNAUTHENTICATED"]
    assert (before, work["planned"]) == (0, 1)


async def test_an_answer_tells_of_at_most_twenty_errors(serve: Serve) -> None:
    unknown = "{ " + many(50, lambda n: f"unknown{n}") + " }"
    missing = "{ " + many(50, lambda n: f'c{n}: case(id: "x") {{ id }}') + " }"
    uncoerced = f"query({many(50, lambda n: f'$v{n}: Int!')}) {{ __typename }}"
    asked = [unknown, missing, uncoerced]
    async with serve() as api:
        answers = [await both(api, query) for query in asked]

    assert [len(answer["errors"]) for answer in answers] == [20] * 3
    assert answers[1]["data"] == {f"c{n}": None for n in range(50)}


LEAKING: list[tuple[str, Json | None]] = [
    ("{ viewer { rolee } }", None),
    ("{ ...A } fragment A on Querry { viewer { role } }", None),
    ("{ clients(firsst: 1) { totalCount } }", None),
    ("{ sessions(scope: UPCOMMING) { totalCount } }", None),
    ('{ clients(filter: {serch: "a"}) { totalCount } }', None),
    ("query($f: ClientFilter) { clients(filter: $f) { totalCount } }", {"f": {"serch": "a"}}),
    ("query($s: SessionScope!) { sessions(scope: $s) { totalCount } }", {"s": "UPCOMMING"}),
    ("mutation { todoComplet(input: {}) { errors { code } } }", None),
    (
        "mutation($i: TodoCompleteInput!) { todoComplete(input: $i) { errors { code } } }",
        {"i": {"todoIdd": "x"}},
    ),
]


async def test_a_wrong_name_is_answered_with_similar_ones_unless_the_setting_forbids(
    serve: Serve,
) -> None:
    async with serve() as api:
        helped = [await both(api, *asked) for asked in LEAKING]
    async with serve(suggestions=False) as api:
        silent = [await both(api, *asked) for asked in LEAKING]

    assert all("Did you mean" in str(answer) for answer in helped)
    assert not any("Did you mean" in str(answer) for answer in silent)
    assert [codes(answer) for answer in silent] == [codes(answer) for answer in helped]


ABOUT_SCHEMA = [
    "{ __schema { queryType { name } } }",
    '{ __type(name: "Client") { name } }',
    "{ ...A } fragment A on Query { __schema { types { name } } }",
]


async def test_the_schema_is_told_to_nobody_where_the_setting_forbids(serve: Serve) -> None:
    async with serve(introspection=False) as api:
        refused = [await both(api, query) for query in ABOUT_SCHEMA]
        allowed = await both(api, "{ __typename viewer { __typename } }")

    assert [{*codes(answer)} for answer in refused] == [{"BAD_USER_INPUT"}] * 3
    assert allowed == {"data": {"__typename": "Query", "viewer": {"__typename": "Viewer"}}}
