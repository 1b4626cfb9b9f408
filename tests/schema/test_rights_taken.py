"""Rights that were changed at this process: the very next question is asked with the new ones."""

import pytest

from db import tables
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.ways import codes, over_http

ASKED = "{ viewer { role member { location { name } } } }"


async def of(api: Api, who: str) -> Json:
    """As whom the server knows somebody."""
    found: Json = (await over_http(api.as_(who), ASKED))["data"]["viewer"]
    return found


async def update(api: Api, who: str, **rights: str) -> None:
    """Have the owner give a member other rights."""
    member = api.practice.id_of(Noun.MEMBER, api.practice.people[who])
    assert (await api.as_("owner").run("MemberUpdate", memberId=member, **rights))["errors"] == []


@pytest.mark.parametrize("role", ["OWNER", "ADMIN", "CLINIC_MANAGER", "STAFF"])
async def test_another_role_holds_from_the_next_question_on(api: Api, role: str) -> None:
    before = await of(api, "clinician")

    await update(api, "clinician", role=role)

    assert (before["role"], (await of(api, "clinician"))["role"]) == ("CLINICIAN", role)


async def test_another_location_holds_from_the_next_question_on(
    api: Api, practice: Practice, care: Care
) -> None:
    other = await practice.add(tables.locations, name="Hill Road")
    before = await over_http(api.as_("staff"), "{ cases { totalCount } }")

    await update(api, "staff", locationId=practice.id_of(Noun.LOCATION, other))
    after = await over_http(api.as_("staff"), "{ cases { totalCount } }")

    assert [found["data"]["cases"]["totalCount"] > 0 for found in (before, after)] == [True, False]


async def test_an_archived_client_asks_nothing_more_and_a_restored_one_does(
    api: Api, care: Care
) -> None:
    told = [await over_http(api.as_("client"), "{ viewer { role } }")]

    for name in ("ClientArchive", "ClientRestore"):
        await api.run(name, clientId=care.client)
        told.append(await over_http(api.as_("client"), "{ viewer { role } }"))

    assert [codes(answer) for answer in told] == [[], ["UNAUTHENTICATED"], []]


async def test_a_change_that_was_undone_takes_nobodys_rights(api: Api, care: Care) -> None:
    await of(api, "admin")
    member = api.practice.id_of(Noun.MEMBER, api.practice.people["admin"])

    refused = await api.as_("owner").run(
        "MemberUpdate", memberId=member, role="STAFF", expectedVersion=7
    )

    assert [error["code"] for error in refused["errors"]] == ["STALE_VERSION"]
    assert (await of(api, "admin"))["role"] == "ADMIN"
