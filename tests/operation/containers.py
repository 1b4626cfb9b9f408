"""A Containerfile and a compose file, read. There is no engine here to build or run them."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ASKED_FOR = re.compile(r"\$\{(\w+)(?::[?-]([^}]*))?\}")


@dataclass
class Stage:
    """One FROM and what follows it: (instruction, rest) in order."""

    base: str
    name: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        """What is said by each such instruction."""
        return [rest for word, rest in self.said if word == instruction]

    def copied(self) -> list[tuple[list[str], str]]:
        """What is copied of the folder that is built in, and to where."""
        words = [shlex.split(rest) for rest in self.all("COPY") if not rest.startswith("--from")]
        return [(each[:-1], each[-1]) for each in words]

    def environment(self) -> dict[str, str]:
        """What ENV sets."""
        pairs = [pair for rest in self.all("ENV") for pair in shlex.split(rest)]
        return dict(pair.split("=", 1) for pair in pairs)

    def words(self, instruction: str) -> list[str]:
        """A command in its form of a JSON list."""
        (rest,) = self.all(instruction)
        found: list[str] = json.loads(rest[rest.index("[") :])
        return found


def stages() -> list[Stage]:
    """Of the Containerfile."""
    text = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    found: list[Stage] = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base, name))
        else:
            found[-1].said.append((word, rest.strip()))
    return found


def compose() -> dict[str, Any]:
    """The compose file."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return read


def filled_in(text: str, env: dict[str, str]) -> str:
    """A value as compose reads it: `${NAME}`, `${NAME:-usual}`, `${NAME:?complaint}`."""
    return ASKED_FOR.sub(lambda found: env.get(found[1]) or (found[2] or ""), text)
