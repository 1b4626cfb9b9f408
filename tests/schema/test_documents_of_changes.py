"""Documents that change: aliased payloads, several changes in one, directives, fragments."""

from uuid import UUID

from tests.api import Api
from tests.practice import Practice
from tests.schema.care import Care, add_treated
from tests.schema.ways import over_http, over_socket

ALIASED = """mutation($id: ID!, $more: Boolean!) {
  done: attendanceComplete(input: {attendanceId: $id}) {
    a: cycle { id } b: cycle { consumed a: remaining } ...Rest
    todos: todosCreated { title } todosCreated { id @include(if: $more) status }
    never: session @skip(if: $more) { id }
    wrong: errors { code }
  }
}
fragment Rest on AttendanceCompletePayload {
  attendance { id } ... on AttendanceCompletePayload { attendance { status session { id } } }
}"""


async def test_a_payloads_fields_may_be_asked_for_under_other_names(api: Api, care: Care) -> None:
    answer = await over_http(api, ALIASED, {"id": care.attendance, "more": True})

    assert answer == {
        "data": {
            "done": {
                "a": {"id": care.cycle},
                "b": {"consumed": 2, "a": 8},
                "attendance": {
                    "id": care.attendance,
                    "status": "COMPLETED",
                    "session": {"id": care.session},
                },
                "todos": [],
                "todosCreated": [],
                "wrong": [],
            }
        }
    }
    assert [*answer["data"]["done"]] == ["a", "b", "attendance", "todos", "todosCreated", "wrong"]


async def test_on_a_socket_too_and_with_the_other_turn_of_a_variable(api: Api, care: Care) -> None:
    answer = await over_socket(api, ALIASED, {"id": care.attendance, "more": False})

    done = answer["data"]["done"]
    assert done["never"] == {"id": care.session}
    assert done["b"] == {"consumed": 2, "a": 8}


async def test_a_refused_payload_shows_nothing_under_every_name(api: Api, care: Care) -> None:
    answer = await over_http(api, ALIASED, {"id": "attendance_x", "more": False})

    assert answer["data"]["done"] == {
        "a": None,
        "b": None,
        "attendance": None,
        "todos": [],
        "todosCreated": [],
        "never": None,
        "wrong": [{"code": "NOT_FOUND"}],
    }


SEVERAL = """mutation($a: ID!, $t: ID!) {
  first: attendanceComplete(input: {attendanceId: $a}) { cycle { consumed } errors { code } }
  again: attendanceComplete(input: {attendanceId: $a}) { cycle { consumed } errors { code } }
  back: attendanceReopen(input: {attendanceId: $a}) { cycle { consumed } errors { code } }
  todoDismiss(input: {todoId: $t}) { todo { status } errors { code } }
}"""


async def test_several_changes_are_made_one_after_the_other_each_for_itself(
    api: Api, care: Care
) -> None:
    answer = await over_http(api, SEVERAL, {"a": care.attendance, "t": care.todo})

    assert answer == {
        "data": {
            "first": {"cycle": {"consumed": 2}, "errors": []},
            "again": {"cycle": None, "errors": [{"code": "ILLEGAL_STEP"}]},
            "back": {"cycle": {"consumed": 1}, "errors": []},
            "todoDismiss": {"todo": {"status": "DISMISSED"}, "errors": []},
        }
    }


async def test_a_forbidden_change_leaves_those_beside_it_alone(api: Api, care: Care) -> None:
    query = """mutation($t: ID!, $c: ID!) {
      no: cycleActivate(input: {cycleId: $c}) { cycle { id } errors { code } }
      yes: todoComplete(input: {todoId: $t}) { todo { status } errors { code } }
    }"""

    answer = await over_http(api.as_("staff"), query, {"t": care.todo, "c": care.draft})

    assert answer["data"] == {"no": None, "yes": {"todo": {"status": "DONE"}, "errors": []}}
    assert [(e["path"], e["extensions"]["code"]) for e in answer["errors"]] == [
        (["no"], "FORBIDDEN")
    ]


async def test_a_payload_shows_what_the_change_made_true(
    api: Api, practice: Practice, care: Care
) -> None:
    case, cycle = (UUID(id.rpartition("_")[2]) for id in (care.case, care.cycle))
    for _ in range(6):
        await add_treated(practice, case, cycle, practice.location)
    query = """mutation($id: ID!) { attendanceComplete(input: {attendanceId: $id}) {
      cycle { consumed milestones { kind } todos { title } case { todos { title } } }
      todosCreated { title cycle { consumed } }
    } }"""

    shown = (await over_http(api, query, {"id": care.attendance}))["data"]["attendanceComplete"]

    due = {"title": "Progress Summary Due"}
    assert shown["cycle"]["consumed"] == 8
    assert shown["cycle"]["milestones"] == [{"kind": "PROGRESS_SUMMARY_DUE"}]
    assert due in shown["cycle"]["todos"]
    assert due in shown["cycle"]["case"]["todos"]
    assert shown["todosCreated"] == [{**due, "cycle": {"consumed": 8}}]
