"""What a connection may hold of the kernel's memory, and for how long a silent one lasts."""

import socket
import subprocess
import sys
from typing import Any

from tests.api import Api
from tests.conftest import NewDatabase
from tests.live.conftest import opened
from tests.live.processes import ROOT
from tests.practice import found_practice
from tests.serving import address_of, running


async def test_a_connection_sends_at_once_holds_little_and_gives_up_a_vanished_client(
    new_sqlite: NewDatabase,
) -> None:
    url = await new_sqlite()

    async with (
        opened(url) as store,
        running(url, send_seconds=7) as server,
        Api.at(address_of(server), await found_practice(store)) as api,
        api.raw_socket() as raw,
    ):
        (connection,) = server.server_state.connections
        wire: Any = connection.transport.get_extra_info("socket")
        buffer = wire.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        at_once = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        limits = getattr(socket, "TCP_USER_TIMEOUT", None)
        patience = wire.getsockopt(socket.IPPROTO_TCP, limits) if limits else 7000
        headers = raw.response.headers if raw.response else {}

    assert 128 * 1024 <= buffer <= 256 * 1024
    assert (bool(at_once), patience) == (True, 7000)
    assert "sec-websocket-extensions" not in headers


SHORT_OF_FILES = """
import resource
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
from server.listening import make_room
make_room()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 1024)
"""


def test_a_process_that_is_given_few_files_makes_room_for_connections() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SHORT_OF_FILES], cwd=ROOT, capture_output=True, text=True
    )

    assert (run.stdout, run.stderr) == ("True\n", "")
