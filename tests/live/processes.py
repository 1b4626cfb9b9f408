"""`caseload serve` as a process of its own, to be killed and brought back."""

import os
import signal
import subprocess
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.machines.process import DEADLINE, free_port, spawn, until
from tests.serving import SECRET

ROOT = Path(__file__).parents[2]


class Server:
    """Serves a migrated database at `address`, with some settings changed. All that it says is
    kept in a file.
    """

    def __init__(self, database_url: str, bus_url: str, log: Path, **changed: object) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._log = log
        self._read = 0
        settings = {"database_url": database_url, "bus_url": bus_url, **changed}
        self._set = {f"CASELOAD_{name.upper()}": str(value) for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it without waiting; does nothing if it runs."""
        if self._process is not None and self._process.poll() is None:
            return
        settings = {**self._set, "CASELOAD_TOKEN_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "server", "serve", "--port", str(self.port)]
        self._process = spawn(command, self._log, signal.SIGKILL, env={**os.environ, **settings})

    def wait(self) -> None:
        """Wait until it answers. Raises RuntimeError with what it said if it never does."""
        assert self._process is not None
        until(self._answers, self._process, self._log)

    def kill(self) -> None:
        """End it with SIGKILL, as a crash would; does nothing if it is down."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(DEADLINE)

    def terminate(self) -> None:
        """Ask it to end, with SIGTERM."""
        assert self._process is not None
        self._process.terminate()

    def ended(self, seconds: float) -> int:
        """Its exit code, once it has ended; TimeoutExpired if it does not in so many seconds."""
        assert self._process is not None
        return self._process.wait(seconds)

    def news(self) -> str:
        """What it has said since this was asked last."""
        said = self._log.read_text() if self._log.exists() else ""
        new, self._read = said[self._read :], len(said)
        return new

    def _answers(self) -> bool:
        wire = HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            wire.request("GET", "/")
            return wire.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            wire.close()


def start_all(*servers: Server) -> None:
    """Start them side by side and wait until all answer."""
    for server in servers:
        server.begin()
    for server in servers:
        server.wait()
