"""What the commands say, as a terminal sees it."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE

from db import tables
from tests.api import Api
from tests.practice import Practice
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
    assert nobody == (1, "", "Nobody in this database has that e-mail address.\n")
