"""A command, as a terminal sees it: how it ends, what it prints and what it complains of."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
Ended: TypeAlias = tuple[int | None, str, str]


async def ended(*words: str | Path, at: Path = ROOT, **settings: object) -> Ended:
    """The end of a command that is given in the folder, with these settings and no others."""
    others = {name: value for name, value in os.environ.items() if "CASELOAD_" not in name}
    named = {f"CASELOAD_{name.upper()}": str(value) for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", *words),
        cwd=at,
        env={**others, "PYTHONPATH": str(ROOT), **named},
        stdout=PIPE,
        stderr=PIPE,
    )
    printed, complained = await process.communicate()
    return process.returncode, printed.decode(), complained.decode()
