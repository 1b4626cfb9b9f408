"""A step that the state machine does not have is refused with both states and with those that may
follow, and writes nothing.
"""

from typing import NamedTuple

from sqlalchemy import Table

from db import tables
from domain.attendances import AttendanceStatus
from domain.todos import TodoStatus
from tests.api import Api, Json, document
from tests.practice import NOON, Practice
from tests.schema.care import Care, put
from tests.schema.rows import nothing_written
from tests.schema.ways import both


class Step(NamedTuple):
    """A change that asks a thing in one state to enter another."""

    name: str
    field: str
    thing: str
    now: str
    wanted: str
    right: str
    more: Json = {}  # noqa: RUF012

    def told(self) -> Json:
        """The refusal."""
        return {
            "__typename": "Refusal",
            "message": f"This {self.thing} is {self.now} and cannot become {self.wanted}; "
            f"{self.right}.",
            "code": "ILLEGAL_STEP",
            "path": ["input", self.field],
        }


AGAIN = "it can become OPEN"
ENDED = [status for status in AttendanceStatus if status is not AttendanceStatus.OPEN]
COMPLETING = [
    Step(
        "AttendanceComplete", "attendanceId", "attendance", now, wanted, AGAIN, {"outcome": wanted}
    )
    for now in ENDED
    for wanted in ENDED
]
ENDS = "it can become COMPLETED, CANCELED or MISSED"
REOPENING = [Step("AttendanceReopen", "attendanceId", "attendance", "OPEN", "OPEN", ENDS)]
ACTIVATING = [
    Step("CycleActivate", "cycleId", "cycle", now, wanted, right)
    for now, wanted, right in (
        ("ACTIVE", "ACTIVE", "it can become COMPLETED or DISCONTINUED"),
        ("COMPLETED", "ACTIVE by activating", "reopen it"),
        ("DISCONTINUED", "ACTIVE by activating", "reopen it"),
    )
]
CLOSING = [
    Step(name, "todoId", "todo", now, wanted, AGAIN)
    for name, wanted in (("TodoComplete", TodoStatus.DONE), ("TodoDismiss", TodoStatus.DISMISSED))
    for now in (TodoStatus.DONE, TodoStatus.DISMISSED)
]


async def refused(
    api: Api, practice: Practice, steps: list[Step], table: Table, id: str, **ended: object
) -> list[list[Json]]:
    """What each step is told, after the thing was put into the state that the step begins in."""
    told = []
    for step in steps:
        await put(practice, table, id, status=step.now, **ended)
        async with nothing_written(practice):
            answer = await both(api, document(step.name), {"input": {step.field: id, **step.more}})
        (payload,) = answer["data"].values()
        told.append(payload["errors"])
    return told


async def test_an_ended_attendance_cannot_end_again(
    api: Api, practice: Practice, care: Care
) -> None:
    told = await refused(
        api, practice, COMPLETING, tables.attendances, care.attendance, completed_at=NOON
    )

    assert told == [[step.told()] for step in COMPLETING]


async def test_an_open_attendance_cannot_be_reopened(
    api: Api, practice: Practice, care: Care
) -> None:
    told = await refused(api, practice, REOPENING, tables.attendances, care.attendance)

    assert told == [[step.told()] for step in REOPENING]


async def test_only_a_draft_can_be_activated(api: Api, practice: Practice, care: Care) -> None:
    told = await refused(api, practice, ACTIVATING, tables.cycles, care.draft)

    assert told == [[step.told()] for step in ACTIVATING]


async def test_a_closed_todo_cannot_be_closed_again(
    api: Api, practice: Practice, care: Care
) -> None:
    told = await refused(api, practice, CLOSING, tables.todos, care.todo, closed_at=NOON)

    assert told == [[step.told()] for step in CLOSING]


async def test_open_is_no_way_to_end_an_attendance(
    api: Api, practice: Practice, care: Care
) -> None:
    given = [{"attendanceId": id, "outcome": "OPEN"} for id in (care.attendance, care.ended)]

    async with nothing_written(practice):
        told = [
            (await both(api, document("AttendanceComplete"), {"input": input}))["data"]
            for input in given
        ]

    for payload in told:
        (error,) = payload["attendanceComplete"]["errors"]
        assert (error["code"], error["path"]) == ("INVALID", ["input", "outcome"])
        assert "COMPLETED, CANCELED or MISSED" in error["message"]
