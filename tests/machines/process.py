"""A server as a child process: it dies with the test run, however that ends."""

import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

DEADLINE = 30.0
"""Seconds for a server to come up or go down. Long, because machines for tests are busy."""

_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A TCP port that is free on 127.0.0.1.

    Below the range the kernel takes outgoing ports from, because a server that is down for a
    moment must find its port free when it comes back.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if _can_bind(probe, port):
                return port


def _can_bind(probe: socket.socket, port: int) -> bool:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def spawn(
    command: Sequence[str | Path], log: Path, killer: signal.Signals, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a server that gets the signal `killer` when this process dies. Output goes to `log`.

    Call it on the main thread: the kernel's "parent" is the thread, not the process.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            command, cwd="/", stdout=output, stderr=output, stdin=subprocess.DEVNULL,
            preexec_fn=_dying_with_parent(killer), **options,
        )  # fmt: skip


def until(ready: Callable[[], bool], server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server is ready. Raises RuntimeError with its log if it never is."""
    end = time.monotonic() + DEADLINE
    while not ready():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{server.args!r} did not start:\n{log.read_text()}")
        time.sleep(0.01)


def _dying_with_parent(killer: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, killer)
        if os.getppid() != parent:
            os._exit(1)

    return ask
