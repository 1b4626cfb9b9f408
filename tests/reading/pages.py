"""Reading a list page by page, as a front end does."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from tests.api import Api, Json

NAME_DOWN = [{"by": "NAME", "direction": "DESC"}]


async def forwards(api: Api, operation: str, size: int, **asked: Any) -> AsyncIterator[Json]:
    """The pages from the start to the end."""
    after = None
    while True:
        page: Json = await api.read(operation, first=size, after=after, **asked)
        yield page
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


async def backwards(api: Api, operation: str, size: int, **asked: Any) -> AsyncIterator[Json]:
    """The pages from the end to the start."""
    before = None
    while True:
        page: Json = await api.read(operation, last=size, before=before, **asked)
        yield page
        if not page["pageInfo"]["hasPreviousPage"]:
            return
        before = page["pageInfo"]["startCursor"]


def ids(pages: Sequence[Json]) -> list[str]:
    """The ids of all rows, page after page."""
    return [row["id"] for page in pages for row in page["nodes"]]


async def all_forwards(api: Api, operation: str, size: int, **asked: Any) -> list[str]:
    """The ids of the whole list, read from its start."""
    return ids([page async for page in forwards(api, operation, size, **asked)])


async def all_backwards(api: Api, operation: str, size: int, **asked: Any) -> list[str]:
    """The ids of the whole list, read from its end; in the list's own order."""
    return ids([page async for page in backwards(api, operation, size, **asked)][::-1])


async def found(api: Api, operation: str, **asked: Any) -> list[str]:
    """The ids of a list that one page holds."""
    return ids([await api.read(operation, first=100, **asked)])
