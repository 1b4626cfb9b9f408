"""`caseload serve` as a process of its own, and the log that it writes."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from db.store import Store
from tests.api import Api, Json
from tests.live.processes import Server, start_all
from tests.practice import found_practice


@dataclass(frozen=True)
class Serving:
    """A front end of the process, and the file that the process writes its log to."""

    api: Api
    server: Server
    file: Path

    @property
    def lines(self) -> list[Json]:
        """The log so far, each line read as JSON; what is not whole yet is left out."""
        whole, _, _ = self.file.read_text().rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    async def ruin(self) -> None:
        """Have nobody be found in the database any more."""
        async with self.api.practice.store.transaction() as tx:
            await tx.execute(text("ALTER TABLE members RENAME TO ruined"))

    def requests(self) -> list[Json]:
        """The lines of requests, without those by which the test saw that the process answers."""
        noted = [line for line in self.lines if line["event"] == "request"]
        return [line for line in noted if line["path"] != "/"]


@asynccontextmanager
async def process(url: str, folder: Path, **settings: object) -> AsyncIterator[Serving]:
    """Serve a small practice in a migrated database."""
    store = Store(url)
    practice = await found_practice(store)
    server = Server(url, "memory://", folder / "log", **settings)
    start_all(server)
    try:
        async with Api.at(server.address, practice) as api:
            yield Serving(api, server, folder / "log")
    finally:
        server.kill()
        await store.close()
