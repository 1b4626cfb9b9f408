"""What a process says of itself while what it depends on is away, and while it stops."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

from tests.api import Api
from tests.conftest import NewDatabase
from tests.live.conftest import StartServer
from tests.live.rig import Rig
from tests.machines.cut import Wire, cut_before
from tests.machines.redis import RedisServer
from tests.practice import Practice
from tests.serving import serving

PATIENCE = 30.0
MANY = 200


async def parts_that_are_not_well(api: Api) -> dict[str, Any]:
    """Those parts, and what they are."""
    answer = await api.http.get("/readyz")
    body = answer.json()
    assert (answer.status_code == 200) == body["ready"]
    return {part: said for part, said in body["parts"].items() if said != "ok"}


async def until_well(api: Api) -> None:
    """Wait until every part is."""
    async with asyncio.timeout(PATIENCE):
        while await parts_that_are_not_well(api):
            pass


async def test_without_redis_it_is_not_ready_but_for_who_leaves_out_the_bus(
    near: Api, valkey: RedisServer
) -> None:
    await until_well(near)
    valkey.stop()
    async with asyncio.timeout(PATIENCE):
        while not (told := await parts_that_are_not_well(near)):
            pass
    without = await near.http.get("/readyz?exclude=bus")
    alive = await near.http.get("/healthz")
    valkey.start()
    await until_well(near)

    assert told == {"bus": "away"}
    assert (without.status_code, alive.status_code) == (200, 200)


async def test_without_its_database_it_is_not_ready_and_lives(near: Api, rig: Rig) -> None:
    await until_well(near)
    rig.postgres.stop(gently=False)
    told = await near.http.get("/readyz")
    alive = await near.http.get("/healthz")
    rig.postgres.start()
    await until_well(near)

    parts = told.json()["parts"]
    assert (told.status_code, alive.status_code) == (503, 200)
    assert (parts["database"], parts["migrations"]) == ("unreachable", "unknown")
    assert "postgres" not in told.text


async def test_a_database_that_says_nothing_is_waited_for_two_seconds_by_all_together(
    new_postgres: NewDatabase, near: Api
) -> None:
    url = urlsplit(await new_postgres())
    async with cut_before(url.port or 5432) as cut:
        behind = url._replace(netloc=f"{url.username}:secret@127.0.0.1:{cut.port}").geturl()
        async with serving(behind, pool_size=3) as address, Api.at(address, near.practice) as api:
            assert await parts_that_are_not_well(api) == {}
            cut.wire = Wire.SWALLOWS
            async with asyncio.timeout(PATIENCE):
                told = await asyncio.gather(*[api.http.get("/readyz") for _ in range(20)])
            cut.wire = Wire.PASSES
            await until_well(api)

    assert {answer.status_code for answer in told} == {503}
    assert {answer.json()["parts"]["database"] for answer in told} == {"silent"}
    assert not any("secret" in answer.text for answer in told)


async def test_it_is_not_ready_while_it_sends_its_sockets_elsewhere(
    rig: Rig, clinic: Practice, start_server: StartServer
) -> None:
    server = start_server(rig.pair.database_url, rig.pair.bus_url, grace_seconds=3600)

    async with Api.at(server.address, clinic) as api, AsyncExitStack() as stack:
        for _ in range(MANY):
            await stack.enter_async_context(api.raw_socket())
        await until_well(api)
        server.terminate()
        async with asyncio.timeout(PATIENCE):
            # On the connection that it has: nobody new is taken any more.
            while not (told := await parts_that_are_not_well(api)):
                pass

    assert told == {"process": "stopping"}
