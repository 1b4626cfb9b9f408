"""A text that is no day is refused at its place, with all else that is wrong with the input; in a
question by its argument.
"""

import pytest

from domain.errors import sentence
from domain.moments import NotADay
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes, refusals

NO_DAYS = [
    "2026-02-30",
    "2026-11-22T10:00:00Z",
    "yesterday",
    "",
    "2026-13-01",
    "0001-01-01",
    "9999-12-31",
]
PLACES = [
    *[(name, f"{end}On") for name in ("CaseOpen", "CaseUpdate") for end in ("issued", "expires")],
    *[(name, "dueOn") for name in ("TodoCreate", "TodoUpdate")],
]


@pytest.mark.parametrize(("name", "place"), PLACES)
async def test_what_is_no_day_is_told_what_would_be_right(
    api: Api, practice: Practice, care: Care, name: str, place: str
) -> None:
    refusal = {"message": sentence(NotADay), "code": "INVALID", "path": ["input", place]}

    async with nothing_written(practice):
        for text in NO_DAYS:
            input = {**accepted(name, care), place: text}
            answer = await both(api, document(name), {"input": input})
            (payload,) = answer["data"].values()
            assert payload["errors"] == [{"__typename": "Refusal", **refusal}], text


async def test_whatever_else_is_wrong_is_told_beside_it(
    api: Api, practice: Practice, care: Care
) -> None:
    days = {"issuedOn": "2026-02-30", "expiresOn": "1950-01-01"}
    wrong: dict[str, Json] = {
        "CaseOpen": {**days, "title": "", "locationId": "?"},
        "CaseUpdate": {**days, "title": None, "maxSessions": 0, "idempotencyKey": ""},
        "TodoCreate": {"dueOn": "never", "title": ""},
        "TodoUpdate": {"dueOn": "never", "note": "\0", "todoId": "?"},
    }

    async with nothing_written(practice):
        refused = {
            name: await api.run(name, **{**accepted(name, care), **input})
            for name, input in wrong.items()
        }

    told = {n: sorted(e["path"][1] for e in payload["errors"]) for n, payload in refused.items()}
    assert told == {name: sorted(set(input) - {"expiresOn"}) for name, input in wrong.items()}


WRITTEN = """mutation {
  caseOpen(input: {clientId: "?", locationId: "?", title: "", issuedOn: "2026-02-30"}) {
    errors { code path }
  }
}"""


async def test_written_into_the_document_it_is_told_with_the_others_too(
    api: Api, practice: Practice
) -> None:
    async with nothing_written(practice):
        answer = await both(api, WRITTEN)

    assert sorted(refusals(answer)) == [
        ("INVALID", ["input", "issuedOn"]),
        ("INVALID", ["input", "title"]),
        ("NOT_FOUND", ["input", "clientId"]),
        ("NOT_FOUND", ["input", "locationId"]),
    ]


async def test_who_may_not_is_told_that_first(api: Api, care: Care) -> None:
    input = {**accepted("TodoCreate", care), "dueOn": "never"}

    answer = await api.as_("client").ask("TodoCreate", input=input)

    assert codes(answer) == ["FORBIDDEN"]


QUESTIONS = {
    "query($d: Date!) { cases(filter: {issuedOn: {from: $d}}) { totalCount } }": (
        "filter.issuedOn.from"
    ),
    'query { cases(filter: {expiresOn: {to: "2026-02-30"}}) { totalCount } }': (
        "filter.expiresOn.to"
    ),
    'query { clients(filter: {cases: {issuedOn: {to: "soon"}}}) { totalCount } }': (
        "filter.cases.issuedOn.to"
    ),
}


@pytest.mark.parametrize("query", QUESTIONS)
async def test_a_question_with_what_is_no_day_is_refused_by_its_argument(
    api: Api, query: str
) -> None:
    answer = await both(api, query, {"d": "2026-02-30"} if "$d" in query else None)

    (error,) = answer["errors"]
    assert answer["data"] is None
    assert error["message"] == sentence(NotADay)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": QUESTIONS[query]}
