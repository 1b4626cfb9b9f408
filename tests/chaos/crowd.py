"""Everybody who has something open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final

from tests.api import Api, Json
from tests.chaos.agenda import Agenda
from tests.chaos.follower import Follower
from tests.chaos.front_end import FrontEnd
from tests.chaos.screens import Screen
from tests.chaos.site import Site
from tests.practice import NOON

SCREENS: Final = 60
FOLLOWERS: Final = 40
VIEWERS: Final = ("manager", "clinician")


@dataclass
class Crowd:
    """Who looks at what, and the clients that keep it open."""

    screens: list[Screen] = field(default_factory=list)
    followers: list[Follower] = field(default_factory=list)
    front_ends: list[FrontEnd] = field(default_factory=list)

    @property
    def comebacks(self) -> int:
        """How often somebody had to connect again."""
        return sum(each.connections - 1 for each in self.front_ends)

    async def stale(self, api: Api, head: int, seconds: float) -> list[Screen | Follower]:
        """Those who, though given so many seconds, do not show what a query answers now, or were
        not told of the feed up to its head.
        """
        distinct = {screen.key: screen for screen in self.screens}
        fresh = {key: await screen.fresh(api) for key, screen in distinct.items()}
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for screen in self.screens:
                    await screen.shows(fresh[screen.key])
                for follower in self.followers:
                    await follower.reaches(head)
        old = [screen for screen in self.screens if screen.shown != fresh[screen.key]]
        return [*old, *[follower for follower in self.followers if follower.at != head]]


def questions(agenda: Agenda) -> list[tuple[str, Json]]:
    """What front ends of the practice keep open."""
    week = {"from": NOON.isoformat(), "until": (NOON + timedelta(days=7)).isoformat()}
    calendars: list[Json] = [{**week, "clinicianId": id} for id in agenda.clinicians]
    return [
        ("Todos", {}),
        ("Todos", {"status": ["OPEN"], "first": 50}),
        *[("Case", {"id": id}) for id in agenda.cases],
        *[("Calendar", variables) for variables in (*calendars, week)],
    ]


@asynccontextmanager
async def gathered(agenda: Agenda, site: Site, api: Api, seed: str) -> AsyncIterator[Crowd]:
    """Everybody, at either process; whoever is sent away for good raises."""
    crowd = Crowd()
    asked = questions(agenda)
    for nth in range(SCREENS):
        viewer = VIEWERS[nth // len(asked) % len(VIEWERS)]
        crowd.screens.append(Screen(api.as_(viewer).token, *asked[nth % len(asked)]))
    crowd.followers += [Follower(api.token) for _ in range(FOLLOWERS)]
    addresses = [door.address for door in site.doors]
    everybody: list[Screen | Follower] = [*crowd.screens, *crowd.followers]
    for nth, each in enumerate(everybody):
        crowd.front_ends.append(each.front_end(addresses, Random(f"{seed} {nth}")))
    async with asyncio.TaskGroup() as staying:
        tasks = [staying.create_task(each.stay()) for each in crowd.front_ends]
        yield crowd
        for task in tasks:
            task.cancel()
