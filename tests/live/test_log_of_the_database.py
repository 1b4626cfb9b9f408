"""What PostgreSQL writes into its own log, where no practice decides who reads it."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.access import Role
from domain.ids import Noun, new_key
from tests.api import Api, Json
from tests.live.rig import Rig
from tests.practice import Practice
from tests.schema.care import Care, furnish
from tests.schema.inputs import accepted

NAMES = ["ClientRegister", "ClientUpdate", "MemberCreate", "MemberUpdate"]


async def said(rig: Rig, clinic: Practice) -> str:
    """The whole log, up to a complaint of now: so it is the right one, and whole."""
    mark = f"mark-{new_key().hex}"
    async with clinic.store.reading() as tx:
        with pytest.raises(DBAPIError):
            await tx.execute(text(f"SELECT CAST('{mark}' AS integer)"))
    log = rig.postgres.log()
    assert mark in log
    return log


async def add_target(clinic: Practice, name: str) -> Json:
    """Somebody to be updated, as the input names them; nobody where somebody is made."""
    if name == "ClientUpdate":
        return {"clientId": clinic.id_of(Noun.CLIENT, await clinic.add_client())}
    if name == "MemberUpdate":
        member = await clinic.add_member(f"m{new_key().hex}", Role.STAFF)
        return {"memberId": clinic.id_of(Noun.MEMBER, member)}
    return {}


async def wants(api: Api, care: Care, name: str, target: Json, email: str) -> list[str]:
    """Ask for the address; the codes of the refusals."""
    done = await api.as_("owner").run(name, **{**accepted(name, care), **target, "email": email})
    return [error["code"] for error in done["errors"]]


@pytest.mark.parametrize("name", NAMES)
async def test_an_address_that_is_taken_is_in_no_log_however_many_want_it(
    rig: Rig, near: Api, far: Api, clinic: Practice, name: str
) -> None:
    care, address = await furnish(clinic), f"{new_key().hex}@mail.example"
    targets = [await add_target(clinic, name) for _ in range(9)]

    together = await asyncio.gather(
        *[wants((near, far)[nth % 2], care, name, targets[nth], address) for nth in range(8)]
    )
    after = await wants(near, care, name, targets[8], address.upper())
    log = await said(rig, clinic)

    assert sorted(together) == [[], *[["EMAIL_TAKEN"]] * 7]
    assert after == ["EMAIL_TAKEN"]
    assert address not in log
    assert "(organization_id, email)" not in log
