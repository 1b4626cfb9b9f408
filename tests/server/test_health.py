"""Whether a process says that it is well. How it bears what is away is tried in tests/live/."""

from pathlib import Path

import pytest

from tests.api import Api, Json
from tests.server.conftest import Serve
from tests.serving import serving

WELL = dict.fromkeys(("process", "database", "migrations", "bus", "feed"), "ok")


async def readiness(api: Api, asked: str = "") -> tuple[int, Json]:
    """The status, and what is said of the parts."""
    answer = await api.http.get(f"/readyz{asked}")
    body: Json = answer.json()
    assert body["ready"] == (answer.status_code == 200)
    return answer.status_code, body["parts"]


async def test_a_process_that_is_well_says_so_of_each_part(api: Api) -> None:
    alive = await api.http.get("/healthz")

    assert await readiness(api) == (200, WELL)
    assert (alive.status_code, alive.json()) == (200, {"alive": True})
    assert alive.headers["cache-control"] == "no-store"


async def test_a_database_without_this_versions_tables_is_behind(api: Api, tmp_path: Path) -> None:
    async with serving(f"sqlite:///{tmp_path}/empty.db") as address:
        ready = await api.http.get(f"http://{address}/readyz")
        alive = await api.http.get(f"http://{address}/healthz")
        without = await api.http.get(f"http://{address}/readyz?exclude=migrations")

    assert (ready.status_code, alive.status_code, without.status_code) == (503, 200, 200)
    assert ready.json()["parts"] == {**WELL, "migrations": "behind: run `caseload migrate`"}


async def test_a_database_of_a_newer_version_is_not_behind(serve: Serve) -> None:
    async with serve() as api:
        async with api.practice.store.transaction() as tx:
            await tx.exec_driver_sql("UPDATE alembic_version SET version_num = 'newer'")

        assert await readiness(api) == (200, WELL)


async def test_a_database_of_an_older_version_is_behind(serve: Serve) -> None:
    async with serve() as api:
        async with api.practice.store.transaction() as tx:
            await tx.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        status, parts = await readiness(api)

    assert (status, parts["migrations"]) == (503, "behind: run `caseload migrate`")


async def test_a_feed_that_cannot_be_read_is_stuck(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.health.STUCK_SECONDS", 0.01)
    async with serve() as api, api.watch("WatchTodos") as view:
        await view.next()
        async with api.practice.store.transaction() as tx:
            await tx.exec_driver_sql("ALTER TABLE feeds RENAME TO ruined")
        status, parts = 200, WELL
        while parts["feed"] == "ok":
            status, parts = await readiness(api)

    assert (status, parts) == (503, {**WELL, "feed": "stuck"})


async def test_a_part_that_there_is_not_cannot_be_left_out(serve: Serve) -> None:
    async with serve() as api:
        answer = await api.http.get("/readyz?exclude=bus&exclude=Zanzibar")

    assert answer.status_code == 400
    assert "database" in answer.json()["error"]
    assert "Zanzibar" not in answer.text
