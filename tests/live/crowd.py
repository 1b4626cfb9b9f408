"""Many writers at once, at one process or at two."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from tests.api import Api, Json
from tests.practice import Practice


@dataclass
class Crowd:
    """Writers of one practice, and the doors that they come through, in turn."""

    practice: Practice
    doors: Sequence[Api]

    async def run(self, name: str, inputs: Iterable[Json]) -> list[Json]:
        """Send a mutation once for each input, all at once; the payloads."""
        doors = cycle(self.doors)
        return await self.at_once([next(doors).run(name, **each) for each in inputs])

    async def at_once(self, acts: Sequence[Awaitable[Any]]) -> list[Any]:
        """Do all at once; what each gave. Whatever is not a payload, INTERNAL too, raises."""
        return list(await asyncio.gather(*acts))


def codes(payloads: Iterable[Json]) -> list[str]:
    """Why changes were refused."""
    return [error["code"] for payload in payloads for error in payload["errors"]]


def done(payloads: Iterable[Json]) -> list[Json]:
    """Those that were not refused."""
    return [payload for payload in payloads if not payload["errors"]]
