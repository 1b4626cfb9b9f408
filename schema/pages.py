"""Connections: keyset pages over whatever can grow."""

from typing import Generic, TypeVar

import strawberry

from schema.basics import described

Item = TypeVar("Item")


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Relay's page info."""

    has_next_page: bool = described("Whether rows follow the page.")
    has_previous_page: bool = described("Whether rows precede the page.")
    start_cursor: str | None = described("The first row's cursor; null on an empty page.")
    end_cursor: str | None = described(
        "The last row's cursor; give it as `after` for the next page."
    )


@strawberry.type(description="A row of a page, with its cursor.")
class Edge(Generic[Item]):
    """Relay's edge."""

    cursor: str = described("Places the row in this list and sort, even when it is gone.")
    node: Item = described("The row.")


@strawberry.type(description="A page of a list: at most 100 rows, 20 unless said.")
class Connection(Generic[Item]):
    """Relay's connection."""

    edges: list[Edge[Item]] = described("The rows with their cursors.")
    nodes: list[Item] = described("The rows.")
    page_info: PageInfo = described("Where the page lies in the list.")
    total_count: int = described("All rows of the list; counted only when asked for.")
