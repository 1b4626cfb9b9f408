"""Screens that stay open: over a socket and over server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import httpx2

from tests.api import Api, Json, document

PATIENCE = 25.0
"""Seconds. Longer than a silent break, a reconnect and a poll together."""


class Source(Protocol):
    """Where answers come from."""

    async def next(self, seconds: float = PATIENCE) -> Any: ...


@dataclass
class Stream:
    """One operation over server-sent events."""

    lines: AsyncIterator[str]

    async def event(self, seconds: float = PATIENCE) -> tuple[str, Json | None]:
        """The next event's name and data; comments, which only keep the line open, are skipped."""
        name, data = "", None
        async with asyncio.timeout(seconds):
            async for line in self.lines:
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data" and value:
                    data = json.loads(value)
                elif not line and name:
                    return name, data
        raise EOFError("the stream ended")

    async def end(self, seconds: float = PATIENCE) -> None:
        """Wait until the server ends it."""
        with suppress(EOFError):
            while True:
                await self.event(seconds)

    async def payload(self, seconds: float = PATIENCE) -> Json:
        """The next result, whole."""
        name, result = await self.event(seconds)
        assert name == "next", name
        assert result is not None
        return result

    async def next(self, seconds: float = PATIENCE) -> Any:
        """The data of the next result's only root field."""
        (value,) = (await self.payload(seconds))["data"].values()
        return value


@asynccontextmanager
async def streaming(api: Api, name: str, **variables: Any) -> AsyncIterator[Stream]:
    """Keep a question open over server-sent events."""
    headers = {"authorization": f"Bearer {api.token}", "accept": "text/event-stream"}
    body = {"query": document(name), "variables": variables}
    async with (
        httpx2.AsyncClient(base_url=f"http://{api.address}", timeout=PATIENCE) as http,
        http.stream("POST", "/graphql", json=body, headers=headers) as response,
    ):
        yield Stream(response.aiter_lines())


@dataclass
class View:
    """A screen, and the question that it keeps open."""

    api: Api
    question: str
    variables: Json
    source: Source
    shown: Any = None

    async def catch_up(self, seconds: float = PATIENCE) -> Any:
        """Wait until it shows what a fresh query answers; that."""
        fresh = await self.api.read(self.question, **self.variables)
        async with asyncio.timeout(seconds):
            while self.shown != fresh:
                self.shown = await self.source.next(seconds)
        return fresh

    async def until(self, holds: Callable[[Any], bool], seconds: float = PATIENCE) -> None:
        """Wait until what it shows meets the condition."""
        async with asyncio.timeout(seconds):
            while not holds(self.shown):
                self.shown = await self.source.next(seconds)


@asynccontextmanager
async def open_views(api: Api, case: str) -> AsyncIterator[list[View]]:
    """The list of todos and the case, each over a socket and over server-sent events, all shown."""
    async with AsyncExitStack() as stack:
        views = []
        for question, variables in (("Todos", {}), ("Case", {"id": case})):
            watch = await stack.enter_async_context(api.watch(f"Watch{question}", **variables))
            stream = await stack.enter_async_context(
                streaming(api, f"Watch{question}", **variables)
            )
            views += [View(api, question, variables, source) for source in (watch, stream)]
        for view in views:
            await view.catch_up()
        yield views
