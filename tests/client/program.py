"""A front end's program in node, which is heard line by line."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "web" / "client"
# Of the environment where it has a Node of its own, else the machine's, as in the Makefile.
WITH_NODE = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
PATIENCE = 30.0


@dataclass
class Program:
    """One that runs."""

    process: Process

    @classmethod
    @asynccontextmanager
    async def run(
        cls, name: str, address: str, token: str | None, *arguments: str
    ) -> AsyncIterator["Program"]:
        """Run one of the examples against the server there; it does not outlive this."""
        where = {"CASELOAD_URL": f"http://{address}/graphql", "TOKEN": token or ""}
        script = str(PACKAGE / "dist" / f"{name}.js")
        process = await node(script, *arguments, **where)
        try:
            yield cls(process)
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def line(self) -> str:
        """What it says next; nothing once it has ended."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            return (await self.process.stdout.readline()).decode().rstrip("\n")

    async def rest(self) -> list[str]:
        """What it says until it ends, which it does without a fault."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = (await self.process.stdout.read()).decode()
            assert await self.process.wait() == 0, said
        return said.splitlines()


async def node(*arguments: str, **environment: str) -> Process:
    """Start node; whatever it says comes by one pipe. It leads a group of processes, because the
    node of a wheel is a script that starts the real one.
    """
    return await asyncio.create_subprocess_exec(
        "node",
        *arguments,
        cwd=PACKAGE,
        env={**WITH_NODE, **environment},
        stdout=PIPE,
        stderr=STDOUT,
        start_new_session=True,
    )
