"""What a plan gathers while it is made: bound values, the tables that it reads, fresh names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, FromClause, Table, bindparam
from sqlalchemy.types import TypeEngine, Uuid

from db.reading.asked import Args, Asked, Run, Shape
from db.reading.dialects import Json, Sql
from db.types import Instant, Word
from domain.access import Role
from domain.errors import Invalid
from domain.ids import Noun

LONGEST_LIST = 100

Maker: TypeAlias = Callable[[Run], object]
# (the row of the entity that the field belongs to, the question, the plan in the making) → SQL
Field: TypeAlias = Callable[[FromClause, Asked, "Frame"], Sql]
Filter: TypeAlias = Callable[[FromClause, "Given", "Frame"], ColumnElement[bool]]
Condition: TypeAlias = Callable[[FromClause, "Frame"], Sequence[ColumnElement[bool]]]


@dataclass(frozen=True, slots=True)
class Entity:
    """A readable noun: its table, its fields, and which of its rows a viewer may see."""

    noun: Noun
    typename: str
    table: Table
    fields: Mapping[str, Field]
    visible: Condition
    filters: Mapping[str, Filter] = field(default_factory=dict)
    sorts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Frame:
    """One statement in the making."""

    json: Json
    shape: Shape
    entities: Mapping[Noun, Entity]
    makers: dict[str, Maker] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    _aliases: int = 0

    @property
    def for_client(self) -> bool:
        """Whether the viewer is a client, who sees the least."""
        return self.shape.role is Role.CLIENT

    def row_of(self, entity: Entity) -> FromClause:
        """A fresh alias of the entity's table; the plan is known to read it."""
        return self.alias(entity.table)

    def alias(self, table: Table) -> FromClause:
        """A fresh alias of any table; the plan is known to read it."""
        self._aliases += 1
        self.reads.add(table.name)
        return _named(table, self._aliases)

    def bind(self, asked: Asked, pick: Callable[[Args], object], kind: TypeEngine[Any]) -> Sql:
        """A bound value taken from the field's arguments at each run."""
        args_of = asked.args_of
        return self._bound(f"p{len(self.makers)}", lambda run: pick(run.args(args_of)), kind)

    def organization(self) -> BindParameter[Any]:
        """The viewer's organization."""
        return self._bound("organization", lambda run: run.viewer.organization, Uuid())

    def viewer(self) -> BindParameter[Any]:
        """The viewer's own key."""
        return self._bound("viewer", lambda run: run.viewer.key, Uuid())

    def location(self) -> BindParameter[Any]:
        """The location that the viewer is limited to."""
        return self._bound("location", lambda run: run.viewer.location, Uuid())

    def role(self) -> BindParameter[Any]:
        """The viewer's role."""
        return self._bound("role", lambda run: run.viewer.role, Word(Role))

    def now(self) -> BindParameter[Any]:
        """The moment of the run."""
        return self._bound("now", lambda run: run.now, Instant())

    def _bound(self, name: str, make: Maker, kind: TypeEngine[Any]) -> BindParameter[Any]:
        self.makers[name] = make
        return bindparam(name, type_=kind)


@lru_cache(2048)
def _named(table: Table, number: int) -> FromClause:
    """The same alias for every plan, because making one costs as much as using it many times."""
    return table.alias(f"t{number}")


@dataclass(frozen=True, slots=True)
class Given:
    """A place in a field's arguments; `value` is what stood there when the plan was made."""

    asked: Asked
    path: tuple[str, ...]
    value: Any

    def inner(self, name: str) -> "Given":
        """The place of that name inside."""
        return Given(self.asked, (*self.path, name), self.value[name])

    def bind(
        self, frame: Frame, kind: TypeEngine[Any], convert: Callable[[Any], object] = lambda v: v
    ) -> Sql:
        """What stands there at each run, converted, as a bound value."""

        def pick(args: Args) -> object:
            found: Any = args
            for name in self.path:
                found = found[name]
            return convert(found)

        return frame.bind(self.asked, pick, kind)

    def checked(self, items: Sequence[Any]) -> Sequence[Any]:
        """A list that is not too long."""
        if len(items) > LONGEST_LIST:
            raise Invalid(f"At most {LONGEST_LIST} at once.", self.path)
        return items
