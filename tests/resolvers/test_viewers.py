"""Who somebody is, looked up once for all who ask, and anew once it is known to have changed."""

import asyncio

import pytest
from sqlalchemy import update

from db import viewers
from db.store import Store
from db.tables import members
from domain.access import Role, Viewer
from domain.ids import Noun
from resolvers.viewers import Register
from tests.practice import Practice
from tests.serving import until

MANY = 50


class Looks:
    """Looks at viewers, counted; each can be kept back once it has seen who it looks for."""

    def __init__(self) -> None:
        self.count = 0
        self.free = asyncio.Event()
        self.free.set()
        self._find = viewers.find

    async def find(self, store: Store, noun: Noun, key: object) -> Viewer | None:
        found = await self._find(store, noun, key)  # type: ignore[arg-type]
        self.count += 1
        await self.free.wait()
        return found


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    looks = Looks()
    monkeypatch.setattr(viewers, "find", looks.find)
    return looks


def register_of(practice: Practice) -> Register:
    return Register(practice.store)


async def test_all_who_ask_at_once_share_one_look(practice: Practice, looks: Looks) -> None:
    register, key = register_of(practice), practice.people["staff"]

    found = await asyncio.gather(*[register.viewer(Noun.MEMBER, key) for _ in range(MANY)])

    assert {each.role for each in found if each} == {Role.STAFF}
    assert looks.count == 1


async def test_whoever_leaves_takes_the_look_from_nobody(practice: Practice, looks: Looks) -> None:
    register, key = register_of(practice), practice.people["staff"]
    looks.free.clear()
    leaver, other = (asyncio.create_task(register.viewer(Noun.MEMBER, key)) for _ in range(2))
    await until(lambda: looks.count == 1)

    leaver.cancel()
    looks.free.set()

    assert await other is not None
    assert looks.count == 1


async def test_what_another_process_has_changed_is_seen_within_a_second(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, key, now = register_of(practice), practice.people["staff"], 1000.0
    monkeypatch.setattr("resolvers.viewers.time.monotonic", lambda: now)
    assert await register.viewer(Noun.MEMBER, key) is not None
    async with practice.store.transaction() as tx:
        retired = update(members).where(members.c.id == key).values(is_active=False)
        await tx.execute(retired)

    now += 1.0

    assert await register.viewer(Noun.MEMBER, key) is None


async def test_once_it_is_known_to_have_changed_no_older_look_is_believed(
    practice: Practice, looks: Looks
) -> None:
    register, key = register_of(practice), practice.people["staff"]
    looks.free.clear()
    early = asyncio.create_task(register.viewer(Noun.MEMBER, key))
    await until(lambda: looks.count == 1)
    async with practice.store.transaction() as tx:
        retired = update(members).where(members.c.id == key).values(is_active=False)
        await tx.execute(retired)

    register.forget(Noun.MEMBER, key)
    late = asyncio.create_task(register.viewer(Noun.MEMBER, key))
    await until(lambda: looks.count == 2)
    looks.free.set()
    await early

    assert await late is None
    assert await register.viewer(Noun.MEMBER, key) is None
