"""A checkout of the test's own, as a new user would have it."""

import shutil
import subprocess
from pathlib import Path

from tests.docs.pages import ROOT

# What `make` has built or fetched, and git does not know.
MADE = (
    ".venv",
    "web/graphiql/node_modules",
    "web/client/node_modules",
    "web/client/dist",
    "web/client/src/generated",
    "web/dist",
)


def check_out(folder: Path, demo: Path) -> Path:
    """The files as they are now, with the demo of today in their database."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for made in MADE:
        if (ROOT / made).exists():
            (folder / made).symlink_to(ROOT / made)
    (folder / "var").mkdir()
    shutil.copy(demo, folder / "var" / "caseload.db")
    subprocess.run("git init -q && git add -A", cwd=folder, shell=True, check=True)
    return folder
