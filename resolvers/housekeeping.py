"""What has to be done now and then, whatever is asked: old changes are forgotten."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import structlog

from db import pruning
from resolvers.house import House

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

EVERY_SECONDS = 60.0


@asynccontextmanager
async def housekeeping(house: House, kept: timedelta) -> AsyncIterator[None]:
    """Forget changes older than that, in the background, for as long as the block runs. Every
    process does; what one has deleted the others do not find.
    """
    ended = asyncio.Event()
    task = asyncio.create_task(_keep_house(house, kept, ended), name="housekeeping")
    try:
        yield
    finally:
        # Not canceled, because that would break off what the database is doing.
        ended.set()
        await task


async def _keep_house(house: House, kept: timedelta, ended: asyncio.Event) -> None:
    while not await _over(ended):
        try:
            while await pruning.forget(house.store, house.clock() - kept) and not ended.is_set():
                pass
        except Exception as error:
            log.warning("old changes are still there", type=type(error).__name__)


async def _over(ended: asyncio.Event) -> bool:
    """Whether it has ended after a pause; not the same in all of many that began together."""
    with suppress(TimeoutError):
        async with asyncio.timeout(EVERY_SECONDS * random.uniform(0.5, 1.0)):
            await ended.wait()
    return ended.is_set()
