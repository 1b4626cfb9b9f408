"""The Chromium to drive: the machine's own, or else the one in an npm package.

`python -m tests.browser.chromium`, which `make test` runs first, sees to it that there is one.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGE = Path(__file__).parent / "chromium"
UNPACKED = PACKAGE / "node_modules" / ".unpacked"
PACKAGED = UNPACKED / "chromium"
HAS_PACKAGE = (platform.system(), platform.machine()) == ("Linux", "x86_64")


class Launch(TypedDict, total=False):
    """How Playwright starts it."""

    executable_path: Path
    env: dict[str, str | float | bool]


def launch() -> Launch:
    """CHROMIUM_PATH, a Chromium on the PATH, npm's; where npm has none, Playwright's own."""
    if own := os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None):
        return {"executable_path": Path(own)}
    if not HAS_PACKAGE:
        return {}
    brought = {
        "LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"),
        "FONTCONFIG_FILE": str(PACKAGE / "fonts.conf"),
    }
    return {"executable_path": PACKAGED, "env": {**os.environ, **brought}}


def install() -> None:
    """Bring one where there is none."""
    found = launch()
    if not found:
        playwright = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
        subprocess.run(playwright, check=True)
    elif found["executable_path"] == PACKAGED and not _is_unpacked():
        _unpack()


def _is_unpacked() -> bool:
    lock = PACKAGE / "package-lock.json"
    return UNPACKED.exists() and UNPACKED.stat().st_mtime > lock.stat().st_mtime


def _unpack() -> None:
    subprocess.run(["npm", "ci", "--silent"], cwd=PACKAGE, check=True)
    unpacking = UNPACKED.with_name(".unpacking")
    unpacking.mkdir()
    there = {**os.environ, "TMPDIR": str(unpacking)}
    subprocess.run(["node", "unpack.js"], cwd=PACKAGE, env=there, check=True)
    unpacking.rename(UNPACKED)


if __name__ == "__main__":
    install()
