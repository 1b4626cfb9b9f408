"""The calendar of one practice among a hundred: 1,000,000 sessions against 10,000."""

from itertools import repeat
from typing import Any

import asyncpg
from sqlalchemy import insert, select, text

from bench.data import MONDAY, ORGANIZATION, Size, fill, key
from bench.load import press
from bench.questions import Question, questions
from bench.reads import asked, token
from bench.servers import OURS, server
from db import tables
from db.reading.asked import Run, Shape
from db.reading.dialects import POSTGRES
from db.store import Store
from domain.access import Role, Viewer
from schema import build_schema
from schema.documents import Documents

ONE = Size(organizations=1, clients=500, sessions=10_000, todos=1000)
ORGANIZATIONS = 100
ROUNDS = 5
SECONDS = 1.0


async def multiply(store: Store, organizations: int) -> None:
    """Copy the first practice, row by row, to others: keys only have to differ between practices
    by the practice. Foreign keys hold by construction, so their checks may rest meanwhile."""
    first = key(ORGANIZATION, 0, 0)
    async with store.transaction() as tx:
        await tx.execute(text("SET LOCAL session_replication_role = replica"))
        for number in range(1, organizations):
            other = key(ORGANIZATION, number, 0)
            for table in tables.metadata.sorted_tables:
                own = "id" if table is tables.organizations else "organization_id"
                if own not in table.c:
                    continue
                values = [_copied(c, own, other, number) for c in table.c]
                rows = select(*values).where(table.c[own] == first)
                await tx.execute(
                    insert(table).from_select(
                        [c.name for c in table.c], rows, include_defaults=False
                    )
                )


def _copied(column: Any, own: str, other: Any, number: int) -> Any:
    if column.name == own:
        return text(f"'{other}'::uuid")
    if column.name == "email" and column.table is tables.members:
        return column.concat(f".{number}")
    return column


async def growth(small_url: str, large_url: str) -> dict[str, Any]:
    """How much slower the same question is among a hundred times the rows, and by which index."""
    (question,) = [q for q in questions(postgres=True) if q.name == "calendar"]
    sent = asked(question, token())
    ratios = []
    with server(OURS, small_url) as small, server(OURS, large_url) as large:
        for _ in range(ROUNDS):
            few = await press(small[0], repeat(sent), SECONDS, small[1])
            many = await press(large[0], repeat(sent), SECONDS, large[1])
            ratios.append(few.per_second / many.per_second)
    ratios.sort()
    return {"ratio": round(ratios[ROUNDS // 2], 2), "index": await index_used(large_url, question)}


async def index_used(url: str, question: Question) -> str:
    """The index by which PostgreSQL finds the calendar's items."""
    documents = Documents(build_schema().core, POSTGRES)
    operation = documents.operation(question.document, None)
    variables = documents.variables(operation, question.variables)
    owner = Viewer(key(2, 0, 0), Role.OWNER, key(ORGANIZATION, 0, 0))
    (plan,) = documents.plans_of(operation, variables, Shape.of(owner))
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    values = plan.values(Run(owner, variables, MONDAY))
    lines = await connection.fetch("EXPLAIN " + plan.sql, *values)
    await connection.close()
    found = [line[0].strip() for line in lines if "on items" in line[0]]
    return "; ".join(found)


async def prepare(url: str, organizations: int) -> None:
    """Fill a migrated database with so many practices."""
    store = Store(url)
    await fill(store, ONE)
    if organizations > 1:
        await multiply(store, organizations)
    await store.close()
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
