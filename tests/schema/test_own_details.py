"""Clients change how they themselves are reached, and nothing else."""

import pytest

from domain.errors import NotFound, sentence
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.rows import nothing_written
from tests.schema.ways import codes, over_http

OWN: Json = {
    "email": "Jose@Mail.example",
    "phone": "+1 (212) 555-0123",
    "preferredChannel": "EMAIL",
    "unsubscribedFrom": ["NEWS", "FOLLOW_UPS"],
}


async def test_a_client_changes_their_own_details_and_preferences(api: Api, care: Care) -> None:
    done = await api.as_("client").run("ClientUpdate", clientId=care.client, **OWN)

    assert done["errors"] == []
    assert {name: done["client"][name] for name in OWN} == {
        "email": "jose@mail.example",
        "phone": "+12125550123",
        "preferredChannel": "EMAIL",
        "unsubscribedFrom": ["FOLLOW_UPS", "NEWS"],
    }


@pytest.mark.parametrize("more", [{"givenName": "Eva"}, {"familyName": "Byron"}])
async def test_a_clients_name_is_the_practices_to_change(
    api: Api, practice: Practice, care: Care, more: Json
) -> None:
    given = {"input": {"clientId": care.client, **OWN, **more}}

    async with nothing_written(practice):
        answer = await over_http(api.as_("client"), document("ClientUpdate"), given)

    assert codes(answer) == ["FORBIDDEN"]


async def test_another_client_is_not_found(api: Api, practice: Practice, care: Care) -> None:
    other = practice.id_of(Noun.CLIENT, await practice.add_client())

    async with nothing_written(practice):
        for id in (other, care.archived, "?"):
            refused = await api.as_("client").run("ClientUpdate", clientId=id, phone=None)
            (error,) = refused["errors"]
            assert (error["code"], error["message"]) == ("NOT_FOUND", sentence(NotFound))
