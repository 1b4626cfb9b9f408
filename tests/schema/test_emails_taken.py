"""An e-mail address is one person's; whose is not told, and of two at once one gets it."""

import asyncio

import pytest

from db import tables
from domain.errors import EmailTaken, sentence
from domain.ids import new_key
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


@pytest.mark.parametrize("name", NAMES)
async def test_a_taken_address_is_refused_wherever_it_is_taken(
    api: Api, practice: Practice, care: Care, neighbor: Neighbor, name: str
) -> None:
    table, field = (
        (tables.clients, "leaver") if name.startswith("Client") else (tables.members, "helper")
    )
    for owner in (care, neighbor.care):
        await put(practice, table, getattr(owner, field), email=TAKEN)
        input = {**accepted(name, care), "email": TAKEN.upper()}
        async with nothing_written(practice):
            answer = await both(api.as_("owner"), document(name), {"input": input})
        (payload,) = answer["data"].values()
        assert payload["errors"] == [REFUSAL]
        await put(practice, table, getattr(owner, field), email=f"{new_key()}@mail.example")


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
