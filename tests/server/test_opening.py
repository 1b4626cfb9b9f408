"""A practice is opened at the command line: the first owner's way in."""

import re
from pathlib import Path
from uuid import UUID

from db.store import Store
from domain.ids import Noun, key_of
from tests.api import Api
from tests.conftest import NewDatabase
from tests.practice import Practice
from tests.schema.rows import nothing_written
from tests.schema.test_audit import entries
from tests.server.terminal import Ended, ended
from tests.serving import SECRET, serving

HARBOR = {
    "--name": "Harbor Clinic",
    "--time-zone": "Europe/Vienna",
    "--currency": "EUR",
    "--location": " Main street ",
    "--owner": "Owner@Clinic.example",
    "--owner-name": "Ruth King",
}


async def opened(url: str, **other: str) -> Ended:
    """How `open-practice` ends, with some options other than Harbor Clinic's."""
    options = {**HARBOR, **{f"--{name.replace('_', '-')}": said for name, said in other.items()}}
    words = [word for option in options.items() for word in option]
    return await ended("open-practice", *words, database_url=url, token_secret=SECRET)


def ids_in(said: str) -> dict[str, str]:
    """The ids that are printed, by their noun."""
    return {found[1]: found[0] for found in re.finditer(r"([a-z]+)_[0-9a-f]{32}", said)}


def key_in(said: str, noun: Noun) -> UUID:
    """The key of that noun's id."""
    key = key_of(noun, ids_in(said)[noun])
    assert key is not None
    return key


async def test_an_opened_practice_has_its_settings_a_location_and_an_owner_who_signs_in(
    new_database: NewDatabase,
) -> None:
    url = await new_database()
    code, said, complained = await opened(url)
    store = Store(url)
    organization, location, member = (
        key_in(said, noun) for noun in (Noun.ORGANIZATION, Noun.LOCATION, Noun.MEMBER)
    )
    harbor = Practice(store, url, organization, location, service=member, client=member)
    harbor.people = {"owner": member, "manager": member}
    token = await ended(
        "token", "--as", ids_in(said)["member"], database_url=url, token_secret=SECRET
    )
    async with serving(url) as address, Api.at(address, harbor) as api:
        viewer = await api.with_token(token[1].strip()).read("Viewer")
        audit = await entries(api)
        made = await api.as_("owner").run("LocationCreate", name="Second street")
    await store.close()

    assert (code, complained) == (0, "")
    assert f"caseload token --as {ids_in(said)['member']}" in said
    assert (viewer["role"], viewer["organization"]["name"]) == ("OWNER", "Harbor Clinic")
    assert [(entry["kind"], entry["after"]) for entry in reversed(audit)] == [
        (
            "ORGANIZATION_OPENED",
            {"name": "Harbor Clinic", "currency": "EUR", "timeZone": "Europe/Vienna"},
        ),
        ("LOCATION_CREATED", {"name": "Main street"}),
        (
            "MEMBER_CREATED",
            {"name": "Ruth King", "email": "owner@clinic.example", "role": "OWNER"},
        ),
    ]
    assert {entry["actor"]["name"] for entry in audit} == {"Ruth King"}
    assert made["errors"] == []


async def test_another_practice_of_the_same_owner_is_another(practice: Practice) -> None:
    first, second = [ids_in((await opened(practice.url))[1]) for _ in range(2)]

    assert {*first.values()}.isdisjoint(second.values())


async def test_whatever_is_wrong_is_told_by_its_option_and_nothing_is_written(
    practice: Practice,
) -> None:
    async with nothing_written(practice):
        refused = await opened(
            practice.url,
            name="Two\nlines",
            time_zone="Vienna",
            currency="eur",
            location=" ",
            owner="ruth",
            owner_name="R" * 201,
        )

    assert refused == (
        1,
        "",
        "--name: Control characters, such as line breaks, do not belong here.\n"
        "--time-zone: A time zone has an IANA name, such as America/New_York.\n"
        "--currency: A currency has an ISO 4217 code in capitals, such as USD.\n"
        "--location: Write at least one visible character.\n"
        "--owner-name: At most 200 characters.\n"
        "--owner: An e-mail address looks like name@host.example.\n",
    )


async def test_a_database_that_is_not_migrated_is_sent_to_be(tmp_path: Path) -> None:
    refused = await opened(f"sqlite:///{tmp_path}/empty.db")

    told = "The database does not have this version's tables: run ./caseload migrate\n"
    assert refused == (1, "", told)
