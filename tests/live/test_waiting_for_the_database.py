"""A process that is started before its database waits for it, and says for what."""

from pathlib import Path

from sqlalchemy import text

from db.reaching import why_away
from db.store import Store
from tests.api import Api
from tests.live.processes import Server
from tests.live.rig import Rig
from tests.practice import Practice
from tests.serving import until


async def test_it_waits_in_one_line_and_then_serves(
    rig: Rig, clinic: Practice, tmp_path: Path
) -> None:
    password = "nobody-reads-this"
    url = rig.pair.database_url.replace("postgres@", f"postgres:{password}@")
    server = Server(url, "memory://", tmp_path / "log")
    rig.postgres.stop()
    try:
        server.begin()
        log = tmp_path / "log"
        await until(lambda: "waiting" in log.read_text(), seconds=60)
        rig.postgres.start()
        server.wait()
        async with Api.at(server.address, clinic) as api:
            viewer = await api.read("Viewer")
    finally:
        server.kill()
    told = server.news()

    assert viewer["role"] == "CLINIC_MANAGER"
    assert told.index("waiting for the database") < told.index("serving")
    assert "Connect call failed" in told
    assert password not in told


async def test_one_that_goes_while_it_is_looked_at_is_away(rig: Rig) -> None:
    store = Store(rig.pair.database_url)

    async def look(store: Store) -> None:
        async with store.reading() as tx:
            rig.postgres.stop(gently=False)
            await tx.execute(text("SELECT 1"))

    try:
        why = await why_away(store, look)
    finally:
        rig.postgres.start()
        await store.close()

    assert why
