"""A process that is asked to stop."""

import asyncio
import signal

from tests.api import Api, Watch
from tests.live.conftest import StartServer
from tests.live.rig import Rig
from tests.live.scene import at_the_edge
from tests.live.views import open_views
from tests.practice import Practice

# The server's own is 5 s; the rest is for a busy machine. Without one it would never end.
GRACE = 20.0
SERVICE_RESTART = 1012


async def test_it_ends_within_its_grace_period_with_sockets_and_streams_open(
    rig: Rig, clinic: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(clinic)
    server = start_server(rig.pair.database_url, rig.pair.bus_url)

    async with Api.at(server.address, clinic) as api, open_views(api, edge.case) as views:
        server.terminate()
        code = await asyncio.to_thread(server.ended, GRACE)
        sockets = [view.source.socket for view in views if isinstance(view.source, Watch)]
        for socket in sockets:
            await socket.raw.wait_closed()

    assert code == -signal.SIGTERM
    assert [socket.raw.close_code for socket in sockets] == [SERVICE_RESTART] * 2
    assert "fault" not in server.news()
