"""A command waits for nothing that it does not need."""

import pytest

from tests.server.terminal import ROOT, ended
from tests.serving import SECRET

SERVER = {"schema.surface", "strawberry", "graphql", "starlette", "uvicorn", "server.app"}
DATABASE = {"db.store", "sqlalchemy", "alembic", "asyncpg"}


async def imported(*words: str, **settings: object) -> set[str]:
    """What a command imports, if PYTHONPROFILEIMPORTTIME is set."""
    code, _, told = await ended(*words, at=ROOT, **settings)
    assert code == 0, told
    return {line.rpartition("|")[2].strip() for line in told.splitlines()}


@pytest.fixture(autouse=True)
def _imports_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")


async def test_help_and_what_is_written_from_rules_alone_wait_for_no_machinery() -> None:
    for words in (["--help"], ["export-rights", "--to", "/dev/null"]):
        found = await imported(*words)
        assert "server.commands" in found
        assert found & (SERVER | DATABASE) == set()


async def test_a_token_is_printed_without_the_server(demo_url: str) -> None:
    who = ("--as", "clinician@demo.example")
    found = await imported("token", *who, database_url=demo_url, token_secret=SECRET)

    assert "db.store" in found
    assert found & SERVER == set()
