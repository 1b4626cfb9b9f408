"""What cannot be started with ends in one line, which says what to do, and in no traceback."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from server.amiss import Amiss
from server.commands import app
from tests.conftest import NewDatabase
from tests.server.terminal import ended
from tests.serving import SECRET

POSTGRES = "postgresql://u:hidden@127.0.0.1:1/x"
A_DATABASE = "CASELOAD_DATABASE_URL is sqlite:///<file> or postgresql://<user>@<host>/<name>."
A_BUS = "CASELOAD_BUS_URL is memory:// or redis://<host>:<port>/<db>."

# Settings that nothing can run with, and what is said of them.
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no secret": (
        {"database_url": POSTGRES, "token_secret": None},
        "Set CASELOAD_TOKEN_SECRET: at least 32 characters, kept private.",
    ),
    "a short secret": (
        {"token_secret": "hidden"},
        "CASELOAD_TOKEN_SECRET needs at least 32 characters.",
    ),
    "another database": ({"database_url": "mysql://u:hidden@h/x"}, A_DATABASE),
    "a port of letters": ({"database_url": "postgresql://u:hidden@h:abc/x"}, A_DATABASE),
    "no file": ({"database_url": "sqlite://"}, A_DATABASE),
    "no URL": ({"database_url": "hidden"}, A_DATABASE),
    "the option of another driver": (
        {"database_url": f"{POSTGRES}?sslmode=require"},
        "CASELOAD_DATABASE_URL has no sslmode: set PGSSLMODE instead.",
    ),
    "another bus": ({"bus_url": "redi://:hidden@h"}, A_BUS),
    "a bus on a port of letters": ({"bus_url": "redis://:hidden@h:abc"}, A_BUS),
    "a word for a number": (
        {"pool_size": "hidden"},
        "CASELOAD_POOL_SIZE: Input should be a valid integer, unable to parse string as an "
        "integer.",
    ),
    "no connections": (
        {"pool_size": 0},
        "CASELOAD_POOL_SIZE: Input should be greater than or equal to 1.",
    ),
    "no such port": (
        {"port": 99999},
        "CASELOAD_PORT: Input should be less than or equal to 65535.",
    ),
    "no scheme": (
        {"allowed_origins": "https://app.example,127.0.0.1:9000"},
        "CASELOAD_ALLOWED_ORIGINS holds origins such as https://app.example:8443, without a path; "
        "not '127.0.0.1:9000'.",
    ),
    "slashes for a scheme": (
        {"allowed_origins": "//app.example"},
        "CASELOAD_ALLOWED_ORIGINS holds origins such as https://app.example:8443, without a path; "
        "not '//app.example'.",
    ),
    "a page for an origin": (
        {"allowed_origins": "http://127.0.0.1:9000/live.html"},
        "CASELOAD_ALLOWED_ORIGINS holds origins such as https://app.example:8443, without a path; "
        "not 'http://127.0.0.1:9000/live.html'.",
    ),
    "no documents": (
        {"operations": "/nowhere"},
        "CASELOAD_OPERATIONS is a folder of .graphql files or a JSON object of documents.",
    ),
}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize(("settings", "said"), BAD.values(), ids=BAD)
def test_a_setting_that_cannot_be_is_named_with_what_can(
    settings: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    usual = {"database_url": f"sqlite:///{tmp_path}/a.db", "token_secret": SECRET}
    given = {**usual, **settings}.items()
    env = {f"CASELOAD_{name.upper()}": None if it is None else str(it) for name, it in given}

    refused = CliRunner().invoke(app, ["serve"], env=env)

    assert isinstance(refused.exception, Amiss)
    assert (str(refused.exception), refused.output) == (said, "")


async def test_what_is_amiss_ends_the_command_with_one_line(tmp_path: Path) -> None:
    page, host = tmp_path / "page.db", "192.0.2.1"
    page.write_text("This is no database, however long one looks at it.")

    short, no_database, elsewhere = await asyncio.gather(
        ended("serve", at=tmp_path, token_secret="hidden"),
        ended("serve", at=tmp_path, token_secret=SECRET, database_url=f"sqlite:///{page}"),
        ended("demo", at=tmp_path, token_secret=SECRET, host=host),
    )

    assert short == (1, "", "CASELOAD_TOKEN_SECRET needs at least 32 characters.\n")
    told = f"CASELOAD_DATABASE_URL: cannot reach {page}: file is not a database\n"
    assert no_database == (1, "", told)
    assert elsewhere == (
        1,
        "",
        f"CASELOAD_HOST: cannot listen on {host}: Cannot assign requested address. Take an "
        "address of this machine, or 0.0.0.0 for all.\n",
    )


async def test_all_that_is_wrong_with_the_settings_is_said_at_once(tmp_path: Path) -> None:
    _, _, complained = await ended("migrate", at=tmp_path, bus_url="redi://", port="high")

    assert [line.split()[0] for line in complained.splitlines()] == [
        "CASELOAD_BUS_URL",
        "CASELOAD_PORT:",
    ]


@pytest.mark.parametrize("command", ["serve", "demo"])
async def test_a_port_in_use_is_said_and_nothing_is_promised(
    command: str, taken: int, new_sqlite: NewDatabase
) -> None:
    refused = await ended(command, "--port", str(taken), database_url=await new_sqlite())

    told = f"CASELOAD_PORT: cannot listen on port {taken} of 127.0.0.1: Address already in use. "
    assert refused == (1, "", f"{told}Take another, here or by --port.\n")


async def test_no_port_is_above_the_last(new_sqlite: NewDatabase) -> None:
    refused = await ended("serve", "--port", "99999", database_url=await new_sqlite())

    assert refused == (1, "", "CASELOAD_PORT, and --port, is 0 to 65,535.\n")


@pytest.mark.parametrize(
    "words", [("serve",), ("token", "--as", "owner@demo.example"), ("renew-feed",)], ids=" ".join
)
async def test_a_database_without_this_versions_tables_is_not_served(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    refused = await ended(*words, database_url=f"sqlite:///{tmp_path}/empty.db")

    told = "The database does not have this version's tables: run ./caseload migrate\n"
    assert refused == (1, "", told)


async def test_a_command_says_which_database_it_cannot_reach_and_why(tmp_path: Path) -> None:
    code, printed, complained = await ended("migrate", at=tmp_path, database_url=POSTGRES)

    assert (code, printed) == (1, "")
    told = "CASELOAD_DATABASE_URL: cannot reach 127.0.0.1:1/x: [Errno 111] Connect call failed"
    assert complained.startswith(told)
    assert complained.count("\n") == 1
    assert "hidden" not in complained
