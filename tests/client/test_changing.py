"""The examples that make a change, run as they are: its answer is lost, or it is refused."""

import asyncio

import pytest

from tests.api import PATIENCE, Api
from tests.client.program import Program
from tests.conftest import NewDatabase
from tests.live.rogue import holding_the_feed, someone_waits
from tests.live.scene import at_the_edge
from tests.live.soundness import completed
from tests.machines.cut import Cut, Wire


@pytest.fixture
def new_database(new_postgres: NewDatabase) -> NewDatabase:
    """On PostgreSQL alone, where a change can be held under way."""
    return new_postgres


async def test_a_change_whose_answer_was_lost_is_sent_again_and_made_once(
    api: Api, wire: Cut, library: str
) -> None:
    edge = await at_the_edge(api.practice)
    name, at = f"complete-session{library}", f"127.0.0.1:{wire.port}"

    async with Program.run(name, at, api.token, edge.open[0]) as program:
        async with holding_the_feed(api.practice):
            signed_in = await program.line()
            await someone_waits(api.practice)
            wire.wire = Wire.SWALLOWS
        async with asyncio.timeout(PATIENCE):
            await wire.met.wait()
        made = await completed(api.practice)
        wire.wire = Wire.PASSES
        wire.cut()
        said = await program.rest()

    assert signed_in == "Signed in to Harbor"
    assert edge.open[0] in made
    assert said == ["No answer: sent again.", "COMPLETED, 2 sessions left"]


async def test_a_refused_change_says_what_a_screen_can_offer(api: Api, library: str) -> None:
    edge = await at_the_edge(api.practice, used=10)
    name = f"complete-session{library}"

    async with Program.run(name, api.address, api.token, edge.open[0]) as program:
        refused = await api.run("AttendanceComplete", attendanceId=edge.open[0])

    async with Program.run(name, api.address, api.token, edge.open[0]) as program:
        said = await program.rest()

    (error,) = refused["errors"]
    told = f"Refused: {error['message']} ({', '.join(error['waysOut'])})"
    assert said == ["Signed in to Harbor", told]
