"""Those who follow a question are told where that takes no waiting, and woken where it does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest

from realtime.question import Answer, Ear, Group, Question
from tests.serving import until


async def nothing() -> None:
    """Nothing has to be seen first."""


@dataclass
class Follower:
    """What one was told by ear, and what they were woken for. `may` says whether they can be told;
    `look` is what has to be seen before, if anything.
    """

    whose: str
    may: Callable[[], bool] = lambda: True
    look: Callable[[], Awaitable[object]] = nothing
    told: list[Answer] = field(default_factory=list)
    woken: list[Answer] = field(default_factory=list)

    async def follow(self, group: Group) -> None:
        """Follow the question for ever."""
        await group.settled()
        seen, ear = 0, Ear(self.whose, self.look, self._tell)
        while True:
            seen, answer = await group.newer_than(seen, ear)
            self.woken.append(answer)

    def _tell(self, answer: Answer) -> bool:
        if self.may():
            self.told.append(answer)
        return self.may()


@dataclass
class Asked:
    """A question whose answer is put here."""

    answer: str = "first"

    async def run(self) -> Answer:
        """The answer."""
        return self.answer


@asynccontextmanager
async def followed(*followers: Follower) -> AsyncIterator[Callable[[str], None]]:
    """Have them follow a question and know its first answer; yields what gives it another."""
    asked = Asked()
    group = Group(Question("question", {}, False, asked.run))

    def change(answer: str) -> None:
        asked.answer = answer
        group.soil()

    group.soil()
    tasks = [asyncio.create_task(follower.follow(group)) for follower in followers]
    await until(lambda: all(follower.woken == ["first"] for follower in followers))
    yield change
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    group.close()


async def test_who_can_be_told_is_told_and_not_woken() -> None:
    one = Follower("one")

    async with followed(one) as change:
        change("second")
        await until(lambda: one.told == ["second"])
        change("third")
        await until(lambda: len(one.told) == 2)

    assert (one.told, one.woken) == (["second", "third"], ["first"])


async def test_who_cannot_be_told_is_woken_for_the_newest() -> None:
    busy = Follower("one", may=lambda: False)

    async with followed(busy) as change:
        change("second")
        await until(lambda: busy.woken == ["first", "second"])

    assert busy.told == []


async def test_who_they_are_is_looked_up_once_for_all_their_screens() -> None:
    looks: list[str] = []

    async def look(whose: str) -> None:
        looks.append(whose)

    screens = [
        Follower(whose, partial(looks.__contains__, whose), partial(look, whose))
        for whose in ("one", "one", "one", "other")
    ]
    async with followed(*screens) as change:
        change("second")
        await until(lambda: all(screen.told == ["second"] for screen in screens))

    assert sorted(looks) == ["one", "other"]
    assert [screen.woken for screen in screens] == [["first"]] * 4


async def test_who_cannot_be_looked_up_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.question.LOOK_SECONDS", 0.01)
    quick = Follower("quick")
    stuck = Follower("stuck", may=lambda: False, look=asyncio.Event().wait)

    async with followed(quick, stuck) as change:
        change("second")
        await until(lambda: stuck.woken == ["first", "second"])
        change("third")
        await until(lambda: stuck.woken == ["first", "second", "third"])

    assert quick.told == ["second", "third"]
