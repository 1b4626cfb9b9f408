"""The pages of the documentation, and the fenced blocks on them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

FENCE = re.compile(r"^```(\S*) ?(.*)\n((?:.*\n)*?)^```$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: what it is written in, what more its fence says, and the text."""

    page: str
    line: int
    kind: str
    more: str
    text: str

    @property
    def where(self) -> str:
        """Where a reader finds it."""
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """The page's blocks, in order."""
    return list(_blocks(page))


def _blocks(page: Path) -> Iterator[Block]:
    text = page.read_text()
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(name_of(page), line, found[1], found[2], found[3])


def name_of(page: Path) -> str:
    """The page as everybody calls it."""
    return str(page.relative_to(ROOT))


def links_of(page: Path) -> list[str]:
    """Where the page points to within the repository."""
    return LINK.findall(FENCE.sub("", page.read_text()))
