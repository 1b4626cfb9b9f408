"""Absent and null differ in every field of every update: absent stays, null goes or is refused."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from graphql import GraphQLInputObjectType, get_named_type
from strawberry.types.maybe import _annotation_is_maybe

from schema import build_schema
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import soon
from tests.schema.rows import nothing_written

GOES, REFUSED = "goes", "refused"


class Field(NamedTuple):
    """A field of an update: a value for it, where the payload shows it, what becomes of null, and
    what has to be said beside a value and beside null. Names of Care stand for its ids.
    """

    name: str
    field: str
    value: Any
    shown: str
    null: str
    beside: Json = {}  # noqa: RUF012
    beside_null: Json = {}  # noqa: RUF012


UPDATES = [
    Field("CaseUpdate", "title", "Both knees", "case.title", REFUSED),
    Field("CaseUpdate", "supervisingClinicianId", "helper", "case.supervisingClinician.id", GOES),
    Field("CaseUpdate", "locationId", "clinic", "case.location.id", REFUSED),
    Field("CaseUpdate", "issuedOn", "2026-01-05", "case.issuedOn", GOES),
    Field("CaseUpdate", "expiresOn", "2026-06-05", "case.expiresOn", GOES),
    Field("CaseUpdate", "maxSessions", 12, "case.maxSessions", GOES),
    Field("CaseUpdate", "bookingPolicy", "BLOCK", "case.bookingPolicy", GOES),
    Field("ClientUpdate", "givenName", "Ada", "client.givenName", REFUSED),
    Field("ClientUpdate", "familyName", "Lovelace", "client.familyName", REFUSED),
    Field("ClientUpdate", "email", "ada@mail.example", "client.email", GOES),
    Field("ClientUpdate", "phone", "+12125550123", "client.phone", GOES),
    Field("ClientUpdate", "preferredChannel", "TEXT", "client.preferredChannel", GOES),
    Field("ClientUpdate", "unsubscribedFrom", ["NEWS"], "client.unsubscribedFrom", REFUSED),
    Field("CycleAmend", "authorized", 12, "cycle.authorized", REFUSED),
    Field("CycleAmend", "carriedIn", 2, "cycle.carriedIn", REFUSED),
    Field("CycleAmend", "summaryPercent", 70, "cycle.summaryPercent", GOES),
    Field("CycleAmend", "renewalPercent", 75, "cycle.renewalPercent", GOES),
    Field("CycleAmend", "serviceIds", ["service"], "cycle.services.id", REFUSED),
    Field("LocationUpdate", "name", "Pier", "location.name", REFUSED),
    Field("LocationUpdate", "timeZone", "Europe/Warsaw", "location.timeZone", GOES),
    Field("LocationUpdate", "managerId", "member", "location.manager.id", GOES),
    Field("MemberUpdate", "name", "Ruth", "member.name", REFUSED),
    Field("MemberUpdate", "email", "ruth@practice.example", "member.email", REFUSED),
    Field("MemberUpdate", "role", "CLINIC_MANAGER", "member.role", REFUSED),
    Field("MemberUpdate", "color", "#010203", "member.color", REFUSED),
    Field("MemberUpdate", "locationId", "location", "member.location.id", GOES),
    Field("OrganizationUpdate", "name", "Harbor Two", "organization.name", REFUSED),
    Field("OrganizationUpdate", "timeZone", "Asia/Kathmandu", "organization.timeZone", REFUSED),
    Field("OrganizationUpdate", "currency", "EUR", "organization.currency", REFUSED),
    Field("OrganizationUpdate", "bookingPolicy", "BLOCK", "organization.bookingPolicy", REFUSED),
    Field(
        "OrganizationUpdate",
        "progressSummaryPercent",
        70,
        "organization.progressSummaryPercent",
        REFUSED,
    ),
    Field("OrganizationUpdate", "renewalPercent", 85, "organization.renewalPercent", REFUSED),
    Field("ServiceUpdate", "name", "Cupping", "service.name", REFUSED),
    Field("ServiceUpdate", "minutes", 20, "service.minutes", REFUSED),
    Field("ServiceUpdate", "color", "#010203", "service.color", REFUSED),
    Field("ServiceUpdate", "feeMinor", 0, "service.feeMinor", REFUSED),
    Field("ServiceUpdate", "wageMinor", 1, "service.wageMinor", REFUSED),
    Field("SessionReschedule", "startsAt", soon(90), "session.items.startsAt", GOES),
    # An end goes with its start: half a time is none.
    Field(
        "SessionReschedule",
        "endsAt",
        soon(92),
        "session.items.endsAt",
        GOES,
        beside={"startsAt": soon(91)},
        beside_null={"startsAt": None},
    ),
    Field("SessionReschedule", "clinicianId", "helper", "session.items.clinician.id", GOES),
    Field("SessionReschedule", "locationId", "clinic", "session.items.location.id", REFUSED),
    Field("SessionUpdateNotes", "publicNote", "Towel", "session.publicNote", GOES),
    Field("SessionUpdateNotes", "privateNote", "Shy", "session.privateNote", GOES),
    # Somebody has to do it: the one goes where the other is there.
    Field("TodoReassign", "assigneeId", "member", "todo.assignee.id", GOES),
    Field(
        "TodoReassign",
        "assigneeRole",
        "ADMIN",
        "todo.assigneeRole",
        GOES,
        beside_null={"assigneeId": "member"},
    ),
    Field("TodoUpdate", "title", "Write", "todo.title", REFUSED),
    Field("TodoUpdate", "note", "After noon", "todo.note", GOES),
    Field("TodoUpdate", "dueOn", "2026-12-01", "todo.dueOn", GOES),
]
# What each update is about; another member and clinic than those that it may be given.
ABOUT = {
    "CaseUpdate": ("caseId", "case"),
    "ClientUpdate": ("clientId", "client"),
    "CycleAmend": ("cycleId", "draft"),
    "LocationUpdate": ("locationId", "clinic"),
    "MemberUpdate": ("memberId", "helper"),
    "OrganizationUpdate": ("organizationId", "organization"),
    "ServiceUpdate": ("serviceId", "service"),
    "SessionReschedule": ("sessionId", "session"),
    "SessionUpdateNotes": ("sessionId", "session"),
    "TodoReassign": ("todoId", "todo"),
    "TodoUpdate": ("todoId", "todo"),
}


def fields_that_may_be_absent() -> Iterator[tuple[str, str]]:
    """Every field of every mutation's input in which absent and null could differ."""
    mutations = build_schema().core.mutation_type
    assert mutations is not None
    for name, field in mutations.fields.items():
        for found in _maybe(get_named_type(field.args["input"].type)):
            yield name[0].upper() + name[1:], found


def _maybe(kind: Any) -> Iterator[str]:
    defined = {f.python_name: f for f in kind.extensions["strawberry-definition"].fields}
    for name, field in kind.fields.items():
        own = defined[field.extensions["strawberry-definition"].python_name]
        if _annotation_is_maybe(own.type_annotation.raw_annotation):
            yield name
        inner = get_named_type(field.type)
        if isinstance(inner, GraphQLInputObjectType):
            yield from _maybe(inner)


def test_every_field_of_every_update_is_tried_here() -> None:
    assert sorted(fields_that_may_be_absent()) == sorted((u.name, u.field) for u in UPDATES)


def named(value: Any, care: Care) -> Any:
    """The value, names of Care as its ids."""
    if isinstance(value, dict):
        return {name: named(part, care) for name, part in value.items()}
    if isinstance(value, list):
        return [named(part, care) for part in value]
    return getattr(care, value) if isinstance(value, str) and hasattr(care, value) else value


def input_of(update: Field, care: Care, given: Json) -> Json:
    """The update's input with what is given of the record, or of the session's item."""
    field, about = ABOUT[update.name]
    told = named(given, care)
    if update.name == "SessionReschedule":
        told = {"items": [{"itemId": care.item, **told}]}
    return {field: getattr(care, about), **told}


def seen(payload: Any, path: str) -> Any:
    """What the payload shows; of the only one of a list."""
    for step in path.split("."):
        if isinstance(payload, list):
            (payload,) = payload
        payload = payload and payload[step]
    return payload


@pytest.mark.parametrize("update", UPDATES, ids=lambda u: f"{u.name}.{u.field}")
async def test_absent_stays_and_null_goes_or_is_refused(
    api: Api, practice: Practice, care: Care, update: Field
) -> None:
    owner = api.as_("owner")
    value = {**update.beside, update.field: update.value}
    null = {**update.beside_null, update.field: None}

    given = await owner.run(update.name, **input_of(update, care, value))
    absent = await owner.run(update.name, **input_of(update, care, {}))

    expected = named(update.value, care)
    shown = [seen(payload, update.shown) for payload in (given, absent)]
    assert given["errors"] == absent["errors"] == []
    assert shown == [expected[0] if update.field == "serviceIds" else expected] * 2
    if update.null == GOES:
        gone = await owner.run(update.name, **input_of(update, care, null))
        assert (gone["errors"], seen(gone, update.shown)) == ([], None)
        return
    async with nothing_written(practice):
        refused = await owner.run(update.name, **input_of(update, care, null))
    (error,) = refused["errors"]
    at = ["items", "0"] if update.name == "SessionReschedule" else []
    assert (error["code"], error["path"]) == ("INVALID", ["input", *at, update.field])
    assert "cannot be null" in error["message"]


async def test_all_that_is_null_and_must_not_be_is_told_at_once(api: Api, care: Care) -> None:
    refused = await api.as_("owner").run(
        "ServiceUpdate", serviceId=care.service, name=None, minutes=None, color="#010203"
    )

    assert [error["path"][-1] for error in refused["errors"]] == ["name", "minutes"]


async def test_a_null_that_is_refused_is_told_with_whatever_else_is_wrong(
    api: Api, practice: Practice, care: Care
) -> None:
    wrong: dict[str, Json] = {
        "CaseUpdate": {"caseId": care.case, "title": None, "locationId": None, "maxSessions": 0},
        "CycleAmend": {"cycleId": care.draft, "authorized": None, "summaryPercent": 101},
        "MemberUpdate": {"memberId": care.case, "role": None, "name": "\0"},
    }
    async with nothing_written(practice):
        refused = {name: await api.as_("owner").run(name, **input) for name, input in wrong.items()}

    assert {
        name: sorted(error["path"][1] for error in payload["errors"])
        for name, payload in refused.items()
    } == {
        "CaseUpdate": ["locationId", "maxSessions", "title"],
        "CycleAmend": ["authorized", "summaryPercent"],
        "MemberUpdate": ["memberId", "name", "role"],
    }
