"""A front end that changes one thing at a time: the note of a session."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from bench.audience import PATH, Audience, Told
from bench.counting import Counted
from bench.load import once, request

NOTE = """mutation Note($id: ID!, $note: String) {
  sessionUpdateNotes(input: {sessionId: $id, publicNote: $note}) { errors { code } }
}"""
DONE: Any = {"data": {"sessionUpdateNotes": {"errors": []}}}


@dataclass(frozen=True)
class Pen:
    """Writes notes, each of them new, and knows when the database took them."""

    port: int
    token: str
    count: Counted

    async def write(self, session: str, audience: Audience, readers: int) -> tuple[float, Told]:
        """When the change was committed, and when so many were told of it."""
        told = audience.expect(readers)
        note = {"id": session, "note": f"Bring shoes, {time.time_ns()}"}
        body = json.dumps({"query": NOTE, "variables": note}).encode()
        said = await once(self.port, request("bench", PATH, body, self.token))
        if json.loads(said) != DONE:
            raise RuntimeError(said.decode())
        when = await told
        return await self.count.committed(), when


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """The median and the 99th percentile, in ms."""
    ordered = quantiles(seconds, n=100)
    return {"p50_ms": round(1000 * median(seconds), 1), "p99_ms": round(1000 * ordered[98], 1)}
