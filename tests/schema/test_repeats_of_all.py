"""Any change sent again under its key is answered alike, and with other words refused."""

import pytest

from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import furnish
from tests.schema.inputs import IDS, accepted
from tests.schema.rows import nothing_written

# What is said otherwise of what is new; of a record that is there, another version is expected.
OTHERWISE: dict[str, Json] = {
    "AttendancesComplete": {"items": []},
    "CaseOpen": {"title": "Other knee"},
    "ClientRegister": {"familyName": "Lovelace"},
    "CycleCreate": {"authorized": 6},
    "LocationCreate": {"name": "East Pier"},
    "MemberCreate": {"name": "Rosa"},
    "ServiceCreate": {"minutes": 21},
    "SessionBook": {"publicNote": "Bring a towel"},
    "TodoCreate": {"title": "Write"},
}
STALE: Json = {"expectedVersion": 4711}


@pytest.mark.parametrize("name", IDS)
async def test_a_change_is_made_once_and_answered_alike(
    api: Api, practice: Practice, name: str
) -> None:
    care, owner = await furnish(practice), api.as_("owner")
    input = {**accepted(name, care), "idempotencyKey": f"{name}-once"}
    first = await owner.run(name, **input)

    async with nothing_written(practice):
        again = [await owner.run(name, **input) for _ in range(2)]
        other = await owner.run(name, **{**input, **OTHERWISE.get(name, STALE)})

    assert first["errors"] == []
    assert again == [first, first]
    assert [(error["code"], error["path"]) for error in other["errors"]] == [
        ("IDEMPOTENCY_KEY_REUSED", ["input", "idempotencyKey"])
    ]
