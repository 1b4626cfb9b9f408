"""Rights that end while a question is open: noticed without a poll, however many sockets idle."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from enum import StrEnum

from db import viewers
from domain.access import Viewer
from domain.ids import Noun
from domain.keys import Aspect, only
from realtime.hub import Hub
from realtime.question import Answer, Question
from resolvers.passes import Pass

# Members are few and seldom change, so that their changes wake every member's.
_READS = {Noun.MEMBER: "members", Noun.CLIENT: "clients"}


class Lost(StrEnum):
    """Why somebody may not go on as before."""

    EXPIRED = "Unauthorized: the token expired"
    CHANGED = "Forbidden: your rights changed, connect again"


async def lost(hub: Hub, held: Pass, viewer: Viewer) -> Lost:
    """Wait until the token expires, or the viewer has left or has other rights. Who they are is an
    open question like any other: one run per person and change of people, on every process.
    """
    left = (held.expires_at - held.house.clock()).total_seconds()
    try:
        async with asyncio.timeout(max(left, 0)), aclosing(_seen(hub, held, viewer)) as seen:
            async for now in seen:
                if now != _told(viewer):
                    # Who comes back at once must not be taken for what they were.
                    held.house.register.forget(held.noun, held.key)
                    return Lost.CHANGED
    except TimeoutError:
        pass
    return Lost.EXPIRED


def _seen(hub: Hub, held: Pass, viewer: Viewer) -> AsyncGenerator[Answer, None]:
    async def asked() -> Answer:
        return _told(await viewers.find(held.house.store, held.noun, held.key))

    reads = {_READS[held.noun]: [{Aspect.CLIENTS: only(held.key)}]}
    question = Question(("viewer", held.key), reads, reads_clock=False, run=asked)
    return hub.follow(viewer.organization, question)


def _told(viewer: Viewer | None) -> str | None:
    return None if viewer is None else repr(viewer)
