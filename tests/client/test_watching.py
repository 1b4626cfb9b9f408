"""The examples that keep a question open, run as they are against a server that goes away."""

import asyncio
from contextlib import AsyncExitStack

from domain.ids import Noun
from tests.api import PATIENCE, Api
from tests.client.program import Program
from tests.conftest import NewDatabase
from tests.live.conftest import opened
from tests.machines.cut import Cut, Wire
from tests.practice import found_practice
from tests.serving import serving


async def add_todo(api: Api, title: str) -> None:
    """Give the clinic manager something to do."""
    mine = api.practice.id_of(Noun.MEMBER, api.practice.people["manager"])
    assert (await api.run("TodoCreate", title=title, assigneeId=mine))["errors"] == []


async def test_a_live_question_outlasts_a_connection_that_is_cut_and_then_refused(
    api: Api, wire: Cut, library: str
) -> None:
    name = f"watch-todos{library}"
    async with Program.run(name, f"127.0.0.1:{wire.port}", api.token) as program:
        said = [await program.line()]
        await add_todo(api, "Call back")
        said.append(await program.line())
        wire.wire = Wire.REFUSES
        wire.cut()
        await add_todo(api, "Order tape")
        async with asyncio.timeout(PATIENCE):
            await wire.met.wait()
        wire.wire = Wire.PASSES
        said.append(await program.line())
        await add_todo(api, "Write report")
        said.append(await program.line())

    assert said == [
        "0 open: ",
        "1 open: Call back",
        "2 open: Order tape, Call back",
        "3 open: Write report, Order tape, Call back",
    ]


async def test_the_clients_of_both_libraries_come_back_to_a_server_that_was_restarted(
    new_database: NewDatabase,
) -> None:
    url = await new_database()
    async with opened(url) as store, AsyncExitStack() as stack:
        practice = await found_practice(store)
        async with serving(url) as address, Api.at(address, practice) as api:
            one, other = [
                await stack.enter_async_context(Program.run(name, address, api.token))
                for name in ("watch-todos", "watch-todos-urql")
            ]
            before = [await one.line(), await other.line()]
        port = int(address.partition(":")[2])
        async with serving(url, port=port) as address, Api.at(address, practice) as api:
            again = [await one.line(), await other.line()]
            await add_todo(api, "Call back")
            after = [await one.line(), await other.line()]

    assert before == again == ["0 open: "] * 2
    assert after == ["1 open: Call back"] * 2


async def test_a_token_that_does_not_hold_ends_it_cleanly(api: Api, library: str) -> None:
    async with Program.run(f"watch-todos{library}", api.address, "expired") as program:
        said = await program.rest()

    assert said == ["Signed out (4401): sign in again."]


async def test_rights_that_change_end_it_cleanly(api: Api, library: str) -> None:
    clinician = api.as_("clinician").token
    async with Program.run(f"watch-todos{library}", api.address, clinician) as program:
        first = await program.line()
        change = {"memberId": api.practice.id_of(Noun.MEMBER, api.practice.people["clinician"])}
        assert (await api.as_("owner").run("MemberUpdate", **change, role="STAFF"))["errors"] == []
        said = await program.rest()

    assert first == "0 open: "
    assert said == ["Your rights have changed (4403): load anew."]
