"""The migrations make the tables that are declared, on both databases, and keep what is there."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from alembic import command
from sqlalchemy import CheckConstraint, Connection, MetaData, Table, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from db import tables
from db.migrate import configured, drift, migrate
from db.store import Store
from db.tables import attendances, audit_entries
from domain.attendances import AttendanceStatus
from domain.changes import ChangeKind
from domain.ids import Noun, new_key
from tests.conftest import BACKENDS, NewDatabase
from tests.live.soundness import rows
from tests.practice import NOON, Practice


async def test_migrating_from_nothing_leaves_no_drift(new_database: NewDatabase) -> None:
    store = Store(await new_database())

    async with store.transaction() as tx:
        await tx.run_sync(drift)
        kept = await tx.run_sync(checks)

    # Alembic does not compare these.
    declared = tables.metadata.tables.values()
    assert kept == {
        str(check.name)
        for table in declared
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    await store.close()


def checks(connection: Connection) -> set[str]:
    """The names of all checks in the database."""
    looked = inspect(connection)
    names = looked.get_table_names()
    return {str(check["name"]) for name in names for check in looked.get_check_constraints(name)}


@pytest_asyncio.fixture(params=BACKENDS)
async def of_the_first_tables(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Store]:
    """A database that has had the first migration alone."""
    url = (
        f"sqlite:///{tmp_path / 'old.db'}"
        if request.param == "sqlite"
        else await request.getfixturevalue("postgres").database()
    )
    store = Store(url)
    async with store.transaction() as tx:
        await tx.run_sync(lambda it: command.upgrade(configured(it), "0001"))
    yield store
    await store.close()


async def test_the_addresses_of_two_practices_are_kept_and_may_meet_from_then_on(
    of_the_first_tables: Store,
) -> None:
    store, rows = of_the_first_tables, people()
    async with store.transaction() as tx:
        for name, row in rows:
            await tx.run_sync(put, name, row)

    await migrate(store)

    async with store.transaction() as tx:
        await tx.run_sync(drift)
        for name, row in rows:
            found = await tx.run_sync(got, name, row["id"])
            assert {column: found[column] for column in row} == row
        twin = {**rows[2][1], "id": new_key(), "organization_id": rows[3][1]["id"]}
        await tx.run_sync(put, "members", twin)
    with pytest.raises(IntegrityError):
        async with store.transaction() as tx:
            await tx.run_sync(put, "members", {**twin, "id": new_key()})


async def test_references_are_looked_after_again_once_migrated(of_the_first_tables: Store) -> None:
    store, rows = of_the_first_tables, people()

    await migrate(store)

    with pytest.raises(IntegrityError):
        async with store.transaction() as tx:
            await tx.run_sync(put, "members", rows[2][1])


def people() -> list[tuple[str, dict[str, Any]]]:
    """A practice with a member and a client of a case, and another practice: rows by table, each
    after what it refers to.
    """
    here, there, place, member, client = (new_key() for _ in range(5))
    zone = {"time_zone": "UTC", "currency": "USD", "created_at": NOON}
    own = {"organization_id": here, "created_at": NOON}
    named = {"given_name": "Ada", "family_name": "King", "search_name": "ada king"}
    return [
        ("organizations", {"id": here, "name": "Harbor", **zone}),
        ("locations", {"id": place, "name": "Pier", **own}),
        (
            "members",
            {"id": member, "name": "Ruth", "email": "r@x.example", "role": "OWNER", **own},
        ),
        ("organizations", {"id": there, "name": "Lakeside", **zone}),
        ("clients", {"id": client, "email": "ada@x.example", **named, **own}),
        (
            "cases",
            {
                "id": new_key(),
                "client_id": client,
                "location_id": place,
                "supervisor_id": member,
                "title": "Knee",
                **own,
            },
        ),
    ]


def put(connection: Connection, name: str, row: Mapping[str, Any]) -> None:
    """Insert a row."""
    connection.execute(insert(declared(name, row)), [row])


def got(connection: Connection, name: str, key: Any) -> Mapping[str, Any]:
    """The row with the key."""
    table = tables.metadata.tables[name]
    return dict(connection.execute(select(table).where(table.c.id == key)).one()._mapping)


def declared(name: str, row: Mapping[str, Any]) -> Table:
    """The table with no columns but the row's, because the old one may have had no others."""
    columns = tables.metadata.tables[name].c
    return Table(name, MetaData(), *[columns[each]._copy() for each in row])


async def test_what_was_chosen_before_it_was_kept_is_taken_from_the_audit(
    practice: Practice,
) -> None:
    async with practice.store.transaction() as tx:
        await tx.run_sync(lambda connection: command.downgrade(configured(connection), "0002"))
    done = AttendanceStatus.COMPLETED
    keys = [await practice.add_attendance(status=done) for _ in range(3)]
    for key, after in zip(keys, ({"withoutConsuming": True}, {}), strict=False):
        await audited(practice, key, {"status": "COMPLETED", **after})

    async with practice.store.transaction() as tx:
        await tx.run_sync(lambda connection: command.upgrade(configured(connection), "head"))

    kept = {row.id: row.without_consuming for row in await rows(practice, attendances)}
    assert [kept[key] for key in keys] == [True, False, False]


async def audited(practice: Practice, attendance: UUID, after: dict[str, object]) -> None:
    """What the audit says of a completing."""
    what = {"kind": ChangeKind.ATTENDANCE_COMPLETED, "noun": Noun.ATTENDANCE}
    who = {"actor_id": practice.people["manager"], "noun_id": attendance}
    await practice.add(audit_entries, **what, **who, before={}, after=after)
