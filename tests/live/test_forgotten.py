"""Changes are kept for some days; whoever comes back later is told so, once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from db.pruning import forget
from db.tables import changes
from tests.live.conftest import opened
from tests.live.followers import Follower, number_of
from tests.live.inside import Inside
from tests.live.scene import Edge, at_the_edge
from tests.live.soundness import rows
from tests.practice import NOON, Practice

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _small_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.pruning.BITE", 4)


async def written(inside: Inside, count: int = 5) -> list[str]:
    """Twice as many changes; the cursors, from before the first on."""
    edge: Edge = await at_the_edge(inside.practice, 0, left_open=count, authorized=100)
    follower = Follower(inside.api)
    async with follower.connected() as view:
        start = follower.cursor or ""
        for attendance in edge.open:
            await inside.api.run("AttendanceComplete", attendanceId=attendance)
        await follower.hear_up_to(view, 2 * count)
    return [start, *follower.seen]


async def dated(practice: Practice, *days: int) -> None:
    """Have the changes been made so many days after noon, in their order."""
    async with practice.store.transaction() as tx:
        for number, day in enumerate(days, 1):
            own = (changes.c.organization_id == practice.organization, changes.c.number == number)
            await tx.execute(update(changes).where(*own).values(at=NOON + day * DAY))


async def kept(practice: Practice) -> list[int]:
    """The numbers that are there."""
    return sorted(row.number for row in await rows(practice, changes))


@pytest.mark.parametrize(
    ("days", "left"),
    [
        ([0] * 10, [10]),
        ([0] * 4 + [9] * 6, [*range(5, 11)]),
        ([0] * 9 + [9], [10]),
        ([9] * 10, [*range(1, 11)]),
        # A change may be committed before one that began earlier: that leaves no gap either.
        ([0, 0, 9, 0, 0, 0, 9, 9, 9, 9], [*range(3, 11)]),
        ([0, 0, 0, 9, 0, 0, 9, 9, 9, 9], [*range(4, 11)]),
    ],
)
async def test_what_is_older_goes_from_the_beginning_on_and_the_newest_stays(
    inside: Inside, days: list[int], left: list[int]
) -> None:
    await written(inside)
    await dated(inside.practice, *days)

    gone = 0
    while bite := await forget(inside.practice.store, NOON + 5 * DAY):
        assert bite <= 4
        gone += bite

    assert await kept(inside.practice) == left
    assert gone == 10 - len(left)


async def test_several_processes_may_forget_at_once(inside: Inside) -> None:
    await written(inside)
    await dated(inside.practice, *[0] * 6, *[9] * 4)

    async def all_of_it() -> int:
        async with opened(inside.practice.url) as store:
            gone = 0
            while bite := await forget(store, NOON + 5 * DAY):
                gone += bite
            return gone

    gone = await asyncio.gather(*[all_of_it() for _ in range(4)])

    assert sum(gone) == 6
    assert await kept(inside.practice) == [7, 8, 9, 10]


async def test_from_every_cursor_that_is_kept_one_goes_on_and_from_no_other(inside: Inside) -> None:
    cursors = await written(inside)
    await dated(inside.practice, *[0] * 6, *[9] * 4)
    while await forget(inside.practice.store, NOON + 5 * DAY):
        pass

    followers = [Follower(inside.api, cursor=cursor) for cursor in cursors]
    for follower in followers:
        async with follower.connected():
            pass

    assert [follower.resyncs for follower in followers] == [1] * 7 + [0] * 4
    told = [follower.numbers for follower in followers]
    assert told == [[]] * 7 + [[8, 9, 10], [9, 10], [10], []]
    assert {number_of(follower.cursor or "") for follower in followers} == {10}


@pytest.fixture
def busy_housekeeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that looks after its house all the time."""
    monkeypatch.setattr("resolvers.housekeeping.EVERY_SECONDS", 0.02)


@pytest.mark.usefixtures("busy_housekeeping")
async def test_a_server_forgets_after_seven_days_by_itself(inside: Inside) -> None:
    cursors = await written(inside)
    assert await kept(inside.practice) == [*range(1, 11)]

    inside.late = timedelta(days=7, minutes=1)
    await wait_for_housekeeping(inside.practice, [10])

    early, late = Follower(inside.api, cursor=cursors[3]), Follower(inside.api, cursor=cursors[-1])
    inside.late = timedelta()
    for follower in (early, late):
        async with follower.connected():
            pass
    assert (early.resyncs, late.resyncs) == (1, 0)


async def wait_for_housekeeping(practice: Practice, left: list[int]) -> None:
    """Wait until no others are kept."""
    async with asyncio.timeout(10):
        while await kept(practice) != left:  # noqa: ASYNC110 - it is the server's doing
            await asyncio.sleep(0.02)
