"""Questions of every kind that viewers of every kind may have open."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle, islice
from random import Random
from typing import TypeAlias

from graphql import FieldNode, GraphQLInputType, OperationType, SelectionSetNode, ValueNode

from db.reading.asked import Run, Shape
from db.reading.plan import Plan
from domain.access import Viewer
from resolvers.reading import answer_one
from schema.parsing import Unfit
from tests.api import Json
from tests.practice import NOON, Practice
from tests.reading.agreement import Side, viewers_of
from tests.reading.loading import Everything, everything
from tests.reading.reference import SDL
from tests.reading.trees import Tree
from tests.reading.values import Values
from tests.reading.walks import ROOTS, Walk
from tests.reading.world import NOUNS
from tests.reading.writing import Writer
from tests.waking.chains import chains
from tests.waking.stories import Scene

Document: TypeAlias = tuple[str, Callable[[], Sequence[Json]]]
"""The text, and what draws variables for it from the records that are there now."""

# Of each table the first rows, which everything shares, and the last, which change next.
FIRST, LAST = 2, 6
# The audit is touched by every change.
ASKED = tuple(root for root in ROOTS if root != "audit")


@dataclass(frozen=True)
class Screen:
    """One question in the hands of one viewer; `told` is for people."""

    told: str
    plan: Plan
    run: Run


class Slots(Writer):
    """Writes every argument as a variable, so that a document is planned once for all values."""

    def value(self, tree: Tree, kind: GraphQLInputType) -> ValueNode:
        return self.variable(tree, kind)


@dataclass(frozen=True)
class Near(Values):
    """Draws mostly what the next change is about."""

    about: dict[str, list[str]] = field(default_factory=dict)

    def id(self, typename: str | None = None) -> str:
        near = self.about.get(NOUNS[typename]) if typename else None
        return self.rng.choice(near) if near and self.chance(0.8) else super().id(typename)

    def each(self, typename: str) -> list[Json]:
        """Each record of the type that the next change is about, or any one."""
        near = self.about.get(NOUNS[typename]) or [super().id(typename)]
        return [{"id": id} for id in near]


class Screens:
    """All chains of relations, and as many random walks as wanted; opened again and again."""

    def __init__(self, practice: Practice, walks: int, deepest: int) -> None:
        self.side = Side(practice.store)
        self.values = Near({}, Random(7))
        self.walks, self.deepest = walks, deepest
        self.turns = count()
        self.documents: list[Document] = []

    async def opened(self, scene: Scene) -> list[Screen]:
        """As many of the documents as the scene wants, the next ones each time, with moments of
        now and mostly its ids.
        """
        self.values.about.clear()
        for id in scene.about:
            self.values.about.setdefault(id.partition("_")[0], []).append(id)
        rows = await everything(self.side.store)
        recent = {table: found[:FIRST] + found[FIRST:][-LAST:] for table, found in rows.items()}
        self.values.everything.update(recent)
        self.documents = self.documents or [*self._chained(), *self._walked()]
        # Each document stays with one shape of rights, so that it is planned once.
        held = [*zip(self.documents, cycle(_of_each_shape(rows)), strict=False)]
        mine = held[next(self.turns) % scene.shares :: scene.shares]
        return [
            self._open(text, given, viewer) for (text, draw), viewer in mine for given in draw()
        ]

    def _chained(self) -> Iterator[Document]:
        for typename, text in chains(self.deepest):
            yield text, partial(self.values.each, typename)

    def _walked(self) -> Iterator[Document]:
        drawn = (self._walk(Random(seed)) for seed in count())
        return islice(filter(self._is_one, drawn), self.walks)

    def _walk(self, rng: Random) -> Document:
        writer = Slots(rng)
        assert SDL.query_type
        name = rng.choice(ASKED)
        walk = Walk(self.values, writer)
        field: FieldNode = walk.field(SDL.query_type.fields[name], name, 0, 1)
        whole = SelectionSetNode(selections=(field,))
        return writer.document(whole, OperationType.QUERY), partial(writer.runs, 1)

    def _is_one(self, drawn: Document) -> bool:
        """Whether it is a document: chance may give two different fields one name."""
        try:
            return self.side.documents.operation(drawn[0], None) is not None
        except Unfit:
            return False

    def _open(self, text: str, given: Json, viewer: Viewer) -> Screen:
        documents = self.side.documents
        operation = documents.operation(text, None)
        run = Run(viewer, documents.variables(operation, given), NOON)
        (plan,) = documents.plans_of(operation, run.variables, Shape.of(viewer))
        return Screen(f"{viewer.role} {given}\n{text}", plan, run)

    async def answers(self, screens: Sequence[Screen]) -> list[str | None]:
        """What each answers now."""
        store = self.side.store
        return [await answer_one(store, s.plan, s.plan.values(s.run)) for s in screens]


def _of_each_shape(rows: Everything) -> list[Viewer]:
    """One viewer for each way in which rights steer a question."""
    return [*{Shape.of(viewer): viewer for viewer in viewers_of(rows)}.values()]
