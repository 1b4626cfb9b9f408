"""A process that is asked to stop."""

import asyncio
import re
import signal

from server.closing import MOVE_OVER
from tests.api import Api, Watch, end_of
from tests.live.conftest import StartServer
from tests.live.rig import Rig
from tests.live.scene import at_the_edge
from tests.live.views import Stream, open_views
from tests.practice import Practice

# For a busy machine; nothing of it is the server's own.
PATIENCE = 30.0
SERVICE_RESTART = 1012
HOUR = 3600
COMPLAINT = re.compile("error|fault|traceback|cancel", re.IGNORECASE)


async def test_it_sends_sockets_and_streams_elsewhere_and_waits_for_none_of_them(
    rig: Rig, clinic: Practice, start_server: StartServer
) -> None:
    edge = await at_the_edge(clinic)
    server = start_server(rig.pair.database_url, rig.pair.bus_url, grace_seconds=HOUR)

    async with Api.at(server.address, clinic) as api, open_views(api, edge.case) as views:
        server.terminate()
        sources = [view.source for view in views]
        told = [await end_of(each.socket.raw) for each in sources if isinstance(each, Watch)]
        for each in sources:
            if isinstance(each, Stream):
                await each.end()
        code = await asyncio.to_thread(server.ended, PATIENCE)

    assert told == [(SERVICE_RESTART, MOVE_OVER)] * 2
    assert code == -signal.SIGTERM
    assert not COMPLAINT.search(server.news())
