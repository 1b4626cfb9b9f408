"""Bad values of clients, members, locations, services and settings: INVALID at their place, all at
once, nothing is written, and what was typed is not repeated.
"""

from typing import Any

from tests.api import Api, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import over_http, refusals

NAMES = ["", " ", "x" * 201, "x" * 10_240, "Ada\nByron", "Ada\0", "Ada\x1b[0m", "\u2028", "\u200b"]
EMAILS = ["", "ada", "ada@b", "a b@c.example", "ada@b.example\0", "x" * 10_240]
PHONES = ["", "12", "212 555 0123", "+10000000000", "+1 212 555 0123 ext 5", "+" + "1" * 10_240]
COLORS = ["", "red", "#12345", "#12345g"]
ZONES = ["", "Mars/Olympus", "../UTC"]
SHARES = [0, -5, 101, 2**31 - 1]
MONEY = [-1, 100_000_001, 2**31 - 1]
MINUTES = [0, -5, 1441]

PERSON: dict[str, list[Any]] = {
    "givenName": NAMES,
    "familyName": NAMES,
    "email": EMAILS,
    "phone": PHONES,
    "unsubscribedFrom": [["NEWS", "NEWS"]],
}
MEMBER: dict[str, list[Any]] = {"name": NAMES, "email": EMAILS, "color": COLORS, "role": ["CLIENT"]}
LOCATION: dict[str, list[Any]] = {"name": NAMES, "timeZone": ZONES}
SERVICE: dict[str, list[Any]] = {
    "name": NAMES,
    "color": COLORS,
    "minutes": MINUTES,
    "feeMinor": MONEY,
    "wageMinor": MONEY,
}
SETTINGS: dict[str, list[Any]] = {
    "name": NAMES,
    "timeZone": ZONES,
    "currency": ["", "usd", "XXX"],
    "progressSummaryPercent": SHARES,
    "renewalPercent": SHARES,
}
WRONG: dict[str, dict[str, list[Any]]] = {
    "ClientRegister": PERSON,
    "ClientUpdate": PERSON,
    "MemberCreate": MEMBER,
    "MemberUpdate": MEMBER,
    "LocationCreate": LOCATION,
    "LocationUpdate": LOCATION,
    "ServiceCreate": SERVICE,
    "ServiceUpdate": SERVICE,
    "OrganizationUpdate": SETTINGS,
}


async def test_each_bad_value_is_refused_at_its_place(
    api: Api, practice: Practice, care: Care
) -> None:
    owner = api.as_("owner")

    async with nothing_written(practice):
        for name, fields in WRONG.items():
            for field, value in [(f, v) for f, values in fields.items() for v in values]:
                given = {**accepted(name, care), field: value}
                answer = await over_http(owner, document(name), {"input": given})
                assert refusals(answer) == [("INVALID", ["input", field])], (name, field, value)


async def test_all_that_is_wrong_is_told_at_once_with_the_unknown_id(
    api: Api, practice: Practice, care: Care
) -> None:
    async with nothing_written(practice):
        for name, fields in WRONG.items():
            wrong = {field: values[0] for field, values in fields.items()}
            given = {**accepted(name, care), **wrong}
            ids = [field for field in given if field.endswith("Id")]
            given |= dict.fromkeys(ids, "?")
            answer = await over_http(api.as_("owner"), document(name), {"input": given})
            told = [("INVALID", ["input", field]) for field in fields]
            unknown = [("NOT_FOUND", ["input", field]) for field in ids]
            assert sorted(refusals(answer)) == sorted(told + unknown), name


async def test_a_refusal_does_not_repeat_what_was_typed(api: Api, care: Care) -> None:
    typed = {"email": "secret address", "phone": "secret number", "givenName": "secret\0name"}

    refused = await api.run("ClientUpdate", clientId=care.client, **typed)

    assert len(refused["errors"]) == 3
    assert "secret" not in str(refused)
