"""A stale write is refused with the current version; a current one goes through."""

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


async def test_any_other_version_is_refused_with_the_current_one(
    api: Api, practice: Practice, care: Care
) -> None:
    await versioned(practice, care)
    told = []

    async with nothing_written(practice):
        for name in [*SHOWN, "TodoDismiss"]:
            for version in (CURRENT - 1, CURRENT + 1, 0, -1):
                input = {**accepted(name, care), "expectedVersion": version}
                answer = await both(api.as_("owner"), document(name), {"input": input})
                told += [
                    error for payload in answer["data"].values() for error in payload["errors"]
                ]

    refusal = {
        "__typename": "StaleVersionError",
        "message": f"{sentence(StaleVersion)} (current version: {CURRENT})",
        "code": "STALE_VERSION",
        "path": ["input", "expectedVersion"],
        "current": CURRENT,
    }
    assert told == [refusal] * 4 * (len(SHOWN) + 1)


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
