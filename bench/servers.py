"""Servers as processes of their own, on a core of their own where there are two."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

SECRET = "a secret for the bench alone, 32 letters"
PATIENCE = 30.0


@contextmanager
def server(
    module: list[str], database_url: str, bus_url: str = "memory://"
) -> Iterator[tuple[int, psutil.Process]]:
    """Run `python -m …` until the block ends; its port and process. `{port}` is filled in."""
    port = _free_port()
    words = [word.format(port=port) for word in module]
    pinned = ["taskset", "-c", "0"] if shutil.which("taskset") and (os.cpu_count() or 1) > 1 else []
    own = {
        "CASELOAD_DATABASE_URL": database_url,
        "CASELOAD_BUS_URL": bus_url,
        "CASELOAD_TOKEN_SECRET": SECRET,
        # The others keep no log of requests either.
        "CASELOAD_REQUEST_LOG": "false",
    }
    process = subprocess.Popen([*pinned, sys.executable, "-m", *words], env={**os.environ, **own})
    try:
        _wait(port, process)
        yield port, psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not come up")


OURS = ["server", "serve", "--port", "{port}"]
BARE = ["uvicorn", "--factory", "bench.bare:bare_app", "--port", "{port}", "--log-level", "error"]
ORDINARY = [
    "uvicorn",
    "--factory",
    "bench.ordinary:ordinary_app",
    "--port",
    "{port}",
    "--log-level",
    "error",
]


def bare_sockets(app: str) -> list[str]:
    """A server of bare websockets, set as ours is."""
    factory = ["uvicorn", "--factory", f"bench.broadcast:{app}", "--port", "{port}"]
    return [*factory, "--log-level", "error", "--ws-per-message-deflate", "false"]


LOOP, QUEUES = bare_sockets("loop_app"), bare_sockets("queues_app")
