"""A real PostgreSQL, and fresh databases on it."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from tests.machines.postgres_files import as_nobody, binaries, hand_over
from tests.machines.process import DEADLINE, free_port, spawn, until

_HASTE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
_PLACE = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300"]

# One statement, because foreign keys that go in a circle are looked at when it ends.
_DELETE_ALL = """
SELECT 'WITH ' || string_agg(format('d%s AS (DELETE FROM %I)', relid, relname), ', ') || ' SELECT'
FROM pg_stat_user_tables WHERE relname <> 'alembic_version'
"""


class PostgresServer:
    """A server at `url`, "postgresql://user@host:port". Only its owner may stop and start it."""

    def __init__(self, url: str, folder: Path | None = None, port: int = 0) -> None:
        self.url = url
        self._folder = folder
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        self._made: list[str] = []

    def start(self) -> None:
        """Bring it up on its port and data; does nothing if it is up."""
        log = self._ours() / "log"
        if self._process is None:
            self._process = spawn(self._command(), log, signal.SIGINT, **as_nobody())
            until(self._is_ready, self._process, log)

    def stop(self, *, gently: bool = True) -> None:
        """Take it down, `gently` or as a crash; clients lose their connections either way."""
        self._ours()
        if self._process is not None:
            self._process.send_signal(signal.SIGINT if gently else signal.SIGQUIT)
            self._process.wait(DEADLINE)
            self._process = None

    def restart(self, *, gently: bool = True) -> None:
        """Down and up again, with the same port and data."""
        self.stop(gently=gently)
        self.start()

    def log(self) -> str:
        """What it has written into its log since it was made."""
        return (self._ours() / "log").read_text(errors="replace")

    async def database(self, template: str | None = None) -> str:
        """Make a database; its URL, "postgresql+asyncpg://...".

        `template` is the URL of one made earlier, to be copied with all that is in it; nobody
        may be connected to it.
        """
        name = f"t_{uuid.uuid4().hex}"
        model = urlsplit(template or "/template1").path.removeprefix("/")
        await self._say(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
        self._made.append(name)
        parts = urlsplit(self.url)
        return parts._replace(scheme="postgresql+asyncpg", path=f"/{name}").geturl()

    async def put_back(self, backup: str, url: str) -> None:
        """Put a copy of one database in the place of another, whoever is connected to that."""
        copied, name = (urlsplit(each).path.removeprefix("/") for each in (backup, url))
        await self._say(f'DROP DATABASE "{name}" WITH (FORCE)')
        await self._say(f'CREATE DATABASE "{name}" TEMPLATE "{copied}"')

    async def empty(self, url: str) -> None:
        """Delete all rows of a database made earlier, but for the word on its migrations."""
        database = await asyncpg.connect(urlsplit(url)._replace(scheme="postgresql").geturl())
        try:
            await database.execute(await database.fetchval(_DELETE_ALL))
        finally:
            await database.close()

    async def drop_all(self) -> None:
        """Drop every database made here."""
        while self._made:
            await self._say(f'DROP DATABASE IF EXISTS "{self._made.pop()}" WITH (FORCE)')

    async def _say(self, statement: str) -> None:
        parts = urlsplit(self.url)
        admin = await asyncpg.connect(parts._replace(path=parts.path or "/postgres").geturl())
        try:
            await admin.execute(statement)
        finally:
            await admin.close()

    def _ours(self) -> Path:
        if self._folder is None:
            raise RuntimeError("this PostgreSQL is not ours to start or stop")
        return self._folder

    def _command(self) -> list[Any]:
        folder = self._ours()
        settings = [word for each in (*_HASTE, *_PLACE) for word in ("-c", each)]
        program = binaries(folder) / "postgres"
        return [program, "-D", folder / "data", "-p", str(self._port), *settings]

    def _is_ready(self) -> bool:
        # This file is how pg_ctl knows, too. A crashed server's still says "ready", hence the pid.
        status = self._ours() / "data" / "postmaster.pid"
        said = status.read_text().split() if status.exists() else []
        pid = str(self._process.pid) if self._process else ""
        return said[:1] == [pid] and said[-1] == "ready"


@contextmanager
def start_postgres(*, own: bool = False) -> Iterator[PostgresServer]:
    """The PostgreSQL for tests, up: TEST_POSTGRES_URL if set, else a fresh one.

    `own` asks for one that may be stopped, whatever is set.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given and not own:
        server = PostgresServer(given)
        yield server
        asyncio.run(server.drop_all())
        return
    folder = Path(tempfile.mkdtemp(prefix="caseload-postgres-"))
    try:
        yield from _fresh(folder)
    finally:
        shutil.rmtree(folder)


def _fresh(folder: Path) -> Iterator[PostgresServer]:
    hand_over(folder)
    _initialize(folder)
    port = free_port()
    server = PostgresServer(f"postgresql://postgres@127.0.0.1:{port}", folder, port)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _initialize(folder: Path) -> None:
    program = str(binaries(folder) / "initdb")
    who = ["-D", str(folder / "data"), "-U", "postgres", "-A", "trust"]
    command = [program, *who, "-E", "UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", **as_nobody())
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")
