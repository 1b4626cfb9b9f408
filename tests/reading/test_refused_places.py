"""A bad argument is told at the path of its field, however deep, with its limit, before any SQL."""

import json
from typing import Any, NamedTuple

import pytest

from domain.ids import Noun
from tests.api import Api
from tests.practice import Practice
from tests.schema.ways import both, over_socket

KEY = "0" * 32
TIMES = ("2026-11-20T00:00:00Z", "2026-11-19T00:00:00Z")
DAYS = ("2026-11-20", "2026-11-19")
IDS = [f"case_{KEY}"] * 1000


class Bad(NamedTuple):
    """An argument of a list of cases: its type, a literal, the same as a variable's value, and what
    is told of the limit.
    """

    name: str
    kind: str
    literal: str
    value: Any
    limit: str


def plain(name: str, kind: str, value: Any, limit: str) -> Bad:
    """One whose literal is the JSON of its value."""
    return Bad(name, kind, json.dumps(value), value, limit)


def sorts(*words: str) -> Bad:
    """Sorts by these words."""
    told = "at most 3" if len(words) > 3 else "CaseSort"
    literal = ", ".join(f"{{by: {word}}}" for word in words)
    return Bad("orderBy", "[CaseOrder!]", f"[{literal}]", [{"by": word} for word in words], told)


def within(name: str, last: str, ends: tuple[str, str]) -> Bad:
    """A range in the filter."""
    literal = f'{{{name}: {{from: "{ends[0]}", {last}: "{ends[1]}"}}}}'
    value = {name: {"from": ends[0], last: ends[1]}}
    return Bad("filter", "CaseFilter", literal, value, f"`{last}`")


BAD = (
    *[plain("first", "Int", size, "1 to 100") for size in (0, -1, 101)],
    *[plain("last", "Int", size, "1 to 100") for size in (0, -1, 101)],
    Bad("first: 1, last", "Int", "1", 1, "not both"),
    *[plain(edge, "String", "torn", "cursor") for edge in ("after", "before")],
    *[plain(edge, "String", f"case-title_asc.41.{KEY}", "cursor") for edge in ("after", "before")],
    sorts("COLOR"),
    sorts("TITLE", "STATUS", "ISSUED_ON", "EXPIRES_ON"),
    within("createdAt", "until", TIMES),
    within("issuedOn", "to", DAYS),
    within("issuedOn", "to", ("2026-11-20", "9999-12-31"))._replace(limit="1900 to 2200"),
    within("createdAt", "until", (TIMES[0], "2026-11-21"))._replace(limit="with an offset"),
    Bad("filter", "CaseFilter", f"{{ids: {json.dumps(IDS)}}}", {"ids": IDS}, "At most 100"),
    Bad(
        "filter",
        "CaseFilter",
        f"{{client: {{cases: {{ids: {json.dumps(IDS)}}}}}}}",
        {"client": {"cases": {"ids": IDS}}},
        "At most 100",
    ),
)
PAGE = "{ totalCount nodes { id } }"
ROOT = "{ all: cases(%s) " + PAGE + " }"
IN_A_LIST = "{ organization { locations { their: cases(%s) " + PAGE + " } } }"
IN_A_FRAGMENT = (
    '{ node(id: "%s") { ... on Member { ...Own } } } '
    "fragment Own on Member { supervisedCases(%s) " + PAGE + " }"
)


def places(practice: Practice, argument: str) -> list[tuple[str, list[str]]]:
    """The selection at each depth, with the path of the field that has the argument."""
    member = practice.id_of(Noun.MEMBER, practice.people["manager"])
    return [
        (ROOT % argument, ["all"]),
        (IN_A_LIST % argument, ["organization", "locations", "their"]),
        (IN_A_FRAGMENT % (member, argument), ["node", "supervisedCases"]),
    ]


def refused(answer: dict[str, Any], path: list[str], limit: str) -> bool:
    """Whether the answer is one refusal, of the field at the path, that tells the limit."""
    (error,) = answer["errors"]
    assert error.get("path") == path, error
    assert limit in error["message"], error
    return error["extensions"]["code"] == "BAD_USER_INPUT" and answer["data"] is None


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.name}-{bad.literal[:24]}")
async def test_a_bad_argument_is_told_at_its_field_with_its_limit(
    api: Api, practice: Practice, statements: list[str], bad: Bad
) -> None:
    defined, given = f"query ($bad: {bad.kind}) ", {"bad": bad.value}

    for selection, path in places(practice, f"{bad.name}: {bad.literal}"):
        assert refused(await both(api, selection), path, bad.limit)
        assert refused(await over_socket(api, live(selection)), path, bad.limit)
    for selection, path in places(practice, f"{bad.name}: $bad"):
        assert refused(await both(api, defined + selection, given), path, bad.limit)
        asked = live(selection, f"($bad: {bad.kind})")
        assert refused(await over_socket(api, asked, given), path, bad.limit)
    assert statements == []


def live(selection: str, variables: str = "") -> str:
    """The same question kept open."""
    return f"subscription {variables} {selection}"


async def test_a_list_of_ids_and_a_span_are_told_at_their_field(
    api: Api, statements: list[str]
) -> None:
    span = f'from: "{TIMES[0]}", until: "{TIMES[1]}"'
    asked = {
        f"{{ them: nodes(ids: {json.dumps(IDS)}) {{ id }} }}": (["them"], "At most 100"),
        f"{{ calendar({span}) {{ id }} }}": (["calendar"], "`until`"),
    }

    for selection, (path, limit) in asked.items():
        assert refused(await both(api, selection), path, limit)
        assert refused(await over_socket(api, live(selection)), path, limit)
    assert statements == []


async def test_a_variable_that_must_not_be_null_is_told_at_its_field(
    api: Api, practice: Practice, statements: list[str]
) -> None:
    scoped = "{ organization { locations { sessions(scope: $scope) " + PAGE + " } } }"
    document = "query ($scope: SessionScope = ALL) " + scoped

    answer = await both(api, document, {"scope": None})

    assert refused(answer, ["organization", "locations", "sessions"], "must not be null")
    assert statements == []


async def test_a_bad_argument_of_the_changes_is_told_at_their_field(
    api: Api, statements: list[str]
) -> None:
    for argument in ('after: "torn"', 'nouns: ["cat"]', 'clientId: "case_1"'):
        asked = live(f"{{ news: changes({argument}) {{ cursor }} }}")
        answer = await over_socket(api, asked)
        assert refused(answer, ["news"], "")
    assert statements == []
