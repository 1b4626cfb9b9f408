"""Cursors of the change feed: how far somebody has read it.

`<epoch>.<number>.<mark>`: the feed, the row, and what was drawn by lot for that very row. A
restored database gives numbers out again, but no mark: whoever comes back with a cursor is known
to have read another history.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from domain.errors import Invalid

LARGEST: Final = 2**63 - 1
_WRITTEN = re.compile(r"([0-9a-f]{32})\.(0|[1-9][0-9]{0,18})\.([0-9a-f]{16})\Z")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place behind a row of an organization's feed. Mark 0 stands for no row: before the first
    one there is none.
    """

    epoch: UUID
    number: int
    mark: int

    def __str__(self) -> str:
        return f"{self.epoch.hex}.{self.number}.{self.mark:016x}"

    @classmethod
    def parsed(cls, text: str, path: tuple[str, ...]) -> Self:
        """The cursor that was written so; Invalid for a torn one and for one of another list."""
        written = _WRITTEN.match(text)
        if written is None or max(int(written[2]), int(written[3], 16)) > LARGEST:
            raise Invalid(f"`{path[-1]}` is no cursor of `changes`; take one that it gave.", path)
        return cls(UUID(hex=written[1]), int(written[2]), int(written[3], 16))


def a_mark() -> int:
    """What tells a new row from any other that ever has its number."""
    return 1 + secrets.randbelow(LARGEST)
