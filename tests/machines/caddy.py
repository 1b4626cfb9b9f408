"""A real reverse proxy with TLS, as `compose.yaml` has it: the same Caddyfile, other addresses."""

import os
import shutil
import signal
import socket
import ssl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.machines.process import DEADLINE, free_port, spawn, until

CADDYFILE = Path(__file__).parents[2] / "Caddyfile"
_BINARY = Path(sys.executable).with_name("caddy")


@dataclass(frozen=True)
class Caddy:
    """A proxy at `address`, `127.0.0.1:port`, whose certificate `trust` trusts."""

    address: str
    trust: ssl.SSLContext


@contextmanager
def start_caddy(application: str, prefix: str) -> Iterator[Caddy]:
    """One before the application, `host:port`, which it shows below the prefix."""
    folder = Path(tempfile.mkdtemp(prefix="caseload-caddy-"))
    port, log = free_port(), folder / "log"
    settings = {
        "CASELOAD_SITE": f"https://127.0.0.1:{port}",
        "CASELOAD_HTTP_PORT": str(free_port()),
        "CASELOAD_APPS": application,
        "CASELOAD_ROOT_PATH": prefix,
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command: list[str | Path] = [_BINARY, "run", "--adapter", "caddyfile", "--config", CADDYFILE]
    process = spawn(command, log, signal.SIGKILL, env={**os.environ, **settings})
    root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    try:
        until(lambda: root.exists() and _answers(port, root), process, log)
        yield Caddy(f"127.0.0.1:{port}", _trusting(root))
    finally:
        # At SIGTERM it would wait for whatever page is still open.
        process.kill()
        process.wait(DEADLINE)
        shutil.rmtree(folder)


def _trusting(root: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=root)


def _answers(port: int, root: Path) -> bool:
    """Whether it listens and has its certificate."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as wire:
            _trusting(root).wrap_socket(wire, server_hostname="127.0.0.1").close()
    except OSError:
        return False
    return True
