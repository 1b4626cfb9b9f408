"""The migrations make the tables that are declared, on both databases."""

from db.migrate import drift
from db.store import Store
from tests.conftest import NewDatabase


async def test_migrating_from_nothing_leaves_no_drift(new_database: NewDatabase) -> None:
    store = Store(await new_database())

    async with store.transaction() as tx:
        await tx.run_sync(drift)

    await store.close()
