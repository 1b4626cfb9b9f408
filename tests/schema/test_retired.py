"""What is retired or archived is refused in anything new; what there is stays."""

from typing import Any

import pytest

from domain.errors import ClientIsArchived, Retired, sentence
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import IDS, Path, accepted, with_value
from tests.schema.rows import nothing_written
from tests.schema.ways import both

# Each place of an id, and what of Care is retired there.
PLACES: list[tuple[str, Path, str]] = [
    ("CaseOpen", ("clientId",), "client"),
    ("CaseOpen", ("locationId",), "location"),
    ("CaseOpen", ("supervisingClinicianId",), "member"),
    ("CycleCreate", ("serviceIds", 0), "service"),
    ("SessionBook", ("locationId",), "location"),
    ("SessionBook", ("items", 0, "serviceId"), "service"),
    ("SessionBook", ("items", 0, "clinicianId"), "member"),
    ("SessionBook", ("items", 0, "locationId"), "location"),
    ("SessionBook", ("attendees", 0, "clientId"), "client"),
    ("MemberCreate", ("locationId",), "location"),
    ("MemberUpdate", ("locationId",), "location"),
    ("LocationCreate", ("managerId",), "member"),
    ("LocationUpdate", ("managerId",), "member"),
    ("CaseUpdate", ("locationId",), "location"),
    ("CaseUpdate", ("supervisingClinicianId",), "member"),
    ("CycleAmend", ("serviceIds", 0), "service"),
    ("SessionReschedule", ("items", 0, "clinicianId"), "member"),
    ("SessionReschedule", ("items", 0, "locationId"), "location"),
    ("TodoCreate", ("assigneeId",), "member"),
    ("TodoReassign", ("assigneeId",), "member"),
]
OUT = {
    "client": ("ClientArchive", "clientId", "leaver"),
    "location": ("LocationRetire", "locationId", "clinic"),
    "member": ("MemberRetire", "memberId", "helper"),
    "service": ("ServiceRetire", "serviceId", "offer"),
}


async def take_out(api: Api, care: Care) -> None:
    """Retire and archive what can be."""
    for name, field, spare in OUT.values():
        done = await api.as_("owner").run(name, **{field: getattr(care, spare)})
        assert done["errors"] == []


async def test_each_is_refused_in_anything_new(api: Api, practice: Practice, care: Care) -> None:
    await take_out(api, care)

    async with nothing_written(practice):
        for name, path, noun in PLACES:
            input = with_value(accepted(name, care), path, getattr(care, OUT[noun][2]))
            if path == ("attendees", 0, "clientId"):
                input = with_value(input, ("attendees", 0, "caseId"), None)
            answer = await both(api.as_("owner"), document(name), {"input": input})
            (payload,) = answer["data"].values()
            assert payload["errors"] == [refusal(noun, path)], (name, path)


def refusal(noun: str, path: Path) -> Json:
    """What is told of it."""
    error = ClientIsArchived if noun == "client" else Retired
    where = ["input", *map(str, path)]
    code: Any = error.code.value
    return {"__typename": "Refusal", "message": sentence(error), "code": code, "path": where}


def test_every_place_that_names_something_new_is_tried_here() -> None:
    tried = {(name, path) for name, path, _ in PLACES}
    named = {(name, path) for name, places in IDS.items() for path in places}

    assert tried <= named
    assert {name for name, _ in tried} >= {"CaseOpen", "CycleCreate", "SessionBook"}


@pytest.mark.parametrize(
    ("name", "spare", "told"),
    [
        (
            "ClientArchive",
            "archived",
            "client is ARCHIVED and cannot become ARCHIVED; it can become CURRENT",
        ),
        (
            "ClientRestore",
            "client",
            "client is CURRENT and cannot become CURRENT; it can become ARCHIVED",
        ),
        (
            "MemberRetire",
            "retired",
            "member is RETIRED and cannot become RETIRED; it can become ACTIVE",
        ),
        (
            "MemberRestore",
            "member",
            "member is ACTIVE and cannot become ACTIVE; it can become RETIRED",
        ),
    ],
)
async def test_who_is_there_already_cannot_be_taken_there(
    api: Api, practice: Practice, care: Care, name: str, spare: str, told: str
) -> None:
    (field,) = IDS[name]
    async with nothing_written(practice):
        refused = await api.as_("owner").run(name, **{str(field[0]): getattr(care, spare)})

    (error,) = refused["errors"]
    assert (error["code"], error["message"]) == ("ILLEGAL_STEP", f"This {told}.")


async def test_what_is_retired_cannot_be_retired_again(
    api: Api, practice: Practice, care: Care
) -> None:
    await take_out(api, care)

    async with nothing_written(practice):
        for name, field, spare in OUT.values():
            refused = await api.as_("owner").run(name, **{field: getattr(care, spare)})
            assert [error["code"] for error in refused["errors"]] == ["ILLEGAL_STEP"]


async def test_what_comes_back_may_be_named_again(api: Api, care: Care) -> None:
    opened = accepted("CaseOpen", care) | {
        "clientId": care.archived,
        "supervisingClinicianId": care.retired,
    }

    await api.as_("owner").run("ClientRestore", clientId=care.archived)
    await api.as_("owner").run("MemberRestore", memberId=care.retired)

    assert (await api.run("CaseOpen", **opened))["errors"] == []
