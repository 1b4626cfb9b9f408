"""In every update absent and null differ: what is absent stays, what is null is taken away."""

from typing import Any

import pytest

from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import over_http, refusals

# By mutation: the payload's field, the id's field, and every field with a value to give it.
FIELDS: dict[str, tuple[str, str, Json]] = {
    "ClientUpdate": (
        "client",
        "client",
        {
            "givenName": "Ada",
            "familyName": "Lovelace",
            "email": "ada@mail.example",
            "phone": "+12125550123",
            "preferredChannel": "TEXT",
            "unsubscribedFrom": ["REMINDERS", "NEWS"],
        },
    ),
    "MemberUpdate": (
        "member",
        "member",
        {
            "name": "Ruth",
            "email": "ruth@practice.example",
            "role": "CLINIC_MANAGER",
            "color": "#010203",
        },
    ),
    "LocationUpdate": ("location", "clinic", {"name": "Pier", "timeZone": "Europe/Warsaw"}),
    "ServiceUpdate": (
        "service",
        "service",
        {"name": "Cupping", "minutes": 20, "color": "#010203", "feeMinor": 0, "wageMinor": 1},
    ),
    "OrganizationUpdate": (
        "organization",
        "organization",
        {
            "name": "Harbor Two",
            "timeZone": "Asia/Kathmandu",
            "currency": "EUR",
            "bookingPolicy": "BLOCK",
            "progressSummaryPercent": 70,
            "renewalPercent": 85,
        },
    ),
}
NULLABLE = {
    "ClientUpdate": {"email", "phone", "preferredChannel"},
    "MemberUpdate": {"locationId"},
    "LocationUpdate": {"timeZone", "managerId"},
}
EACH = [(name, field) for name, (_, _, fields) in FIELDS.items() for field in fields]


async def update(api: Api, care: Care, name: str, /, **given: Any) -> Json:
    """The record after the update."""
    shown, kept, _ = FIELDS[name]
    id = getattr(care, kept)
    payload = await api.as_("owner").run(name, **{f"{shown}Id": id}, **given)
    assert payload["errors"] == []
    record: Json = payload[shown]
    return record


async def test_what_is_given_changes_alone(api: Api, care: Care) -> None:
    for name, field in EACH:
        before = await update(api, care, name)
        value = FIELDS[name][2][field]

        after = await update(api, care, name, **{field: value})

        changed = {key for key in after if after[key] != before[key]}
        named = {"name"} if field in ("givenName", "familyName") else set()
        assert changed == {field, "version"} | named, (name, field)
        assert after[field] == value
        assert after["version"] == before["version"] + 1


async def test_an_update_that_changes_nothing_writes_nothing(
    api: Api, practice: Practice, care: Care
) -> None:
    for name, (_, _, fields) in FIELDS.items():
        before = await update(api, care, name, **fields)

        async with nothing_written(practice):
            assert await update(api, care, name, **fields) == before
            assert await update(api, care, name) == before


async def test_null_takes_away_what_may_be_missing(
    api: Api, practice: Practice, care: Care
) -> None:
    for name, fields in NULLABLE.items():
        for field in fields:
            given: Json = {**FIELDS[name][2], "locationId": care.location, "managerId": care.member}
            shown = field.removesuffix("Id")
            assert (await update(api, care, name, **{field: given[field]}))[shown] is not None

            assert (await update(api, care, name, **{field: None}))[shown] is None


@pytest.mark.parametrize("name", FIELDS)
async def test_null_is_refused_where_nothing_may_be_missing(
    api: Api, practice: Practice, care: Care, name: str
) -> None:
    required = set(FIELDS[name][2]) - NULLABLE.get(name, set())

    async with nothing_written(practice):
        for field in required:
            input = {**accepted(name, care), field: None}
            answer = await over_http(api.as_("owner"), document(name), {"input": input})
            assert refusals(answer) == [("INVALID", ["input", field])], field


async def test_a_client_is_found_by_the_new_name_alone(api: Api, care: Care) -> None:
    await update(api, care, "ClientUpdate", familyName="Łukasiewicz")

    found = {
        text: (await api.read("Search", filter={"search": text}))["totalCount"]
        for text in ("lukasiewicz", "jose lukas", "alvarez")
    }

    assert found == {"lukasiewicz": 1, "jose lukas": 1, "alvarez": 0}
