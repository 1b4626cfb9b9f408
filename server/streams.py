"""Server-sent events end with the rights that they were asked with."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress

from starlette.types import Message, Receive

from realtime.question import Ended
from resolvers.rights import Lost


@asynccontextmanager
async def while_held(rights_end: Awaitable[Lost], receive: Receive) -> AsyncIterator[Receive]:
    """The request's messages, and a disconnect once the rights end: the stream stops, the client
    connects again and is told what it may.
    """
    ending = asyncio.create_task(_until(rights_end))

    async def next_message() -> Message:
        heard = asyncio.ensure_future(receive())
        await asyncio.wait({heard, ending}, return_when=asyncio.FIRST_COMPLETED)
        if heard.done():
            return heard.result()
        heard.cancel()
        return {"type": "http.disconnect"}

    try:
        yield next_message
    finally:
        ending.cancel()


async def _until(rights_end: Awaitable[Lost]) -> None:
    with suppress(Ended):
        await rights_end
