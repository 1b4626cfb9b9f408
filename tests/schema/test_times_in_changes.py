"""A text that is no time is refused at its place, with all else that is wrong with the input; in a
question by its argument.
"""

import pytest

from domain.errors import sentence
from domain.moments import NotAMoment
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted, booking, soon, with_value
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes, refusals

NO_TIMES = [
    "2026-03-01T10:00:00",
    "2026-11-22",
    "2026-02-30T10:00:00Z",
    "tomorrow",
    "",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
]
PLACES = [
    (name, side) for name in ("SessionBook", "SessionReschedule") for side in ("starts", "ends")
]


def refusal(*path: str) -> Json:
    """What is told of it."""
    return {
        "__typename": "Refusal",
        "message": sentence(NotAMoment),
        "code": "INVALID",
        "path": ["input", *path],
    }


@pytest.mark.parametrize(("name", "side"), PLACES)
async def test_what_is_no_time_is_told_what_would_be_right(
    api: Api, practice: Practice, care: Care, name: str, side: str
) -> None:
    path = ("items", 0, f"{side}At")

    async with nothing_written(practice):
        for text in NO_TIMES:
            input = with_value(accepted(name, care), path, text)
            answer = await both(api, document(name), {"input": input})
            (payload,) = answer["data"].values()
            assert payload["errors"] == [refusal("items", "0", f"{side}At")], text
            assert payload["session"] is None


WRITTEN = """mutation {
  sessionBook(input: {
    locationId: "?"
    attendees: []
    items: [{serviceId: "?", startsAt: "2026-03-01T10:00:00", endsAt: "2026-03-01"}]
  }) { errors { code path } }
}"""


async def test_written_into_the_document_it_is_told_with_the_others_too(
    api: Api, practice: Practice
) -> None:
    async with nothing_written(practice):
        answer = await both(api, WRITTEN)

    assert sorted(refusals(answer)) == [
        ("INVALID", ["input", "attendees"]),
        ("INVALID", ["input", "items", "0", "endsAt"]),
        ("INVALID", ["input", "items", "0", "startsAt"]),
        ("NOT_FOUND", ["input", "items", "0", "serviceId"]),
        ("NOT_FOUND", ["input", "locationId"]),
    ]


async def test_whatever_else_is_wrong_is_told_beside_it(
    api: Api, practice: Practice, care: Care
) -> None:
    moves = [
        {"itemId": care.item, "startsAt": "noon", "clinicianId": care.client},
        {"itemId": care.case, "endsAt": "noon"},
    ]
    (item,) = booking(care)["items"]
    halves = {"items": [{**item, "startsAt": "noon", "endsAt": None}], "publicNote": "\0"}

    async with nothing_written(practice):
        moved = await api.run("SessionReschedule", sessionId=care.session, items=moves)
        stale = await api.run(
            "SessionReschedule", sessionId=care.session, items=moves, expectedVersion=7
        )
        late = {"itemId": care.item, "startsAt": "noon", "locationId": None}
        null = [late, {"itemId": care.case}]
        nulled = await api.run("SessionReschedule", sessionId=care.session, items=null)
        booked = await api.run("SessionBook", **booking(care, **halves))

    times = [["0", "startsAt"], ["1", "endsAt"]]
    assert places(moved) == sorted([*times, ["1", "itemId"], ["0", "clinicianId"]])
    assert places(stale) == [["0", "startsAt"], ["1", "endsAt"], ["expectedVersion"]]
    assert places(nulled) == [["0", "locationId"], ["0", "startsAt"], ["1", "itemId"]]
    assert places(booked) == [["0", "endsAt"], ["0", "startsAt"], ["publicNote"]]


def places(payload: Json) -> list[list[str]]:
    """Where the refusals point to, within the items."""
    paths = [error["path"][1:] for error in payload["errors"]]
    return sorted(path[1:] if path[0] == "items" else path for path in paths)


async def test_who_may_not_is_told_that_first(api: Api, care: Care) -> None:
    input = with_value(booking(care), ("items", 0, "startsAt"), "noon")

    answer = await api.as_("client").ask("SessionBook", input=input)

    assert codes(answer) == ["FORBIDDEN"]


async def test_a_time_that_ends_before_it_starts_or_is_50_years_off_is_refused_at_its_place(
    api: Api, practice: Practice, care: Care
) -> None:
    years = 24 * 366 * 50
    (item,) = booking(care)["items"]
    spans = [(1, 0, "endsAt"), (years, years + 1, "startsAt"), (-years, 1 - years, "startsAt")]

    async with nothing_written(practice):
        for start, end, wrong in spans:
            times = {"startsAt": soon(start), "endsAt": soon(end)}
            booked = await api.run("SessionBook", **booking(care, items=[{**item, **times}]))
            moves = [{"itemId": care.item, **times}]
            moved = await api.run("SessionReschedule", sessionId=care.session, items=moves)
            assert places(booked) == places(moved) == [["0", wrong]]


QUESTIONS = {
    "query($t: DateTime!) { calendar(from: $t, until: $t) { id } }": "from",
    "query($t: DateTime!) { sessions(filter: {startsAt: {from: $t}}) { totalCount } }": (
        "filter.startsAt.from"
    ),
    "query($t: DateTime) { sessions(filter: {createdAt: {until: $t}}) { totalCount } }": (
        "filter.createdAt.until"
    ),
    'query { sessions(filter: {endsAt: {until: "noon"}}) { totalCount } }': "filter.endsAt.until",
    'query { calendar(from: "2026-01-01T00:00:00Z", until: "noon") { id } }': "until",
}


@pytest.mark.parametrize("query", QUESTIONS)
async def test_a_question_with_what_is_no_time_is_refused_by_its_argument(
    api: Api, query: str
) -> None:
    answer = await both(api, query, {"t": "2026-03-01T10:00:00"} if "$t" in query else None)

    (error,) = answer["errors"]
    assert answer["data"] is None
    assert error["message"] == sentence(NotAMoment)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": QUESTIONS[query]}


async def test_an_open_question_with_what_is_no_time_is_refused_too(api: Api) -> None:
    query = 'subscription { calendar(from: "noon", until: "noon") { id } }'

    async with api.socket() as socket:
        watch = await socket.subscribe(query)
        message = await socket.message()

    assert message["id"] == watch.id
    assert "offset" in str(message)
