"""The migrations make the tables that are declared, on both databases."""

from uuid import UUID

from alembic import command

from db.migrate import configured, drift
from db.store import Store
from db.tables import attendances, audit_entries
from domain.attendances import AttendanceStatus
from domain.changes import ChangeKind
from domain.ids import Noun
from tests.conftest import NewDatabase
from tests.live.soundness import rows
from tests.practice import Practice


async def test_migrating_from_nothing_leaves_no_drift(new_database: NewDatabase) -> None:
    store = Store(await new_database())

    async with store.transaction() as tx:
        await tx.run_sync(drift)

    await store.close()


async def test_what_was_chosen_before_it_was_kept_is_taken_from_the_audit(
    practice: Practice,
) -> None:
    async with practice.store.transaction() as tx:
        await tx.run_sync(lambda connection: command.downgrade(configured(connection), "0001"))
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
