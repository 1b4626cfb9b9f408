"""What a payload is asked for is judged before anything is changed: a bad argument there is told as
in a question, and nothing of the document runs.
"""

import pytest

from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.rows import nothing_written
from tests.schema.ways import both

BAD: dict[str, tuple[str, str]] = {
    "cycle { sessions(first: 0) { totalCount } }": ("cycle.sessions", "first"),
    "cycle { sessions(first: 101) { nodes { id } } }": ("cycle.sessions", "first"),
    "cycle { sessions(first: 1, last: 1) { nodes { id } } }": ("cycle.sessions", "last"),
    'c: cycle { attendances(after: "torn") { nodes { id } } }': ("c.attendances", "after"),
    'cycle { attendances(filter: {createdAt: {from: "noon"}}) { totalCount } }': (
        "cycle.attendances",
        "filter.createdAt.from",
    ),
    "session { attendances { case { attendances(first: -1) { totalCount } } } }": (
        "session.attendances.case.attendances",
        "first",
    ),
    "todosCreated { case { attendances(first: $size) { totalCount } } }": (
        "todosCreated.case.attendances",
        "first",
    ),
    "... on AttendanceCompletePayload { cycle { sessions(last: 0) { totalCount } } }": (
        "cycle.sessions",
        "last",
    ),
}


def completing(shown: str) -> str:
    """A change of two, the first of which is in order."""
    given = "$one: AttendanceCompleteInput!, $two: AttendanceCompleteInput!"
    size = ", $size: Int" if "$size" in shown else ""
    return f"""mutation({given}{size}) {{
      one: attendanceComplete(input: $one) {{ cycle {{ id }} }}
      two: attendanceComplete(input: $two) {{ {shown} errors {{ code }} }}
    }}"""


def inputs(care: Care, shown: str) -> Json:
    """Two attendances that could be completed."""
    both = {"one": {"attendanceId": care.attendance}, "two": {"attendanceId": care.movable}}
    return {**both, "size": 0} if "$size" in shown else both


@pytest.mark.parametrize("shown", BAD)
async def test_a_bad_argument_is_told_at_its_place_before_anything_is_changed(
    api: Api, practice: Practice, care: Care, shown: str
) -> None:
    async with nothing_written(practice):
        answer = await both(api, completing(shown), inputs(care, shown))

    place, argument = BAD[shown]
    (error,) = answer["errors"]
    assert answer["data"] is None
    assert error["path"] == ["two", *place.split(".")]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}


STALE = """mutation($input: CaseUpdateInput!) {
  caseUpdate(input: $input) {
    why: errors { ... on StaleVersionError { now: record { ... on Case { %s } } } }
  }
}"""


async def test_so_is_one_of_the_record_beside_a_refusal_whether_it_is_refused_or_not(
    api: Api, practice: Practice, care: Care
) -> None:
    query = STALE % "attendances(first: 0) { totalCount }"
    change = {"caseId": care.case, "title": "Both knees"}

    async with nothing_written(practice):
        answers = [
            await both(api, query, {"input": {**change, "expectedVersion": version}})
            for version in (1, 99)
        ]

    for answer in answers:
        (error,) = answer["errors"]
        assert answer["data"] is None
        assert error["path"] == ["caseUpdate", "why", "now", "attendances"]
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "first"}


async def test_what_is_left_out_is_not_judged(api: Api, care: Care) -> None:
    shown = "cycle { id sessions(first: 0) @skip(if: true) { totalCount } }"

    answer = (await api.post(completing(shown), inputs(care, shown))).json()

    assert answer["data"] == {
        "one": {"cycle": {"id": care.cycle}},
        "two": {"cycle": None, "errors": [{"code": "CYCLE_EXHAUSTED"}]},
    }


async def test_a_null_that_may_not_be_is_told_before_anything_is_changed(
    api: Api, practice: Practice, care: Care
) -> None:
    query = """mutation($input: AttendanceCompleteInput!, $scope: SessionScope = ALL) {
      attendanceComplete(input: $input) { cycle { sessions(scope: $scope) { totalCount } } }
    }"""

    async with nothing_written(practice):
        input = {"attendanceId": care.attendance}
        answer = await both(api, query, {"input": input, "scope": None})

    assert answer["data"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
