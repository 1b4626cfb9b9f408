"""A practice to change without HTTP, from tests that are not asynchronous themselves."""

import asyncio
import json
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from db.reading.asked import Asked, Run, Shape
from db.reading.plan import Plan, plan_records
from db.store import Store
from db.work import Work
from domain.access import Role, Viewer
from domain.errors import DomainError, Refused
from domain.ids import Noun, public_id
from resolvers.house import House
from resolvers.outcome import Answer, Change, Outcome
from resolvers.perform import perform
from resolvers.viewers import Register
from tests.practice import Practice, found_practice
from tests.rules.record import Record

FIELDS: dict[Noun, tuple[str, ...]] = {
    Noun.CYCLE: (
        "authorized",
        "carried_in",
        "consumed",
        "pending",
        "projected",
        "remaining",
        "unbooked",
        "percent_consumed",
    ),
    Noun.CASE: (
        "sessions_done",
        "sessions_booked",
        "sessions_left",
        "percent_done",
        "percent_booked",
    ),
    Noun.ATTENDANCE: ("is_consuming", "why_not_consuming"),
}
Result = TypeVar("Result")


class Silent:
    """A bus that nobody listens to."""

    def ring(self, organization: UUID, head: int) -> None:
        """Say nothing."""


@dataclass
class Ground:
    """A practice in a database of its own, changed by its clinic manager and its owner."""

    runner: asyncio.Runner
    practice: Practice
    house: House
    viewer: Viewer
    plans: dict[Noun, Plan] = field(init=False)
    # How often each change was made, by its function; what was refused does not count.
    made: Counter[str] = field(default_factory=Counter)
    # The ledger as it was seen last.
    ledger: set[tuple[Any, ...]] = field(default_factory=set)
    record: Record = field(default_factory=Record)

    def __post_init__(self) -> None:
        self.plans = {noun: plan_of(noun, self.practice.store, self.viewer) for noun in FIELDS}

    @classmethod
    def on(cls, runner: asyncio.Runner, url: str) -> "Ground":
        """A practice in the database."""
        store = Store(url)
        practice = runner.run(found_practice(store))
        house = House(store, Silent(), Register(store))  # type: ignore[arg-type]
        manager = practice.people["manager"]
        viewer = Viewer(manager, Role.CLINIC_MANAGER, practice.organization)
        return cls(runner, practice, house, viewer)

    def run(self, made: Coroutine[Any, Any, Result]) -> Result:
        """Wait for it."""
        return self.runner.run(made)

    @property
    def owner(self) -> Viewer:
        """Who sets the practice up."""
        return replace(self.viewer, key=self.practice.people["owner"], role=Role.OWNER)

    def change(self, change: "partial[Any]", by: Viewer | None = None) -> Outcome | None:
        """What the change did; None where the rules refused it. Anything else raises."""
        act: Change = change
        try:
            outcome = self.run(perform(self.house, by or self.viewer, act, show_nothing))[0]
        except (DomainError, Refused):
            return None
        self.made[f"{change.func.__module__}.{change.func.__name__}"] += 1
        return outcome

    def read(self, noun: Noun, keys: Sequence[UUID], now: datetime) -> list[dict[str, Any]]:
        """What is derived of the records, as a compiled read answers it."""
        plan, ids = self.plans[noun], [public_id(noun, key) for key in keys]
        values = plan.values(Run(self.viewer, ids, now))
        found: list[dict[str, Any]] = json.loads(
            self.run(self.practice.store.read(plan.sql, values))
        )
        return found


async def show_nothing(work: Work, outcome: Outcome) -> Answer:
    """An empty payload."""
    return {}


def plan_of(noun: Noun, store: Store, viewer: Viewer) -> Plan:
    """The compiled read of what is derived of records by their ids."""
    children = tuple(Asked(name, name, {}, lambda _: {}) for name in FIELDS[noun])
    asked = Asked("records", "records", {"ids": None}, lambda ids: {"ids": ids}, children)
    return plan_records(noun, asked, Shape.of(viewer), store.json)
