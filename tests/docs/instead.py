"""What the tests do in place of some commands of the pages. All others are run as they stand."""

import re
from collections.abc import Mapping

# A command by what is run instead of it, because …
INSTEAD: Mapping[str, str] = {
    # … it makes sure of the environment and of GraphiQL, which are there, before it does this.
    r"make run\b.*": "./caseload demo --port 8000",
    # … it runs this test as well.
    r"make test\b.*": "true",
    # … it formats the front ends too, and writes pages that no page of these changes.
    r"make format\b.*": "ruff format -q . && ./caseload export-schema",
    # … it looks at the front ends and at the types of every file too, which takes a minute.
    r"make check\b.*": "ruff check -q . && python -m pytest -q tests/test_house.py",
}


def instead(commands: str) -> str:
    """The commands with others in place of some."""
    for command, other in INSTEAD.items():
        commands = re.sub(command, other, commands)
    return commands
