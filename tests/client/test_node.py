"""`make` takes the machine's own Node where every package runs on it, and brings one where not."""

import json
import re
from pathlib import Path

import pytest

from tests.client.program import node

ROOT = Path(__file__).parents[2]
LOCKS = ("web/graphiql", "web/client", "tests/browser/chromium")
(NEW_ENOUGH,) = re.findall(r"^NEW_ENOUGH := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
# As it stands in the Makefile, but about another version.
ABOUT = 'Object.defineProperty(process, "versions", { value: { node: process.argv[1] } });'


@pytest.mark.parametrize(
    ("version", "ends"),
    {
        "20.20.2": 1,
        "22.16.0": 1,
        "22.17.0": 0,
        "23.11.1": 1,
        "24.0.0": 0,
        "26.1.0": 0,
    }.items(),
)
async def test_a_node_is_taken_if_the_packages_run_on_it(version: str, ends: int) -> None:
    process = await node("-e", f"{ABOUT} {NEW_ENOUGH}", version)

    assert await process.wait() == ends


async def test_the_oldest_that_are_taken_are_new_enough_for_every_locked_package() -> None:
    locks = [json.loads((ROOT / lock / "package-lock.json").read_text()) for lock in LOCKS]
    locked = [package for lock in locks for package in lock["packages"].values()]
    wanted = sorted(
        {each["engines"]["node"] for each in locked if "node" in each.get("engines", {})}
    )
    unfit = """const { satisfies } = require("semver");
      for (const range of process.argv.slice(1))
        if (!satisfies("22.17.0", range) || !satisfies("24.0.0", range)) console.log(range);"""

    process = await node("-e", unfit, *wanted)

    said, _ = await process.communicate()
    assert wanted
    assert said.decode() == ""
