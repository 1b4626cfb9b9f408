"""An e-mail address is one member's and one client's of a practice; of two at once one gets it."""

import asyncio

import pytest
from sqlalchemy import Table

from db import tables
from domain.errors import EmailTaken, sentence
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care, put
from tests.schema.conftest import Neighbor
from tests.schema.inputs import accepted
from tests.schema.rows import nothing_written
from tests.schema.ways import both

TAKEN = "taken@mail.example"
REFUSAL = {
    "__typename": "Refusal",
    "message": sentence(EmailTaken),
    "code": "EMAIL_TAKEN",
    "path": ["input", "email"],
}
NAMES = ["ClientRegister", "ClientUpdate", "MemberCreate", "MemberUpdate"]


def who_has(name: str) -> tuple[Table, str]:
    """Of those whom the mutation is about, the table, and somebody by the field of `Care`."""
    return (tables.clients, "leaver") if name.startswith("Client") else (tables.members, "helper")


@pytest.mark.parametrize("name", NAMES)
async def test_an_address_that_another_of_the_practice_has_is_refused(
    api: Api, practice: Practice, care: Care, name: str
) -> None:
    table, field = who_has(name)
    await put(practice, table, getattr(care, field), email=TAKEN)
    input = {**accepted(name, care), "email": TAKEN.upper()}

    async with nothing_written(practice):
        answer = await both(api.as_("owner"), document(name), {"input": input})

    (payload,) = answer["data"].values()
    assert payload["errors"] == [REFUSAL]


@pytest.mark.parametrize("name", NAMES)
async def test_that_an_address_is_taken_is_told_with_all_else_that_is_wrong(
    api: Api, practice: Practice, care: Care, name: str
) -> None:
    table, field = who_has(name)
    await put(practice, table, getattr(care, field), email=TAKEN)
    wrong = {"givenName": " "} if table is tables.clients else {"name": " "}

    done = await api.as_("owner").run(name, **{**accepted(name, care), "email": TAKEN, **wrong})

    told = sorted((error["code"], error["path"][1]) for error in done["errors"])
    assert told == [("EMAIL_TAKEN", "email"), ("INVALID", *wrong)]


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_tells_whether_another_practice_knows_an_address(
    api: Api, practice: Practice, care: Care, neighbor: Neighbor, name: str
) -> None:
    for table in (tables.clients, tables.members):
        field = "leaver" if table is tables.clients else "helper"
        await put(practice, table, getattr(neighbor.care, field), email=TAKEN)

    done = await api.as_("owner").run(name, **{**accepted(name, care), "email": TAKEN})

    assert done["errors"] == []


@pytest.mark.parametrize(
    ("name", "table", "field"),
    [("ClientUpdate", tables.members, "helper"), ("MemberUpdate", tables.clients, "leaver")],
)
async def test_who_works_here_may_be_treated_here_under_the_same_address(
    api: Api, practice: Practice, care: Care, name: str, table: Table, field: str
) -> None:
    await put(practice, table, getattr(care, field), email=TAKEN)

    done = await api.as_("owner").run(name, **{**accepted(name, care), "email": TAKEN})

    assert done["errors"] == []


async def test_whoever_gets_an_address_gets_no_sign_in_with_it(
    api: Api, practice: Practice, care: Care
) -> None:
    signed, own = api.as_("staff"), practice.id_of(Noun.MEMBER, practice.people["staff"])
    await put(practice, tables.members, own, email=TAKEN)

    await api.as_("owner").run("MemberUpdate", memberId=own, email=f"other.{TAKEN}")
    await api.as_("owner").run("MemberUpdate", memberId=care.helper, email=TAKEN, role="ADMIN")
    await api.as_("owner").run("ClientUpdate", clientId=care.client, email=TAKEN)
    seen = await signed.read("Viewer")

    assert (seen["role"], seen["member"]["id"]) == ("STAFF", own)


@pytest.mark.parametrize("name", ["ClientRegister", "MemberCreate"])
async def test_of_many_who_want_an_address_at_once_one_gets_it(
    api: Api, care: Care, name: str
) -> None:
    async def wants() -> Json:
        return await api.as_("owner").run(name, **{**accepted(name, care), "email": TAKEN})

    answers = await asyncio.gather(*[wants() for _ in range(8)])

    told = [answer["errors"] for answer in answers]
    assert sorted(map(len, told)) == [0, *[1] * 7]
    assert [errors for errors in told if errors] == [[REFUSAL]] * 7
