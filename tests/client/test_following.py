"""The examples that follow the changes, run as they are against a server that goes away."""

import asyncio
import json

from db.feed import renew
from tests.api import PATIENCE, Api
from tests.client.program import Program, node
from tests.machines.cut import Cut, Wire

OWN = "Call the pharmacy"
TAKEN_TWICE = """import { Followed } from "./dist/followed.js";
const followed = new Followed();
const [batch] = process.argv.slice(1).map(JSON.parse);
for (const time of ["first", "again"]) console.log(time, followed.news(batch).length);"""


async def add_todo(api: Api, title: str) -> str:
    """A todo for the front desk; what a follower is told of it."""
    key = title.replace(" ", "-")
    made = await api.run("TodoCreate", title=title, assigneeRole="STAFF", idempotencyKey=key)
    assert made["errors"] == []
    return f"TODO_CREATED {made['todo']['id']}"


async def lose(wire: Cut) -> None:
    """Cut the connections, and refuse new ones until somebody has tried."""
    wire.wire = Wire.REFUSES
    wire.cut()
    async with asyncio.timeout(PATIENCE):
        await wire.met.wait()
    wire.met.clear()


async def test_each_change_is_shown_once_across_a_lost_connection_and_no_own_echo(
    api: Api, wire: Cut, library: str
) -> None:
    at = f"127.0.0.1:{wire.port}"
    async with Program.run(f"follow-changes{library}", at, api.token, OWN) as program:
        added = await program.line()
        made = [await add_todo(api, "before")]
        said = [await program.line()]
        await lose(wire)
        made += [await add_todo(api, f"meanwhile {nth}") for nth in range(3)]
        wire.wire = Wire.PASSES
        said += [await program.line() for _ in range(3)]
        made.append(await add_todo(api, "after"))
        said.append(await program.line())

    listed = (await api.read("Todos", status=["OPEN"]))["nodes"]
    assert added == f"Added: {OWN}"
    assert said == made
    assert [todo["title"] for todo in listed].count(OWN) == 1


async def test_what_nobody_knows_any_more_is_read_anew_and_the_changes_go_on(
    api: Api, wire: Cut, library: str
) -> None:
    at = f"127.0.0.1:{wire.port}"
    async with Program.run(f"follow-changes{library}", at, api.token, OWN) as program:
        await program.line()
        await lose(wire)
        await add_todo(api, "forgotten")
        await renew(api.practice.store)
        wire.wire = Wire.PASSES
        anew = await program.line()
        made = await add_todo(api, "after")
        said = await program.line()

    assert anew == f"Read anew: forgotten, {OWN}"
    assert said == made


async def test_a_batch_that_is_told_again_is_no_news(api: Api) -> None:
    async with api.watch("WatchChanges") as view:
        await view.next()
        await add_todo(api, "once")
        batch = await view.next()

    process = await node("--input-type=module", "--eval", TAKEN_TWICE, json.dumps(batch))
    said, _ = await process.communicate()

    assert said.decode().splitlines() == ["first 1", "again 0"]
