"""`python -m bench [reads] [changes] [live]`: prints a table and writes bench/out.json."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
import uvloop

from bench import growth, live
from bench.changes import changes, statements
from bench.data import CASES, Size, fill
from bench.reads import reads
from db.migrate import migrate
from db.store import Store
from tests.machines.postgres import PostgresServer, start_postgres

OUT = Path(__file__).parent / "out.json"


async def _filled(url: str) -> str:
    store = Store(url)
    await migrate(store)
    await fill(store, Size())
    await store.close()
    if not store.is_sqlite:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        await connection.execute("VACUUM ANALYZE")
        await connection.close()
    return url


async def _empty(server: PostgresServer) -> str:
    url = await server.database()
    store = Store(url)
    await migrate(store)
    await store.close()
    return url


async def section_reads(server: PostgresServer, folder: str) -> dict[str, Any]:
    """Everything about reads."""
    say("filling PostgreSQL and SQLite …")
    postgres, sqlite = (
        await _filled(await server.database()),
        await _filled(f"sqlite:///{folder}/bench.db"),
    )
    say("reads on PostgreSQL …")
    found = await reads(postgres, postgres=True)
    say("reads on SQLite …")
    found["sqlite"] = await reads(sqlite, postgres=False)
    say("filling 100 practices with 1,000,000 sessions …")
    small, large = await _empty(server), await _empty(server)
    await growth.prepare(small, 1)
    await growth.prepare(large, growth.ORGANIZATIONS)
    found["growth"] = await growth.growth(small, large)
    return found


async def section_changes(server: PostgresServer, folder: str) -> dict[str, Any]:
    """Everything about changes."""
    say("filling PostgreSQL …")
    url = await _filled(await server.database())
    say("completing sessions …")
    complete = await changes(url, Size().clients * CASES)
    few, many = [await statements(await _empty(server), used) for used in (5, 500)]
    return {"complete": {**complete, "statements": few, "statements_of_500_sessions": many}}


async def section_live(server: PostgresServer, folder: str) -> dict[str, Any]:
    """Everything about subscriptions."""
    return await live.live(server)


SECTIONS = {"reads": section_reads, "changes": section_changes, "live": section_live}


def say(what: str) -> None:
    """Tell what takes its time."""
    print(what, file=sys.stderr, flush=True)


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    told = {"reads": table_of_reads, "changes": table_of_changes, "live": live.table}
    return "\n\n".join(told[name](part) for name, part in found.items() if name in told)


def table_of_changes(found: dict[str, Any]) -> str:
    """The figures of section changes."""
    done = found["complete"]
    return (
        f"completing a session: ratio {done['ratio']}, cpu {done['cpu_ratio']}, "
        f"{done['per_second']}/s of {done['limit_per_second']}/s\n"
        f"statements: {done['statements']} in a cycle of 5 sessions, "
        f"{done['statements_of_500_sessions']} in one of 500"
    )


def table_of_reads(found: dict[str, Any]) -> str:
    """The figures of section reads for people."""
    lines = [f"{'':24}{'ratio':>7}{'cpu':>7}{'req/s':>9}{'limit':>9}{'ms cpu':>8}{'bytes':>8}"]
    for where, rows in (("PostgreSQL", found), ("SQLite", found["sqlite"])):
        for name in ("nested", "case", "calendar", "todos"):
            row = rows[name]
            lines.append(
                f"{where + ' ' + name:24}{row['ratio']:>7}{row['cpu_ratio']:>7}"
                f"{row['per_second']:>9}{row['limit_per_second']:>9}{row['cpu_ms']:>8}{row['bytes']:>8}"
            )
    usual = found["nested"]["ordinary"]
    lines.append(
        f"{'the ordinary way, nested':24}{usual['ratio']:>7}{usual['cpu_ratio']:>7}{usual['per_second']:>9}"
    )
    lines.append(f"growth: {found['growth']['ratio']} times; {found['growth']['index']}")
    lines.append(f"peak memory of the server: {found['nested']['peak_rss_mib']} MiB")
    return "\n".join(lines)


def main(wanted: list[str]) -> None:
    """Run the sections; those that are not run keep their last figures."""
    found = json.loads(OUT.read_text()) if OUT.exists() else {}
    for name in wanted or list(SECTIONS):
        with start_postgres(own=True) as server, tempfile.TemporaryDirectory() as folder:
            found[name] = uvloop.run(SECTIONS[name](server, folder))
    OUT.write_text(json.dumps(found, indent=2) + "\n")
    print(table({name: found[name] for name in wanted or SECTIONS}))


if __name__ == "__main__":
    main(sys.argv[1:])
