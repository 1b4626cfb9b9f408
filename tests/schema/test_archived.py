"""An archived client gets nothing new; what is under way can be ended."""

import pytest

from db import tables
from domain.errors import ClientIsArchived, sentence
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care, put
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes, over_http

# What would begin anew, by what it is begun with.
NEW = {
    "CaseOpen": "clientId",
    "CaseReopen": "caseId",
    "CycleActivate": "cycleId",
    "CycleCreate": "caseId",
    "CycleReopen": "cycleId",
}
ENDING = [
    "AttendanceComplete",
    "AttendanceUnlink",
    "AttendancesComplete",
    "CaseClose",
    "CaseUpdate",
    "ClientUpdate",
    "CycleAmend",
    "CycleComplete",
    "CycleDiscontinue",
    "SessionCancel",
    "SessionUpdateNotes",
    "TodoComplete",
]


async def archive(api: Api, care: Care) -> None:
    """Archive the client whom all care is for."""
    done = await api.as_("owner").run("ClientArchive", clientId=care.client)
    assert done["errors"] == []


@pytest.mark.parametrize("name", NEW)
async def test_nothing_new_is_begun_for_an_archived_client_until_restored(
    api: Api, practice: Practice, care: Care, name: str
) -> None:
    await archive(api, care)
    input = {"input": accepted(name, care)}

    async with nothing_written(practice):
        answer = await both(api, document(name), input)
    await api.as_("owner").run("ClientRestore", clientId=care.client)
    restored = await over_http(api, document(name), input)

    (payload,) = answer["data"].values()
    refusal: Json = {"message": sentence(ClientIsArchived), "code": "CLIENT_ARCHIVED"}
    path = ["input", NEW[name]]
    assert payload["errors"] == [{"__typename": "Refusal", **refusal, "path": path}]
    (again,) = restored["data"].values()
    assert again["errors"] == []


@pytest.mark.parametrize("name", ENDING)
async def test_what_is_under_way_for_an_archived_client_is_ended_and_kept_right(
    api: Api, care: Care, name: str
) -> None:
    await archive(api, care)

    done = await over_http(api.as_("owner"), document(name), {"input": accepted(name, care)})

    assert codes(done) == []
    (payload,) = done["data"].values()
    assert payload["errors"] == []


async def test_that_the_client_is_archived_is_told_with_the_rest(
    api: Api, practice: Practice, care: Care
) -> None:
    await archive(api, care)
    await put(practice, tables.cases, care.case, status="CLOSED")

    created = await api.run("CycleCreate", **{**accepted("CycleCreate", care), "authorized": 0})

    assert sorted((error["code"], error["path"][1]) for error in created["errors"]) == [
        ("CASE_CLOSED", "caseId"),
        ("CLIENT_ARCHIVED", "caseId"),
        ("INVALID", "authorized"),
    ]
