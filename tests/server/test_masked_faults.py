"""A bug of ours: the client gets a reference, the log the same reference, and neither a value."""

import pytest

from db.store import Store
from db.work import Work
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import furnish
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import codes, over_http, over_socket
from tests.server.conftest import Logged

WORD = "Zanzibar"


async def broken(*args: object) -> None:
    """Fails as a driver might: with a client's data in its message."""
    raise RuntimeError(f"duplicate key: {WORD}")


async def told_twice(api: Api, query: str, variables: Json) -> list[Json]:
    """What both ways answer."""
    return [await over_http(api, query, variables), await over_socket(api, query, variables)]


def check(answers: list[Json], said: str) -> None:
    """Each answer is masked, and its reference is in the log."""
    for answer in answers:
        assert codes(answer) == ["INTERNAL"]
        assert answer["errors"][0]["extensions"]["reference"] in said
    assert WORD not in str(answers) + said
    assert "Traceback" not in said


async def test_a_question_that_fails_is_masked(
    logged: Logged, api: Api, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    care = await furnish(practice)
    monkeypatch.setattr(Store, "read", broken)

    answers = await told_twice(api, document("Case"), {"id": care.case})

    check(answers, logged.text())
    assert [answer["data"] for answer in answers] == [None, None]


async def test_a_change_that_fails_is_masked_and_undone(
    logged: Logged, api: Api, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    care = await furnish(practice)
    input = {"input": accepted("AttendanceComplete", care)}
    monkeypatch.setattr(Work, "seal", broken)

    async with nothing_written(practice):
        answers = await told_twice(api, document("AttendanceComplete"), input)

    check(answers, logged.text())
    assert [answer["data"] for answer in answers] == [{"attendanceComplete": None}] * 2
