"""One question put three ways: to SQLite, to PostgreSQL and to the reference."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db.reading.asked import Run, Shape
from db.store import Store
from domain.access import Role, Viewer, limit
from resolvers.reading import answer, bind
from schema import build_schema
from schema.documents import Documents, Operation
from schema.parsing import Rules, Unfit
from schema.weighing import Limits
from tests.practice import NOON
from tests.reading.loading import Everything
from tests.reading.reference import reference
from tests.reading.world import World

SCHEMA = build_schema().core
# Chance makes wider filters than anybody may send.
WIDER = Rules(Limits(filters=1000))


@dataclass
class Side:
    """The compiled reads over one database."""

    store: Store
    rules: Rules = WIDER

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Plan everything anew: a thousand documents that nobody asks again only slow Python."""
        self.documents = Documents(SCHEMA, self.store.json, self.rules)

    async def ask(self, viewer: Viewer, operation: Operation, variables: Mapping[str, Any]) -> str:
        """The data as canonical JSON."""
        given = self.documents.variables(operation, variables)
        plans = self.documents.plans_of(operation, given, Shape.of(viewer))
        answers = await answer(self.store, bind(plans, Run(viewer, given, NOON)))
        named = zip(plans, answers, strict=True)
        return canonical({plan.key: None if a is None else json.loads(a) for plan, a in named})


@dataclass
class Agreement:
    """Asks and counts."""

    seed: int
    everything: Everything
    sides: list[Side]
    runner: asyncio.Runner
    documents: int = 0
    runs: int = 0
    objects: int = 0
    viewers: list[Viewer] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.viewers = viewers_of(self.everything)

    def check(self, text: str, runs: list[dict[str, Any]]) -> None:
        """Every run of the document is answered alike by all three, for one viewer after the
        other. Fields of different types under one name are no document, and not counted.
        """
        operation = self.operation(text)
        if operation is None:
            return
        viewer = self.viewers[self.documents % len(self.viewers)]
        self.documents += 1
        if self.documents % 100 == 0:
            for side in self.sides:
                side.forget()
        for variables in runs:
            world = World(self.everything, viewer, NOON, self.shown)
            expected = canonical(reference(world, text, variables))
            for side in self.sides:
                told = self.runner.run(side.ask(viewer, operation, variables))
                where = f"seed {self.seed}, {side.store.url.get_backend_name()}, {viewer}"
                assert told == expected, differing(where, text, variables, told, expected)
            self.runs += 1
            self.objects += expected.count("{")

    def operation(self, text: str) -> Operation | None:
        """The valid document; None where chance gave two different fields one name."""
        try:
            return self.sides[0].documents.operation(text, None)
        except Unfit as unfit:
            if all("conflict" in error.message for error in unfit.errors):
                return None
            raise


def canonical(data: Any) -> str:
    """The same text for the same values in the same order: 40 and 40.0 are one number, true and 1
    are not.
    """
    return json.dumps(_plain(data), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def viewers_of(everything: Everything) -> list[Viewer]:
    """Everybody who can sign in, of both practices, in turns of practice."""
    members = [
        Viewer(r["id"], r["role"], r["organization_id"], limit(r["role"], r["location_id"]))
        for r in everything["members"]
        if r["is_active"]
    ]
    clients = [
        Viewer(r["id"], Role.CLIENT, r["organization_id"])
        for r in everything["clients"]
        if not r["is_archived"]
    ]
    return [*members, *clients[::2]]


def differing(where: str, text: str, variables: Any, told: str, expected: str) -> str:
    """What somebody needs to see who looks for the difference."""
    at = next((i for i, (a, b) in enumerate(zip(told, expected, strict=False)) if a != b), -1)
    around = slice(max(0, at - 200), at + 200)
    asked = f"{where}:\n{text}\n{json.dumps(variables)}\n"
    return f"{asked}told     …{told[around]}…\nexpected …{expected[around]}…"
