"""A terminal in which the commands of a page are typed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0
DONE = "--- done ---"


@dataclass
class Terminal:
    """A shell that ends with the first command that fails; nothing of it outlives the test."""

    shell: Process
    folder: Path
    environment: Mapping[str, str]

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, environment: Mapping[str, str]) -> AsyncIterator["Terminal"]:
        """A terminal in the folder."""
        # Of the environment where it has a Node of its own, else the machine's, as in the Makefile.
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        known = {"HOME": os.environ["HOME"], "PATH": path, "LANG": "C.UTF-8", **environment}
        shell = await asyncio.create_subprocess_exec(
            "bash",
            cwd=folder,
            env=known,
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
            start_new_session=True,
            limit=2**20,
        )
        terminal = cls(shell, folder, environment)
        await terminal.type("set -euo pipefail")
        try:
            yield terminal
        finally:
            # Whatever it has started is of its group.
            with suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)
            await shell.wait()

    @asynccontextmanager
    async def beside(self) -> AsyncIterator["Terminal"]:
        """Another one, with the same variables and functions."""
        known = await self.run("export -p; declare -f")
        async with Terminal.open(self.folder, self.environment) as other:
            await other.run(known)
            yield other

    async def type(self, commands: str) -> None:
        """Type the commands, whenever they end."""
        assert self.shell.stdin
        self.shell.stdin.write(f"{commands}\n".encode())
        await self.shell.stdin.drain()

    async def run(self, commands: str) -> str:
        """What the commands print; AssertionError where one of them fails."""
        await self.type(f"{commands}\necho; echo '{DONE}'")
        said = ""
        while (line := await self.line()) != f"{DONE}\n":
            assert line, f"It failed:\n{commands}\n{said}"
            said += line
        return said.removesuffix("\n")

    async def line(self) -> str:
        """The next line that is printed; nothing once the terminal has ended."""
        assert self.shell.stdout
        async with asyncio.timeout(PATIENCE):
            return (await self.shell.stdout.readline()).decode()
