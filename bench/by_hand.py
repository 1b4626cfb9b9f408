"""Completing a session as one would write it for PostgreSQL alone: the statements that the rules
need, on one connection, and no rule looked at twice.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from bench.data import MEMBER, ORGANIZATION, key
from domain.cursor import a_mark
from domain.ids import new_key

HERE = key(ORGANIZATION, 0, 0)
ACTOR = key(MEMBER, 0, 0)

TURN = """SELECT id FROM cases WHERE organization_id = $1 AND id IN (SELECT case_id
FROM attendances WHERE organization_id = $1 AND id = $2) FOR NO KEY UPDATE"""
ATTENDANCE = """SELECT a.*, e.id AS last_entry FROM attendances a
JOIN sessions s ON s.organization_id = a.organization_id AND s.id = a.session_id
LEFT JOIN entries e ON e.organization_id = a.organization_id AND e.attendance_id = a.id
AND NOT EXISTS (SELECT 1 FROM entries l
WHERE l.organization_id = e.organization_id AND l.previous_id = e.id)
WHERE a.organization_id = $1 AND a.id = $2 FOR NO KEY UPDATE OF a"""
CYCLE = """SELECT y.*, k.client_id, k.location_id, k.supervisor_id, l.manager_id,
coalesce(y.summary_percent, o.summary_percent) AS summary,
coalesce(y.renewal_percent, o.renewal_percent) AS renewal,
r.id AS run_id, r.number, m.kind, (SELECT coalesce(sum(delta), 0) FROM entries e
WHERE e.organization_id = y.organization_id AND e.cycle_id = y.id) AS spent
FROM cycles y JOIN cases k ON k.organization_id = y.organization_id AND k.id = y.case_id
JOIN locations l ON l.organization_id = y.organization_id AND l.id = k.location_id
JOIN organizations o ON o.id = y.organization_id
JOIN cycle_runs r ON r.organization_id = y.organization_id AND r.cycle_id = y.id
LEFT JOIN milestones m ON m.organization_id = r.organization_id AND m.run_id = r.id
WHERE y.organization_id = $1 AND y.id = $2 ORDER BY r.number DESC"""
END = """UPDATE attendances SET version = version + 1, status = 'COMPLETED', completed_at = $3,
completed_by_id = $4 WHERE organization_id = $1 AND id = $2"""
CONSUME = """INSERT INTO entries (organization_id, id, created_at, cycle_id, attendance_id, delta,
reason, actor_id, previous_id, previous_delta)
VALUES ($1, $2, $3, $4, $5, 1, 'treated', $6, $7, -1)"""
AUDIT = """INSERT INTO audit_entries (organization_id, id, created_at, actor_id, kind, noun,
noun_id, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"""
FEED = "UPDATE feeds SET head = head + 2 WHERE organization_id = $1 RETURNING head"
CHANGE = """INSERT INTO changes (organization_id, number, mark, at, actor_id, kind, noun, noun_id,
fields, keys_before, keys_after, tables)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)"""
SHOWN = (
    """SELECT json_build_object('id', 'attendance_' || replace(id::text, '-', ''), 'status', status)
FROM attendances WHERE organization_id = $1 AND id = $2""",
    """SELECT json_build_object('id', 'session_' || replace(id::text, '-', '')) FROM sessions
WHERE organization_id = $1 AND id = $2""",
    """SELECT json_build_object('id', 'cycle_' || replace(id::text, '-', ''), 'consumed',
(SELECT coalesce(sum(delta), 0) FROM entries e WHERE e.organization_id = y.organization_id
AND e.cycle_id = y.id)) FROM cycles y WHERE organization_id = $1 AND id = $2""",
)


async def complete(pool: "asyncpg.Pool[Any]", attendance: UUID) -> str:
    """Complete it; the payload's JSON."""
    async with pool.acquire() as tx, tx.transaction():
        return await _completed(tx, attendance, datetime.now(UTC).replace(microsecond=0))


async def _completed(tx: Any, key: UUID, now: datetime) -> str:
    await tx.fetch(TURN, HERE, key)
    row = await tx.fetchrow(ATTENDANCE, HERE, key)
    cycle = (await tx.fetch(CYCLE, HERE, row["cycle_id"]))[0]
    spent = cycle["spent"]
    if row["status"] != "OPEN" or spent + cycle["carried_in"] >= cycle["authorized"]:
        raise ValueError("refused")
    await tx.execute(END, HERE, key, now, ACTOR)
    last = row["last_entry"]
    await tx.execute(CONSUME, HERE, new_key(), now, cycle["id"], key, ACTOR, last)
    await _recorded(tx, now, row, cycle["id"], spent)
    keys = (key, row["session_id"], cycle["id"])
    parts = [await tx.fetchval(sql, HERE, of) for sql, of in zip(SHOWN, keys, strict=True)]
    shown = '"attendance":{},"session":{},"cycle":{}'.format(*parts)
    return '{"data":{"attendanceComplete":{' + shown + ',"todosCreated":[],"errors":[]}}}'


async def _recorded(tx: Any, now: datetime, row: Any, cycle: UUID, spent: int) -> None:
    two: Sequence[tuple[str, str, Any, dict[str, Any], dict[str, Any]]] = (
        (
            "ATTENDANCE_COMPLETED",
            "attendance",
            row["id"],
            {"status": "OPEN"},
            {"status": "COMPLETED"},
        ),
        ("CYCLE_CONSUMED", "cycle", cycle, {"consumed": spent}, {"consumed": spent + 1}),
    )
    names = ("client", "case", "cycle", "session")
    concerned = json.dumps({f"{name}s": [row[f"{name}_id"].hex] for name in names})
    audited = [
        (HERE, new_key(), now, ACTOR, kind, noun, of, json.dumps(before), json.dumps(after))
        for kind, noun, of, before, after in two
    ]
    head = await tx.fetchval(FEED, HERE)
    await tx.executemany(AUDIT, audited)
    tables = json.dumps(["attendances", "audit_entries", "entries"])
    fed = [
        (HERE, head - 1 + at, a_mark(), now, ACTOR, kind, noun, of, json.dumps([*after]), concerned)
        for at, (kind, noun, of, _, after) in enumerate(two)
    ]
    await tx.executemany(CHANGE, [(*row, tables) for row in fed])
