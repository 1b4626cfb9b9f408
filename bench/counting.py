"""What PostgreSQL itself has counted: statements, and the moment of a commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from tests.machines.postgres import PostgresServer

STATEMENTS = """SELECT coalesce(sum(calls), 0)::int FROM pg_stat_statements s
JOIN pg_database d ON d.oid = s.dbid AND d.datname = current_database()
WHERE query !~ 'pg_stat_statements|pg_xact_commit'"""
# Only what db/reading compiles begins so.
QUESTIONS = STATEMENTS + " AND query LIKE 'SELECT CAST((SELECT %'"
COMMITTED = """SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8
FROM feeds WHERE organization_id = $1"""

COMMITS = """SELECT number, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8
FROM changes WHERE organization_id = $1"""


@dataclass(frozen=True)
class Counted:
    """What happened in one database since `anew`."""

    connection: "asyncpg.Connection[Any]"
    organization: UUID

    async def anew(self) -> None:
        """Forget what was counted."""
        await self.connection.execute("SELECT pg_stat_statements_reset()")

    async def statements(self) -> int:
        """All that were run."""
        return int(await self.connection.fetchval(STATEMENTS))

    async def questions(self) -> int:
        """Those of compiled questions."""
        return int(await self.connection.fetchval(QUESTIONS))

    async def commits(self) -> dict[int, float]:
        """When each of the practice's changes was, by its number."""
        return dict(await self.connection.fetch(COMMITS, self.organization))

    async def committed(self) -> float:
        """When the practice's newest change was, as `time.time()` has it."""
        return float(await self.connection.fetchval(COMMITTED, self.organization))


async def keep_count(server: PostgresServer) -> None:
    """Have the server count, for which it is restarted."""
    admin = await asyncpg.connect(f"{server.url}/postgres")
    await admin.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
    await admin.execute("ALTER SYSTEM SET track_commit_timestamp = on")
    await admin.close()
    server.restart()


@asynccontextmanager
async def counted(url: str, organization: UUID) -> AsyncIterator[Counted]:
    """The counts of a database of that server."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    yield Counted(connection, organization)
    await connection.close()
