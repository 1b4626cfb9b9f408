"""What goes wrong. Each fault is really made, and is over when its function returns."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.chaos.site import Door, Site
from tests.chaos.writer import Writer
from tests.machines.cut import Cut, Wire

GRACE: Final = 15.0
"""Seconds in which a process that is asked to end must have ended."""


@dataclass
class Havoc:
    """Whom it strikes and for how long, by chance."""

    site: Site
    writer: Writer
    chance: Random

    def door(self) -> Door:
        """One of the processes."""
        return self.chance.choice(self.site.doors)

    async def lasts(self, shortest: float, longest: float) -> None:
        """Let a while pass, in seconds."""
        await asyncio.sleep(self.chance.uniform(shortest, longest))


Fault = Callable[[Havoc], Awaitable[None]]


async def killed_between_commit_and_bell(havoc: Havoc) -> None:
    """A process commits and answers; its bell is swallowed on the way, and it dies."""
    door = havoc.door()
    door.bus.wire = Wire.SWALLOWS
    (here,) = [each for each in havoc.writer.doors if each.address == door.address]
    await havoc.writer.make(havoc.writer.agenda.next(havoc.chance), [here])
    door.server.kill()
    door.bus.wire = Wire.PASSES
    await door.up()


async def killed(havoc: Havoc) -> None:
    """A process dies, whatever it is about to do."""
    door = havoc.door()
    door.server.kill()
    await havoc.lasts(0, 1)
    await door.up()


async def asked_to_end(havoc: Havoc) -> None:
    """A process is replaced, as by a deployment."""
    door = havoc.door()
    door.server.terminate()
    await asyncio.to_thread(door.server.ended, GRACE)
    await door.up()


async def front_ends_cut_off(havoc: Havoc) -> None:
    """Every connection of front ends to a process is reset."""
    havoc.door().front.cut()


async def front_ends_half_open(havoc: Havoc) -> None:
    """Front ends and a process hear nothing of each other, and nothing tells them."""
    await _mute(havoc, havoc.door().front)


async def bus_cut_off(havoc: Havoc) -> None:
    """A process loses its connections to Redis; the other has its own."""
    havoc.door().bus.cut()


async def bus_half_open(havoc: Havoc) -> None:
    """A process and Redis hear nothing of each other."""
    await _mute(havoc, havoc.door().bus)


async def database_cut_off(havoc: Havoc) -> None:
    """A process loses its connections to PostgreSQL, whatever was under way on them."""
    havoc.door().database.cut()


async def _mute(havoc: Havoc, wire: Cut) -> None:
    wire.wire = Wire.SWALLOWS
    await havoc.lasts(0.5, 3)
    wire.wire = Wire.PASSES


async def redis_restarted(havoc: Havoc) -> None:
    """Redis ends or dies, and is away for a while."""
    havoc.site.redis.stop(gently=havoc.chance.random() < 0.5)
    await havoc.lasts(0.1, 2)
    havoc.site.redis.start()


async def redis_frozen(havoc: Havoc) -> None:
    """Redis keeps its connections and does nothing."""
    havoc.site.redis.freeze()
    await havoc.lasts(0.5, 3)
    havoc.site.redis.thaw()


async def postgres_restarted(havoc: Havoc) -> None:
    """PostgreSQL ends as it is told to, and is away for a moment."""
    await _postgres_away(havoc, gently=True)


async def postgres_crashed(havoc: Havoc) -> None:
    """PostgreSQL dies, and recovers from its log."""
    await _postgres_away(havoc, gently=False)


async def _postgres_away(havoc: Havoc, *, gently: bool) -> None:
    havoc.site.postgres.stop(gently=gently)
    await havoc.lasts(0.1, 1)
    havoc.site.postgres.start()


# Two hands strike at once, each one fault after the other, so that faults meet.
HANDS: Final[Sequence[Sequence[Fault]]] = (
    (
        killed_between_commit_and_bell,
        killed,
        asked_to_end,
        front_ends_cut_off,
        front_ends_half_open,
        bus_cut_off,
        bus_half_open,
        database_cut_off,
    ),
    (redis_restarted, redis_frozen, postgres_restarted, postgres_crashed),
)


async def rage(site: Site, writer: Writer, seed: str, seconds: float) -> list[str]:
    """Break things for so long, each kind at least once, and mend everything; what was broken."""
    done: list[str] = []
    ends = asyncio.get_running_loop().time() + seconds
    async with asyncio.TaskGroup() as hands:
        for faults in HANDS:
            havoc = Havoc(site, writer, Random(f"{seed} {faults[0].__name__}"))
            hands.create_task(_strike(havoc, faults, ends, done))
    await site.heal()
    return done


async def _strike(havoc: Havoc, faults: Sequence[Fault], ends: float, done: list[str]) -> None:
    clock = asyncio.get_running_loop().time
    while clock() < ends:
        for fault in havoc.chance.sample(faults, len(faults)):
            await fault(havoc)
            done.append(fault.__name__)
            await havoc.lasts(0.1, 1)
