"""Whoever subscribes while changes run is shown what was done before, and the last that is done."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest_asyncio

from db.entries import Stretch
from db.feed import Heard
from domain.cursor import Cursor
from domain.keys import Keys
from realtime.bus import Bus
from realtime.hub import Hub
from realtime.question import Question
from tests.live.inside import Inside
from tests.live.scene import at_the_edge
from tests.live.views import View
from tests.serving import until

WRITES = 20
SUBSCRIBERS = 15
READS: Mapping[str, Sequence[Keys]] = {"paper": [{}]}
TOUCHED: Mapping[str, Keys] = {"paper": {}}


async def test_a_subscriber_that_comes_while_changes_run_never_misses_the_last(
    inside: Inside,
) -> None:
    edge = await at_the_edge(inside.practice, 0, left_open=WRITES, authorized=WRITES)
    answered = 0
    views: list[View] = []

    async def write() -> None:
        nonlocal answered
        for attendance in edge.open:
            await inside.api.run("AttendanceComplete", attendanceId=attendance)
            answered += 1

    async with AsyncExitStack() as stack:
        writing = asyncio.create_task(write())
        while not writing.done() and len(views) < SUBSCRIBERS:
            before = answered
            source = await stack.enter_async_context(inside.api.watch("WatchCase", id=edge.case))
            views.append(View(inside.api, "Case", {"id": edge.case}, source, await source.next()))
            assert views[-1].shown["cycles"][0]["consumed"] >= before
        await writing
        last = [await view.catch_up() for view in views]

    assert len(views) > 1
    assert [case["cycles"][0]["consumed"] for case in last] == [WRITES] * len(views)


async def test_what_is_done_while_the_first_answer_is_on_its_way_is_shown_next(
    inside: Inside,
) -> None:
    edge = await at_the_edge(inside.practice)

    async with inside.api.watch("WatchTodos") as todos:
        await todos.next()
        inside.hold(edge.case)
        async with inside.api.watch("WatchCase", id=edge.case) as view:
            await until(lambda: inside.reads(edge.case) == 1)
            await inside.api.run("AttendanceComplete", attendanceId=edge.open[0])
            await todos.until(lambda seen: seen["nodes"])
            inside.release()

            shown = [(await view.next())["cycles"][0]["consumed"] for _ in range(2)]

    assert shown == [7, 8]


@dataclass
class Paper:
    """A feed, and the one question whose answer is the feed's head. Each run waits at its gate."""

    head: int = 0
    looks: int = 0
    epoch: UUID = field(default_factory=uuid4)
    gates: list[asyncio.Event] = field(default_factory=list)

    async def feed(self, organization: UUID, place: Cursor | None) -> Heard:
        self.looks += 1
        end = Cursor(self.epoch, self.head, self.head)
        return Heard(end, {} if place == end else TOUCHED)

    async def read_on(self, organization: UUID, least: int, most: int) -> Stretch:
        raise NotImplementedError("nobody follows the changes here")

    async def run(self) -> str:
        answer = str(self.head)
        self.gates.append(gate := asyncio.Event())
        await gate.wait()
        return answer

    @property
    def question(self) -> Question:
        return Question("the head", READS, False, self.run)


@pytest_asyncio.fixture
async def bus() -> AsyncIterator[Bus]:
    bus = Bus.open("memory://")
    await bus.start()
    yield bus
    await bus.stop()


async def test_a_first_answer_holds_what_was_done_while_an_older_one_was_on_its_way(
    bus: Bus,
) -> None:
    paper, organization = Paper(), uuid4()
    hub = Hub(bus, paper.feed, paper.read_on)
    early, late = (hub.follow(organization, paper.question) for _ in range(2))

    first = asyncio.ensure_future(anext(early))
    await until(lambda: len(paper.gates) == 1)
    paper.head, looks = 1, paper.looks
    second = asyncio.ensure_future(anext(late))
    await until(lambda: paper.looks > looks)
    paper.gates[0].set()
    await until(lambda: len(paper.gates) == 2)
    paper.gates[1].set()

    assert await first == "0"
    assert await second == "1"
    await hub.stop()
