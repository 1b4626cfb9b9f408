"""`make` takes the machine's own Node where vite can run on it, and brings one where not."""

import re
from pathlib import Path

import pytest

from tests.client.program import node

MAKEFILE = Path(__file__).parents[2] / "Makefile"
(NEW_ENOUGH,) = re.findall(r"^NEW_ENOUGH := (.*)$", MAKEFILE.read_text(), re.MULTILINE)
# As it stands in the Makefile, but about another version.
ABOUT = 'Object.defineProperty(process, "versions", { value: { node: process.argv[1] } });'


@pytest.mark.parametrize(
    ("version", "ends"),
    {
        "18.20.0": 1,
        "20.18.3": 1,
        "20.19.0": 0,
        "21.7.3": 1,
        "22.11.0": 1,
        "22.12.0": 0,
        "24.1.0": 0,
    }.items(),
)
async def test_a_node_is_taken_if_vite_runs_on_it(version: str, ends: int) -> None:
    process = await node("-e", f"{ABOUT} {NEW_ENOUGH}", version)

    assert await process.wait() == ends
