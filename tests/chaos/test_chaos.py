"""While everything breaks nothing is lost or done twice; afterwards every screen is right."""

from db.tables import feeds
from tests.api import PATIENCE, Api
from tests.chaos.agenda import draw_up
from tests.chaos.crowd import gathered
from tests.chaos.faults import HANDS, rage
from tests.chaos.outcome import was_done_once
from tests.chaos.site import Site
from tests.chaos.writer import writing
from tests.live.soundness import rows
from tests.practice import Practice

CATCH_UP_SECONDS = 5.0


async def test_nothing_is_lost_or_done_twice_and_every_screen_comes_right(
    site: Site, clinic: Practice, seed: str, seconds: float
) -> None:
    print(f"to have the same again: SEED={seed}")
    agenda = await draw_up(clinic)
    async with (
        Api.at(site.doors[0].server.address, clinic) as api,
        writing(site, agenda, seed) as writer,
        gathered(agenda, site, api, seed) as crowd,
    ):
        assert await crowd.stale(api, await head(clinic), PATIENCE) == []

        async with writer.at_work():
            broken = await rage(site, writer, seed, seconds)
        stale = await crowd.stale(api, await head(clinic), CATCH_UP_SECONDS)

    print(
        f"{len(broken)} faults, {len(agenda.made)} changes, {writer.lost} answers lost, "
        f"{crowd.comebacks} times connected again"
    )
    assert stale == []
    every = list(range(1, await head(clinic) + 1))
    assert [follower.numbers for follower in crowd.followers] == [every] * len(crowd.followers)
    await was_done_once(agenda)
    assert {fault.__name__ for faults in HANDS for fault in faults} == set(broken)
    assert writer.lost > 0
    assert crowd.comebacks > len(crowd.front_ends)


async def head(clinic: Practice) -> int:
    """The number of the newest change."""
    (feed,) = await rows(clinic, feeds)
    return int(feed.head)
