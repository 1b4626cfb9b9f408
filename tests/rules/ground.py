"""A practice to change without HTTP, from tests that are not asynchronous themselves."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from db.reading.asked import Asked, Run, Shape
from db.reading.plan import Plan, plan_record
from db.store import Store
from db.work import Work
from domain.access import Role, Viewer
from domain.errors import DomainError, Refused
from domain.ids import Noun, public_id
from resolvers.house import House, utc_now
from resolvers.outcome import Answer, Change, Outcome
from resolvers.perform import perform
from tests.practice import Practice, found_practice

NUMBERS = (
    "authorized",
    "carried_in",
    "consumed",
    "pending",
    "projected",
    "remaining",
    "unbooked",
    "percent_consumed",
)
Result = TypeVar("Result")


class Silent:
    """A bus that nobody listens to."""

    def ring(self, organization: UUID, head: int) -> None:
        """Say nothing."""


@dataclass
class Ground:
    """A practice in a database of its own, changed by its clinic manager."""

    runner: asyncio.Runner
    practice: Practice
    house: House
    viewer: Viewer
    plan: Plan = field(init=False)

    def __post_init__(self) -> None:
        self.plan = numbers_plan(self.practice.store, self.viewer)

    @classmethod
    def on(cls, runner: asyncio.Runner, url: str) -> "Ground":
        """A practice in the database."""
        store = Store(url)
        practice = runner.run(found_practice(store))
        house = House(store, Silent())  # type: ignore[arg-type]
        manager = practice.people["manager"]
        viewer = Viewer(manager, Role.CLINIC_MANAGER, practice.organization)
        return cls(runner, practice, house, viewer)

    def run(self, made: Coroutine[Any, Any, Result]) -> Result:
        """Wait for it."""
        return self.runner.run(made)

    def change(self, change: Change) -> Outcome | None:
        """What the change did; None where the rules refused it. Anything else raises."""
        try:
            return self.run(perform(self.house, self.viewer, change, show_nothing))[0]
        except (DomainError, Refused):
            return None

    def numbers(self, cycle: UUID) -> dict[str, Any]:
        """The cycle's numbers as a compiled read answers them."""
        run = Run(self.viewer, public_id(Noun.CYCLE, cycle), utc_now())
        store = self.practice.store
        found: dict[str, Any] = json.loads(
            self.run(store.read(self.plan.sql, self.plan.values(run)))
        )
        return found


async def show_nothing(work: Work, outcome: Outcome) -> Answer:
    """An empty payload."""
    return {}


def numbers_plan(store: Store, viewer: Viewer) -> Plan:
    """The compiled read of a cycle's numbers by its id."""
    children = tuple(Asked(name, name, {}, lambda _: {}) for name in NUMBERS)
    asked = Asked("cycle", "cycle", {"id": None}, lambda id: {"id": id}, children)
    return plan_record(Noun.CYCLE, asked, Shape.of(viewer), store.json)
