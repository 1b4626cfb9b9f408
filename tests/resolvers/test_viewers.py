"""Who asks is looked up once a second, however many of their questions come at once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from db.migrate import migrate
from db.store import Store
from domain.ids import Noun, new_key
from realtime.bus import Bus
from resolvers.house import House
from resolvers.viewers import Register
from tests.practice import Practice


def register_of(store: Store) -> Register:
    return Register(House(store, Bus.open("memory://")))


def looks_of(store: Store) -> list[str]:
    """The statements that the store's engine runs from now on."""
    ran: list[str] = []

    @event.listens_for(store.engine.sync_engine, "before_cursor_execute")
    def told(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        ran.append(statement)

    return ran


async def test_who_asks_many_things_at_once_is_looked_up_once(practice: Practice) -> None:
    register, looks = register_of(practice.store), looks_of(practice.store)
    manager = practice.people["manager"]

    found = await asyncio.gather(*[register.viewer(Noun.MEMBER, manager) for _ in range(20)])

    assert [viewer.key for viewer in found if viewer] == [manager] * 20
    assert len(looks) == 1


async def test_who_gives_up_waiting_does_not_stop_the_others(practice: Practice) -> None:
    register, manager = register_of(practice.store), practice.people["manager"]
    first, second = [asyncio.ensure_future(register.viewer(Noun.MEMBER, manager)) for _ in range(2)]
    await asyncio.sleep(0)

    first.cancel()

    found = await second
    assert first.cancelled()
    assert found is not None
    assert found.key == manager


async def test_a_look_that_failed_is_made_again(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/empty.db")
    register, nobody = register_of(store), new_key()
    with pytest.raises(OperationalError):
        await register.viewer(Noun.MEMBER, nobody)

    await migrate(store)

    assert await register.viewer(Noun.MEMBER, nobody) is None
    await store.close()
