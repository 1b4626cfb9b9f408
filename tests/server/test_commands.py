"""What the commands say, as a terminal sees it."""

import asyncio
from pathlib import Path

from db import tables
from domain.access import Role
from domain.ids import Noun
from server.naming import NOBODY, SEVERAL
from server.releasing import version
from tests.api import Api
from tests.practice import Practice, found_practice
from tests.server.terminal import Ended, ended
from tests.serving import SECRET

SDL = Path(__file__).parents[2] / "graphql" / "schema.graphql"


async def command(practice: Practice, *words: str) -> Ended:
    """How a command ends in the practice's database."""
    return await ended(*words, database_url=practice.url, token_secret=SECRET)


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


async def test_a_token_that_would_be_expired_is_not_made(tmp_path: Path) -> None:
    refused = await asyncio.gather(
        *[
            ended("token", "--as", "owner@practice.example", "--hours", hours, at=tmp_path)
            for hours in ("-1", "0", "nan", "1e300")
        ]
    )

    assert refused == [(1, "", "--hours: more than 0, and at most 87,600.\n")] * 4


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


async def test_what_breaks_front_ends_is_listed_and_the_command_fails(tmp_path: Path) -> None:
    released = SDL.read_text().replace("type Viewer {\n", "type Viewer {\n  shoeSize: Int\n")
    (tmp_path / "released.graphql").write_text(released)

    broken, sound = await asyncio.gather(
        ended("breaking-changes", "--since", tmp_path / "released.graphql"),
        ended("breaking-changes", "--since", SDL),
    )

    told = "Breaking, not allowed:\n  Field Viewer.shoeSize was removed.\n"
    assert (broken[0], broken[1][: len(told)]) == (1, told)
    assert sound[0] == 0
    assert sound[1].startswith("Breaking, not allowed:\n  nothing\n")


async def test_a_schema_is_released_once_a_version_and_only_where_it_keeps_its_promises(
    tmp_path: Path,
) -> None:
    new, again, before = (tmp_path / name for name in ("new", "again", "before"))
    heading = f"# Caseload {version()}, released "
    again.write_text(f"{heading}2026-11-25.\n{SDL.read_text()}")
    before.write_text(SDL.read_text().replace("type Viewer {\n", "type Viewer {\n  age: Int\n"))

    first, twice, broken = await asyncio.gather(
        *(ended("release-schema", "--to", file) for file in (new, again, before))
    )

    assert first == (0, "", "")
    assert new.read_text().startswith(heading)
    assert new.read_text().endswith("\n" + SDL.read_text())
    assert twice == (1, "", f"{version()} is released: raise the version in pyproject.toml.\n")
    assert (broken[0], broken[2]) == (
        1,
        "This breaks front ends:\n  Field Viewer.age was removed.\n\n",
    )
    assert "age: Int" in before.read_text()
