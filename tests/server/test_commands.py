"""What the commands say, as a terminal sees it."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE

from db import tables
from domain.access import Role
from domain.ids import Noun
from server.naming import NOBODY, SEVERAL
from tests.api import Api
from tests.practice import Practice, found_practice
from tests.serving import SECRET


async def command(practice: Practice, *words: str) -> tuple[int | None, str, str]:
    """How a command ends, what it prints and what it complains of."""
    given = {"CASELOAD_DATABASE_URL": practice.url, "CASELOAD_TOKEN_SECRET": SECRET}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", *words),
        env={**os.environ, **given},
        stdout=PIPE,
        stderr=PIPE,
    )
    printed, complained = await process.communicate()
    return process.returncode, printed.decode(), complained.decode()


async def role(api: Api, token: str) -> str:
    """As whom the server knows the bearer."""
    return str((await api.with_token(token).read("Viewer"))["role"])


async def test_a_token_for_whoever_has_the_address_is_printed_and_nothing_else(api: Api) -> None:
    practice = api.practice
    name = {"given_name": "Ada", "family_name": "King"}
    await practice.add(tables.clients, **name, email="ada@clients.example")
    clinician = f"Clinician.{practice.organization.hex[-6:]}@Practice.example"

    told = await asyncio.gather(
        command(practice, "token", "--as", clinician),
        command(practice, "token", "--as", "ada@clients.example"),
        command(practice, "token", "--as", "nobody@clients.example"),
    )

    (ended, member, _), (_, client, _), nobody = told
    assert ended == 0
    assert [member.count("\n"), client.count("\n")] == [1, 1]
    assert [await role(api, printed.strip()) for printed in (member, client)] == [
        "CLINICIAN",
        "CLIENT",
    ]
    assert nobody == (1, "", f"{NOBODY}\n")


async def test_an_address_of_several_is_refused_with_the_ids_to_choose_from(api: Api) -> None:
    practice, shared = api.practice, "ada@practice.example"
    name = {"given_name": "Ada", "family_name": "King"}
    client = practice.id_of(Noun.CLIENT, await practice.add(tables.clients, **name, email=shared))
    member = practice.id_of(
        Noun.MEMBER,
        await practice.add(tables.members, name="Ada King", email=shared, role=Role.STAFF),
    )
    other = await found_practice(practice.store, "Lakeside")
    theirs = other.id_of(Noun.CLIENT, await other.add(tables.clients, **name, email=shared))

    refused = await command(practice, "token", "--as", shared)
    chosen = await asyncio.gather(
        *[command(practice, "token", "--as", id) for id in (member, client, theirs)]
    )

    assert refused == (
        1,
        "",
        f"{SEVERAL}\n"
        f"  --as {member}  STAFF of Harbor\n"
        f"  --as {client}  CLIENT of Harbor\n"
        f"  --as {theirs}  CLIENT of Lakeside\n",
    )
    assert [await role(api, printed.strip()) for _, printed, _ in chosen] == [
        "STAFF",
        "CLIENT",
        "CLIENT",
    ]


async def test_who_has_left_is_nobody_and_makes_no_address_several_peoples(api: Api) -> None:
    practice, shared = api.practice, "ada@practice.example"
    left = {"name": "Ada King", "role": Role.OWNER, "email": shared, "is_active": False}
    gone = practice.id_of(Noun.MEMBER, await practice.add(tables.members, **left))
    name = {"given_name": "Ada", "family_name": "King"}
    await practice.add(tables.clients, **name, email=shared)

    by_address, by_id, by_no_id = await asyncio.gather(
        *[command(practice, "token", "--as", who) for who in (shared, gone, gone[:-1])]
    )

    assert await role(api, by_address[1].strip()) == "CLIENT"
    assert by_id == by_no_id == (1, "", f"{NOBODY}\n")
