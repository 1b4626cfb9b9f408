"""What a list cannot do is refused before any SQL, by the argument's name and its limit."""

import json
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from domain.ids import Noun
from tests.api import Api
from tests.practice import NOON, Practice
from tests.reading.crowd import clients
from tests.reading.pages import NAME_DOWN
from tests.reading.reference import SDL
from tests.schema.care import furnish
from tests.schema.inputs import accepted

DAY = timedelta(days=1)
BACKWARDS = {"from": NOON.isoformat(), "until": (NOON - DAY).isoformat()}
EMPTY = {"from": NOON.isoformat(), "until": NOON.isoformat()}
DAYS_BACK = {"from": "2026-11-20", "to": "2026-11-19"}
KEY = "0" * 32
LONG = [f"client_{KEY}"] * 1000
SORTS = [{"by": "NAME"}, {"by": "CREATED_AT"}]

REFUSED: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("Search", {"first": 0}, "first", "1 to 100"),
    ("Search", {"first": -1}, "first", "1 to 100"),
    ("Search", {"first": 101}, "first", "1 to 100"),
    ("Search", {"last": 0}, "last", "1 to 100"),
    ("Search", {"last": 101}, "last", "1 to 100"),
    ("Search", {"first": 1, "last": 1}, "last", "not both"),
    ("Search", {"first": 1, "before": "x"}, "before", "not both"),
    ("Search", {"last": 1, "after": "x"}, "after", "not both"),
    ("Search", {"after": "x", "before": "x"}, "before", "not both"),
    ("Search", {"orderBy": [*SORTS, *SORTS]}, "orderBy", "at most 3"),
    ("Search", {"filter": {"ids": LONG}}, "filter.ids", "At most 100"),
    ("Search", {"filter": {"cases": {"client": {"ids": LONG}}}}, "filter.cases.client.ids", "100"),
    ("Search", {"filter": {"search": "x" * 201}}, "filter.search", "at most 200"),
    ("Search", {"filter": {"search": "a\0"}}, "filter.search", "NUL"),
    (
        "Search",
        {"filter": {"createdAt": BACKWARDS}},
        "filter.createdAt.until",
        "`until` comes after",
    ),
    (
        "Search",
        {"filter": {"createdAt": EMPTY}},
        "filter.createdAt.until",
        "`until` comes after",
    ),
    (
        "Cases",
        {"filter": {"issuedOn": DAYS_BACK}},
        "filter.issuedOn.to",
        "`to` is not before",
    ),
    ("Cases", {"filter": {"status": ["OPEN"] * 101}}, "filter.status", "At most 100"),
    ("Todos", {"status": ["OPEN"] * 101}, "filter.status", "At most 100"),
    ("Nodes", {"ids": LONG}, "ids", "At most 100"),
    ("Calendar", BACKWARDS, "until", "`until` comes after"),
    (
        "Calendar",
        {"from": NOON.isoformat(), "until": (NOON + 43 * DAY).isoformat()},
        "until",
        "at most 42 days",
    ),
)


async def test_what_is_out_of_bounds_is_refused_by_name_before_any_sql(
    api: Api, statements: list[str]
) -> None:
    answers = [await api.ask(operation, **variables) for operation, variables, _, _ in REFUSED]

    for answer, (_, _, argument, limit) in zip(answers, REFUSED, strict=True):
        assert refused(answer) == argument
        assert limit in answer["errors"][0]["message"]
    assert statements == []


async def test_what_is_out_of_bounds_is_refused_where_only_the_count_is_asked_for(
    api: Api, statements: list[str]
) -> None:
    for argument in ("first: 0", "last: 101", 'after: "torn"', 'before: "torn"'):
        answer = (await api.post(f"{{ clients({argument}) {{ totalCount }} }}")).json()
        assert refused(answer) == argument.partition(":")[0]
    assert statements == []


def refused(answer: dict[str, Any]) -> Any:
    """The argument that is to blame."""
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer.get("data") is None
    return error["extensions"]["argument"]


def hexed(text: str) -> str:
    return text.encode().hex()


# Cursors that no list has given out. Clients are sorted by texts, todos by instants.
TORN = (
    "",
    "client-name",
    "name.41.42." + KEY,
    "client-name..",
    "client-name.zz.zz." + KEY,
    "client-name.41.42",
    "client-name.41.42." + KEY + ".43",
    "client-name.41.42.'); DROP TABLE clients; --",
    "client-name.ff.ff." + KEY,
    f"client-name.{hexed(chr(0))}.41.{KEY}",
    f"client-name.~.41.{KEY}",
    f"session-start.{hexed(NOON.isoformat())}.{KEY}",
    f"client-name_desc.41.42.{KEY}",
    "👩🏽‍⚕️",
)
TORN_TIMES = (
    f"todo-newest.{hexed('yesterday')}.{KEY}",
    f"todo-newest.{hexed('2026-11-20T12:00:00')}.{KEY}",
    f"todo-newest.{hexed('9999-12-31T23:59:59-12:00')}.{KEY}",
)
# To PostgreSQL's driver the ends of the calendar are infinity.
FAR_DAYS = ("0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31")
FAR_TIMES = [f"todo-newest.{hexed(f'{day}T00:00:00+00:00')}.{KEY}" for day in FAR_DAYS]
TORN_WORD = f"case-status_asc.{hexed('ASLEEP')}.{KEY}"


@pytest.mark.parametrize("edge", ["after", "before"])
async def test_a_torn_cursor_is_refused(api: Api, statements: list[str], edge: str) -> None:
    answers = [await api.ask("Search", **{edge: cursor}) for cursor in TORN]

    assert [refused(answer) for answer in answers] == [edge] * len(TORN)
    assert statements == []


async def test_a_torn_cursor_of_a_list_by_time_or_word_is_refused(
    api: Api, statements: list[str]
) -> None:
    by_status = [{"by": "STATUS"}]

    answers = [await api.ask("Todos", after=cursor) for cursor in TORN_TIMES]
    answers.append(await api.ask("Cases", orderBy=by_status, after=TORN_WORD))

    assert [refused(answer) for answer in answers] == ["after"] * len(answers)
    assert statements == []


async def test_a_cursor_of_no_year_of_a_practice_is_refused(
    api: Api, statements: list[str]
) -> None:
    by_issue = [{"by": "ISSUED_ON"}]
    days = [f"case-issued_on_asc.{hexed(day)}.{KEY}" for day in FAR_DAYS]

    answers = [await api.ask("Todos", after=cursor) for cursor in FAR_TIMES]
    answers += [await api.ask("Cases", orderBy=by_issue, after=cursor) for cursor in days]

    assert [refused(answer) for answer in answers] == ["after"] * len(answers)
    assert statements == []


async def test_a_range_of_days_beyond_the_years_of_a_practice_is_refused(
    api: Api, statements: list[str]
) -> None:
    ranges = [{end: day} for end in ("from", "to") for day in FAR_DAYS]

    answers = [await api.ask("Cases", filter={"issuedOn": each}) for each in ranges]

    told = [error["message"] for answer in answers for error in answer["errors"]]
    assert all("from 1900 to 2200" in message for message in told)
    assert len(told) == len(ranges)
    assert statements == []


async def test_a_cursor_holds_for_its_own_sort_alone(api: Api, practice: Practice) -> None:
    await clients(practice)
    page = await api.read("Search", first=1, orderBy=NAME_DOWN)

    answer = await api.ask("Search", after=page["pageInfo"]["endCursor"])

    assert refused(answer) == "after"


assert SDL.query_type
LISTS = [name for name, field in SDL.query_type.fields.items() if "first" in field.args]


async def test_a_cursor_of_one_list_is_refused_by_every_other(
    api: Api, practice: Practice, statements: list[str]
) -> None:
    owner, care = api.as_("owner"), await furnish(practice)
    await owner.run("TodoCreate", **accepted("TodoCreate", care))
    asked = " ".join(f"{name}(first: 1) {{ edges {{ cursor }} }}" for name in LISTS)
    pages = (await owner.post(f"{{ {asked} }}")).json()["data"]
    cursors = {name: json.dumps(pages[name]["edges"][0]["cursor"]) for name in LISTS}
    statements.clear()

    for edge, own, other in product(("after", "before"), LISTS, LISTS):
        if own != other:
            asked = f"{{ {other}({edge}: {cursors[own]}) {{ totalCount }} }}"
            answer = (await owner.post(asked)).json()
            assert (refused(answer), answer["errors"][0]["path"]) == (edge, [other]), own
    assert statements == []


async def test_a_hundred_ids_are_not_too_many(api: Api, practice: Practice) -> None:
    own = practice.id_of(Noun.CLIENT, practice.client)

    found = await api.read("Search", filter={"ids": [*LONG[:99], own]}, first=100)

    assert [row["id"] for row in found["nodes"]] == [own]


NULLS = {
    "in one sort": "{by: NAME, direction: $way}",
    "in a list of sorts": "[{by: CREATED_AT}, {by: NAME, direction: $way}]",
}


@pytest.mark.parametrize("sort", NULLS.values(), ids=NULLS)
async def test_a_null_direction_is_refused_and_one_that_is_left_out_is_up(
    api: Api, practice: Practice, sort: str, statements: list[str]
) -> None:
    document = f"query ($way: Direction) {{ clients(orderBy: {sort}) {{ nodes {{ name }} }} }}"

    by_variable = (await api.post(document, {"way": None})).json()
    in_place = await api.post(document.replace("$way", "null").replace("(null: Direction)", ""))
    asked = list(statements)
    left_out = (await api.post(document, {})).json()
    up = (await api.post(document, {"way": "ASC"})).json()

    told = [answer["errors"][0] for answer in (by_variable, in_place.json())]
    assert [each["extensions"]["code"] for each in told] == ["BAD_USER_INPUT"] * 2
    assert asked == []
    assert left_out == up
    assert "errors" not in up
