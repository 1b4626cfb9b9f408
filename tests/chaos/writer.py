"""A front end's changes: so many a second, each sent under its key until it is answered."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random

import httpx2

from tests.api import Api, Json, document
from tests.chaos.agenda import Agenda, Change
from tests.chaos.site import Site

PER_SECOND = 20
MOST_UNANSWERED = 30
"""People who wait for an answer press no further button."""

ANSWER_WITHIN = 3.0
"""Seconds after which a connection is taken for lost."""


@dataclass
class Writer:
    """Makes the changes of an agenda, through any door. `lost` counts the answers that never
    came.
    """

    doors: Sequence[Api]
    agenda: Agenda
    chance: Random
    lost: int = 0
    unanswered: int = 0

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Begins PER_SECOND changes a second; in the end waits until all are answered."""
        async with asyncio.TaskGroup() as sending:
            beginning = sending.create_task(self._begin(sending))
            yield
            beginning.cancel()

    async def _begin(self, sending: asyncio.TaskGroup) -> None:
        clock = asyncio.get_running_loop().time
        due = clock()
        while True:
            if self.unanswered < MOST_UNANSWERED:
                sending.create_task(self.make(self.agenda.next(self.chance)))
            due += 1 / PER_SECOND
            await asyncio.sleep(due - clock())

    async def make(self, change: Change, doors: Sequence[Api] | None = None) -> None:
        """Send a change until it is answered, each time through any of the doors."""
        self.unanswered += 1
        while (
            payload := await self._send(change, self.chance.choice(doors or self.doors))
        ) is None:
            self.lost += 1
            await asyncio.sleep(self.chance.uniform(0.1, 1))
        assert payload["errors"] == [], (change, payload)
        change.ended()
        self.unanswered -= 1

    async def _send(self, change: Change, door: Api) -> Json | None:
        """The payload; None where nobody knows whether the change was made."""
        try:
            answer: Json = (await door.post(document(change.name), {"input": change.input})).json()
        except httpx2.TransportError:
            return None
        codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
        if codes in (["INTERNAL"], ["TRY_AGAIN"]):
            return None
        assert codes == [], answer
        payload: Json
        (payload,) = answer["data"].values()
        return payload


@asynccontextmanager
async def writing(site: Site, agenda: Agenda, seed: str) -> AsyncIterator[Writer]:
    """A writer who comes through the doors of the site, and does not wait for long."""
    async with AsyncExitStack() as stack:
        doors = []
        for door in site.doors:
            http = httpx2.AsyncClient(base_url=f"http://{door.address}", timeout=ANSWER_WITHIN)
            await stack.enter_async_context(http)
            doors.append(Api(door.address, agenda.practice, http).as_("manager"))
        yield Writer(doors, agenda, Random(f"{seed} writer"))
