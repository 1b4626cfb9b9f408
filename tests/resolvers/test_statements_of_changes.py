"""How many statements a change takes does not grow with what there is already."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from db import tables
from tests.api import Api
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import Care, add_todo, furnish, put
from tests.schema.inputs import IDS, accepted

MORE = 12


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def noted(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", noted)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", noted)


async def furnished(practice: Practice, more: int) -> Care:
    """The usual, and so many more treated and booked sessions and todos of every cycle there is."""
    care = await furnish(practice)
    for case, cycle in ((care.case, care.cycle), (care.quiet, care.stopped)):
        await put(practice, tables.cycles, cycle, authorized=1000)
        own, key = (UUID(id.rpartition("_")[2]) for id in (case, cycle))
        async with practice.together():
            await practice.add_consumed(own, key, more)
            for nth in range(more if cycle == care.cycle else 0):
                await practice.add_attendance(own, key, NOON + TOMORROW * (nth + 9))
                await add_todo(practice, own, key, practice.location, "Call")
    return care


@pytest.mark.parametrize("name", IDS)
async def test_a_change_takes_as_many_statements_however_much_there_is(
    api: Api, practice: Practice, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    # Who asks is looked up once a second, whatever is asked.
    monkeypatch.setattr("resolvers.viewers.FRESH_SECONDS", 3600)
    owner, taken = api.as_("owner"), {}

    # The first one opens a connection.
    for more in (0, 0, MORE):
        care = await furnished(practice, more)
        # All want the same hour.
        over = {"overrideConflicts": True} if name in ("SessionBook", "SessionReschedule") else {}
        input = {**accepted(name, care), **over}
        with counted() as sent:
            done = await owner.run(name, **input)
        assert done["errors"] == []
        taken[more] = len(sent)

    assert taken[MORE] == taken[0]
    assert 0 < taken[0] < 50
