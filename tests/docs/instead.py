"""What the tests do in place of some commands of the pages. All others are run as they
stand, but for a few blocks that are not commands."""

import re
from collections.abc import Mapping

from tests.docs.pages import Block

# A command by what is run instead of it, because …
INSTEAD: Mapping[str, str] = {
    # … it makes sure of the environment and of GraphiQL, which are there, before it does this.
    r"make run\b.*": "./caseload demo --port 8000",
    # … what it makes is there, as GraphiQL is.
    r"make client\b.*": "true",
    # … it runs this test as well.
    r"make test\b.*": "true",
    # … it formats the front ends too, and writes pages that no page of these changes.
    r"make format\b.*": "ruff format -q . && ./caseload export-schema",
    # … it looks at the front ends and at the types of every file too, which takes a minute.
    r"make check\b.*": "ruff check -q . && python -m pytest -q tests/test_house.py",
}


# What begins so is not run, because …
LEFT_OUT: tuple[str, ...] = (
    # … it is of a process whose Redis is away; tests/server tries each part that is not ready.
    '{"ready": false, ',
    # … it is for a Prometheus, and there is none here.
    "scrape_configs:",
    # … it is a line of a log, with times of its own; tests/server reads such lines.
    '{"event":"request",',
)


def left_out(block: Block) -> bool:
    """Whether it is one of those."""
    return block.text.startswith(LEFT_OUT)


def instead(commands: str) -> str:
    """The commands with others in place of some."""
    for command, other in INSTEAD.items():
        commands = re.sub(command, other, commands)
    return commands
