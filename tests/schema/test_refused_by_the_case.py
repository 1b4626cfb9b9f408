"""What the case and its cycles refuse: too many sessions, a service twice, a closed case."""

from db import tables
from domain.cases import CaseStatus
from domain.errors import CaseIsClosed, CycleExhausted, ServiceAlreadyServed, sentence
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import Care, put
from tests.schema.inputs import accepted, booking
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes

WAYS_OUT = [
    "AMEND_CYCLE",
    "RELINK_ATTENDANCE",
    "UNLINK_ATTENDANCE",
    "COMPLETE_WITHOUT_CONSUMING",
]


async def exhausted(practice: Practice) -> tuple[str, str]:
    """A full cycle and an open attendance on it."""
    case = await practice.add_case()
    cycle = await practice.add_cycle(case, authorized=2)
    await practice.add_consumed(case, cycle, 2)
    attendance = await practice.add_attendance(case, cycle, NOON + TOMORROW * 3)
    return practice.id_of(Noun.CYCLE, cycle), practice.id_of(Noun.ATTENDANCE, attendance)


async def test_completing_beyond_the_authorized_count_is_refused_with_the_ways_out(
    api: Api, practice: Practice
) -> None:
    cycle, attendance = await exhausted(practice)

    async with nothing_written(practice):
        answer = await both(
            api, document("AttendanceComplete"), {"input": {"attendanceId": attendance}}
        )

    refusal = {
        "__typename": "CycleExhaustedError",
        "message": sentence(CycleExhausted),
        "code": "CYCLE_EXHAUSTED",
        "path": ["input", "attendanceId"],
        "cycleId": cycle,
        "waysOut": WAYS_OUT,
    }
    shown: Json = {"attendance": None, "session": None, "cycle": None, "todosCreated": []}
    assert answer == {"data": {"attendanceComplete": {**shown, "errors": [refusal]}}}


async def test_a_manager_completes_it_without_consuming_and_a_clinician_may_not(
    api: Api, practice: Practice
) -> None:
    _, attendance = await exhausted(practice)
    input = {"attendanceId": attendance, "withoutConsuming": True}

    async with nothing_written(practice):
        refused = await both(api.as_("clinician"), document("AttendanceComplete"), {"input": input})
    done = await api.run("AttendanceComplete", **input)

    assert codes(refused) == ["FORBIDDEN"]
    assert done["errors"] == []
    assert done["attendance"]["whyNotConsuming"] == "COMPLETED_WITHOUT_CONSUMING"
    assert done["cycle"]["consumed"] == 2


async def test_a_service_is_served_by_one_active_cycle_of_a_case(
    api: Api, practice: Practice, care: Care
) -> None:
    drafted = await api.run("CycleCreate", **accepted("CycleCreate", care))
    second = {"cycleId": drafted["cycle"]["id"]}

    async with nothing_written(practice):
        answer = await both(api, document("CycleActivate"), {"input": second})

    refusal = {
        "__typename": "Refusal",
        "message": sentence(ServiceAlreadyServed),
        "code": "SERVICE_ALREADY_SERVED",
        "path": ["input", "cycleId"],
    }
    assert answer == {
        "data": {
            "cycleActivate": {
                "cycle": None,
                "todosCreated": [],
                "warnings": [],
                "errors": [refusal],
            }
        }
    }


async def test_a_closed_case_takes_no_cycle_and_no_session(
    api: Api, practice: Practice, care: Care
) -> None:
    await put(practice, tables.cases, care.case, status=CaseStatus.CLOSED)
    told = {}

    async with nothing_written(practice):
        for name in ("CycleCreate", "CycleActivate", "SessionBook"):
            answer = await both(api, document(name), {"input": accepted(name, care)})
            (payload,) = answer["data"].values()
            told[name] = [(e["code"], e["message"], e["path"]) for e in payload["errors"]]

    closed = ("CASE_CLOSED", sentence(CaseIsClosed))
    assert told == {
        "CycleCreate": [(*closed, ["input", "caseId"])],
        "CycleActivate": [(*closed, ["input", "cycleId"])],
        "SessionBook": [(*closed, ["input", "attendees", "0", "caseId"])],
    }


async def test_a_case_is_of_the_client_who_attends(
    api: Api, practice: Practice, care: Care
) -> None:
    other = practice.id_of(Noun.CLIENT, await practice.add_client())
    attendees = [{"clientId": other, "caseId": care.case}]

    async with nothing_written(practice):
        answer = await both(
            api, document("SessionBook"), {"input": booking(care, attendees=attendees)}
        )

    (error,) = answer["data"]["sessionBook"]["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "attendees", "0", "caseId"])
