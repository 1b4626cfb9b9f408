"""Sorting, cursors and pages: the whole list is sorted, then cut."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.reading.data import Row
from tests.reading.facts import shown
from tests.reading.narrowing import in_scope, meets
from tests.reading.world import NOUNS, Seen, World

SORTS: dict[str, Any] = {
    "Client": {"NAME": ("family_name", "given_name")},
    "Case": dict.fromkeys(("TITLE", "STATUS", "ISSUED_ON", "EXPIRES_ON")),
    "Cycle": dict.fromkeys(("STATUS", "ACTIVATED_AT")),
    "Session": dict.fromkeys(("STARTS_AT",)),
    "Attendance": dict.fromkeys(("STATUS", "COMPLETED_AT")),
    "AuditEntry": {},
    "Todo": dict.fromkeys(("TITLE", "STATUS", "DUE_ON")),
}


@dataclass(frozen=True)
class Sorting:
    """A named sort by columns, each down or up; the last is the row's key."""

    name: str
    columns: tuple[tuple[str, bool], ...]

    def place(self, row: Row) -> list[Any]:
        """What the row is sorted by."""
        return [row[column] for column, _ in self.columns]

    def cursor(self, row: Row) -> str:
        """`<noun>-<sort>.<hex>.….<key>`; `~` where there is no value (db/reading/cursors.py)."""
        *values, key = self.place(row)
        texts = ["~" if v is None else str(shown(v)).encode().hex() for v in values]
        return ".".join([self.name, *texts, key.hex])

    def mark(self, cursor: str) -> list[Any]:
        """What the cursor's row is, or was, sorted by."""
        *values, key = cursor.split(".")[1:]
        columns = [column for column, _ in self.columns[:-1]]
        return [*map(_read, values, columns), UUID(key)]

    def comes_after(self, place: Sequence[Any], mark: Sequence[Any]) -> bool:
        """Whether the place is farther down the list than the mark."""
        for one, other, (_, down) in zip(place, mark, self.columns, strict=True):
            if one != other:
                return (rank(one) < rank(other)) if down else (rank(one) > rank(other))
        return False

    def sort(self, found: list[Seen]) -> list[Seen]:
        """By the last column first, because sorting is stable."""
        for column, down in reversed(self.columns):
            found = sorted(found, key=lambda s, c=column: rank(s.row[c]), reverse=down)  # type: ignore[misc]
        return found


def rank(value: Any) -> tuple[bool, Any]:
    """A missing value counts as the latest of all."""
    return value is None, value


def _read(text: str, column: str) -> Any:
    if text == "~":
        return None
    plain = bytes.fromhex(text).decode()
    if column.endswith("_at"):
        return datetime.fromisoformat(plain)
    return date.fromisoformat(plain) if column.endswith("_on") else plain


def usual(typename: str) -> Sorting:
    """How a list is sorted where nothing is said."""
    if typename == "Client":
        columns = (("family_name", False), ("given_name", False), ("id", False))
        return Sorting("client-name", columns)
    if typename == "Session":
        return Sorting("session-start", (("starts_at", True), ("id", True)))
    return Sorting(f"{NOUNS[typename]}-newest", (("created_at", True), ("id", True)))


def sorting(typename: str, asked: Sequence[Mapping[str, str]] | None) -> Sorting:
    """By the sorts asked for, the first counting most; the row's key goes the last one's way."""
    if not asked:
        return usual(typename)
    words, columns = [str(NOUNS[typename])], []
    for each in asked:
        by, down = each["by"], each.get("direction") == "DESC"
        words.append(f"{by}_{'desc' if down else 'asc'}".lower())
        columns += [(column, down) for column in SORTS[typename].get(by) or (by.lower(),)]
    return Sorting("-".join(words), (*columns, ("id", down)))


def page(world: World, typename: str, found: list[Seen], args: Mapping[str, Any]) -> Row:
    """A connection: `nodes edges pageInfo totalCount`."""
    kept = [s for s in found if meets(world, s, args.get("filter"))]
    kept = [s for s in kept if in_scope(world, s, args.get("scope"))]
    sort = sorting(typename, args.get("orderBy"))
    listed = sort.sort(kept)
    after, before = args.get("after"), args.get("before")
    if after is not None:
        mark = sort.mark(after)
        listed = [s for s in listed if sort.comes_after(sort.place(s.row), mark)]
    if before is not None:
        mark = sort.mark(before)
        listed = [s for s in listed if sort.comes_after(mark, sort.place(s.row))]
    return _cut(sort, listed, args) | {"totalCount": len(kept)}


def _cut(sort: Sorting, listed: list[Seen], args: Mapping[str, Any]) -> Row:
    after, before = args.get("after") is not None, args.get("before") is not None
    backward = before or args.get("last") is not None
    size = args.get("last" if backward else "first") or 20
    shown = listed[-size:] if backward else listed[:size]
    more = len(listed) > size
    edges = [{"cursor": sort.cursor(s.row), "node": s} for s in shown]
    info = {
        "hasNextPage": before if backward else more,
        "hasPreviousPage": more if backward else after,
        "startCursor": edges[0]["cursor"] if edges else None,
        "endCursor": edges[-1]["cursor"] if edges else None,
    }
    return {"nodes": shown, "edges": edges, "pageInfo": info}
