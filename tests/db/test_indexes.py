"""Whatever lists find rows by leads an index, behind the organization (decision 6)."""

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.engine.interfaces import ReflectedIndex

from tests.practice import Practice

# By which columns the rows of a table are listed: those of whatever they belong to.
LISTED: dict[str, tuple[str, ...]] = {
    "attendances": ("session_id", "client_id", "case_id", "cycle_id"),
    "cycles": ("case_id",),
    "entries": ("cycle_id", "attendance_id"),
    "items": ("clinician_id", "service_id", "session_id"),
    "milestones": ("cycle_id",),
    "sessions": ("location_id", "starts_at"),
    "todos": (
        "assignee_id",
        "location_id",
        "client_id",
        "case_id",
        "cycle_id",
        "session_id",
        "milestone_id",
    ),
}


def led_by(connection: Connection, table: str) -> set[str | None]:
    """The columns that stand first behind the organization in an index of all rows of the table."""
    found = inspect(connection)
    whole = [each for each in found.get_indexes(table) if not _is_partial(each)]
    unique = found.get_unique_constraints(table)
    columns = [index["column_names"] for index in whole] + [
        [*each["column_names"]] for each in unique
    ]
    return {names[1] for names in columns if names[0] == "organization_id" and names[1:]}


def _is_partial(index: ReflectedIndex) -> bool:
    return any(name.endswith("_where") for name in index.get("dialect_options", {}))


@pytest.mark.parametrize("table", LISTED)
async def test_rows_are_found_by_what_they_belong_to(practice: Practice, table: str) -> None:
    async with practice.store.reading() as tx:
        led = await tx.run_sync(led_by, table)

    assert set(LISTED[table]) <= led


@pytest.mark.parametrize("table", ["members", "clients"])
async def test_who_is_signed_in_is_found_without_their_practice(
    practice: Practice, table: str
) -> None:
    async with practice.store.reading() as tx:
        found = await tx.run_sync(lambda connection: inspect(connection).get_indexes(table))

    assert ["id"] in [index["column_names"] for index in found]
