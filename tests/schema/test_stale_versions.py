"""A stale write is refused with the current state; a current one goes through."""

from sqlalchemy import Table

from db import tables
from domain.errors import StaleVersion, sentence
from tests.api import Api, document
from tests.practice import Practice
from tests.schema.care import Care, furnish, put
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import both

CURRENT = 7
SHOWN = {
    "AttendanceComplete": ("attendance", "attendance", tables.attendances),
    "AttendanceReopen": ("ended", "attendance", tables.attendances),
    "AttendanceRelink": ("movable", "attendance", tables.attendances),
    "AttendanceUnlink": ("movable", "attendance", tables.attendances),
    "SessionReschedule": ("session", "session", tables.sessions),
    "SessionUpdateNotes": ("session", "session", tables.sessions),
    "SessionCancel": ("session", "session", tables.sessions),
    "CycleActivate": ("draft", "cycle", tables.cycles),
    "CycleAmend": ("draft", "cycle", tables.cycles),
    "CycleComplete": ("full", "cycle", tables.cycles),
    "CycleDiscontinue": ("cycle", "cycle", tables.cycles),
    "CycleReopen": ("stopped", "cycle", tables.cycles),
    "CaseUpdate": ("case", "case", tables.cases),
    "CaseClose": ("quiet", "case", tables.cases),
    "CaseReopen": ("closed", "case", tables.cases),
    "TodoUpdate": ("todo", "todo", tables.todos),
    "TodoReassign": ("todo", "todo", tables.todos),
    "TodoReopen": ("done", "todo", tables.todos),
    "TodoComplete": ("todo", "todo", tables.todos),
    "ClientUpdate": ("client", "client", tables.clients),
    "ClientArchive": ("leaver", "client", tables.clients),
    "ClientRestore": ("archived", "client", tables.clients),
    "MemberUpdate": ("member", "member", tables.members),
    "MemberRetire": ("helper", "member", tables.members),
    "MemberRestore": ("retired", "member", tables.members),
    "LocationUpdate": ("location", "location", tables.locations),
    "LocationRetire": ("clinic", "location", tables.locations),
    "ServiceUpdate": ("service", "service", tables.services),
    "ServiceRetire": ("offer", "service", tables.services),
    "OrganizationUpdate": ("organization", "organization", tables.organizations),
}


async def versioned(practice: Practice, care: Care) -> None:
    """Everything is at version CURRENT."""
    places: list[tuple[str, str, Table]] = [*SHOWN.values()]
    for id, _, table in places:
        await put(practice, table, getattr(care, id), version=CURRENT)


REFUSAL = {
    "__typename": "StaleVersionError",
    "message": f"{sentence(StaleVersion)} (current version: {CURRENT})",
    "code": "STALE_VERSION",
    "path": ["input", "expectedVersion"],
    "current": CURRENT,
}


async def test_any_other_version_is_refused_with_the_record_as_it_is_now(
    api: Api, practice: Practice, care: Care
) -> None:
    await versioned(practice, care)

    async with nothing_written(practice):
        for name, (field, _, _) in [*SHOWN.items(), ("TodoDismiss", SHOWN["TodoComplete"])]:
            for version in (CURRENT - 1, CURRENT + 1, 0, -1):
                input = {**accepted(name, care), "expectedVersion": version}
                answer = await both(api.as_("owner"), document(name), {"input": input})
                (payload,) = answer["data"].values()
                (error,) = payload["errors"]
                record = error.pop("record")
                assert error == REFUSAL, name
                assert (record["id"], record["version"]) == (getattr(care, field), CURRENT), name


async def test_a_form_is_shown_what_others_changed(api: Api, care: Care) -> None:
    seen = (await api.run("CaseUpdate", caseId=care.case))["case"]
    others = await api.run("CaseUpdate", caseId=care.case, title="Both knees", maxSessions=12)

    refused = await api.run(
        "CaseUpdate", caseId=care.case, title="Right knee", expectedVersion=seen["version"]
    )

    (error,) = refused["errors"]
    assert refused["case"] is None
    assert error["record"] == others["case"]
    assert error["record"]["title"] == "Both knees"


TWO = """mutation($a: CaseUpdateInput!, $b: TodoUpdateInput!, $more: Boolean!) {
  one: caseUpdate(input: $a) { errors { ... on StaleVersionError { record { ...Whole } } } }
  two: todoUpdate(input: $b) {
    errors { ... on StaleVersionError { now: record { __typename id @include(if: $more) } } }
  }
}
fragment Whole on Node { ... on Case { name: title client { id } } ... on Todo { title } }"""


async def test_the_record_is_asked_for_like_any_other(api: Api, care: Care) -> None:
    stale = {"expectedVersion": 99}
    asked = {"a": {"caseId": care.case, **stale}, "b": {"todoId": care.todo, **stale}}

    for more in (True, False):
        answer = await both(api, TWO, {**asked, "more": more})
        todo = {"__typename": "Todo", **({"id": care.todo} if more else {})}
        assert answer["data"] == {
            "one": {"errors": [{"record": {"name": "Left knee", "client": {"id": care.client}}}]},
            "two": {"errors": [{"now": todo}]},
        }


async def test_the_current_version_is_accepted_and_goes_up(api: Api, practice: Practice) -> None:
    owner, done = api.as_("owner"), {}

    for name in SHOWN:
        care = await furnish(practice)
        await versioned(practice, care)
        done[name] = await owner.run(name, **accepted(name, care), expectedVersion=CURRENT)

    assert {name: payload["errors"] for name, payload in done.items()} == {
        name: [] for name in SHOWN
    }
    assert {name: done[name][SHOWN[name][1]]["version"] for name in SHOWN} == dict.fromkeys(
        SHOWN, CURRENT + 1
    )


async def test_a_stale_write_of_an_illegal_step_is_told_that_it_is_stale(
    api: Api, care: Care
) -> None:
    refused = await api.run("CycleActivate", cycleId=care.cycle, expectedVersion=99)

    assert [error["code"] for error in refused["errors"]] == ["STALE_VERSION"]
