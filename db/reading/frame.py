"""What a plan gathers while it is made: bound values, the tables that it reads, fresh names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, FromClause, Table, bindparam
from sqlalchemy.types import TypeEngine, Uuid

from db.reading.asked import Args, Asked, Maker, Misasked, Run, Shape
from db.reading.dialects import Json, Sql
from db.reading.reach import Reached
from db.types import Instant, Word
from domain.access import Role
from domain.errors import Invalid
from domain.ids import Noun
from domain.keys import Aspect, only

LONGEST_LIST = 100

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
    reached: Reached = field(default_factory=Reached)
    _aliases: int = 0

    @property
    def for_client(self) -> bool:
        """Whether the viewer is a client, who sees the least."""
        return self.shape.role is Role.CLIENT

    def alias(self, table: Table, found_from: FromClause | None = None) -> FromClause:
        """A fresh alias of a table; the plan is known to read it, and to find its rows from those
        of another, where that is said.
        """
        self._aliases += 1
        row = _named(table, self._aliases)
        self.reached.enter(row, table.name, found_from)
        return row

    def narrow(
        self, row: FromClause, aspect: Aspect, asked: Asked, pick: Callable[[Args], object]
    ) -> None:
        """Note what the rows have in common: a set that is taken from the field's arguments."""
        args_of = asked.args_of
        self.reached.narrow(row, aspect, lambda run: pick(run.args(args_of)))

    def take_if(self, row: FromClause, asked: Asked, pick: Callable[[Args], bool]) -> None:
        """Note when there can be rows at all, which the field's arguments tell."""
        args_of = asked.args_of
        self.reached.take_if(row, lambda run: pick(run.args(args_of)))

    def narrow_to_viewer(self, row: FromClause, aspect: Aspect) -> None:
        """Note that the rows are the viewer's own."""
        self.reached.narrow(row, aspect, lambda run: only(run.viewer.key))

    def narrow_to_place(self, row: FromClause) -> None:
        """Note that the rows are of the location that the viewer is limited to."""
        self.reached.narrow(row, Aspect.LOCATIONS, lambda run: only(run.viewer.location))

    def bind(self, asked: Asked, pick: Callable[[Args], object], kind: TypeEngine[Any]) -> Sql:
        """A bound value taken from the field's arguments at each run; Misasked where these are
        out of bounds.
        """
        args_of, place = asked.args_of, asked.place

        def make(run: Run) -> object:
            try:
                return pick(run.args(args_of))
            except Invalid as wrong:
                raise Misasked(place, wrong) from wrong

        return self._bound(f"p{len(self.makers)}", make, kind)

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
        return frame.bind(self.asked, lambda args: convert(self._at(args)), kind)

    def narrow(
        self, frame: Frame, row: FromClause, aspect: Aspect, pick: Callable[[Any], object]
    ) -> None:
        """Note what the rows have in common by what stands there at each run."""
        frame.narrow(row, aspect, self.asked, lambda args: pick(self._at(args)))

    def _at(self, args: Args) -> Any:
        found: Any = args
        for name in self.path:
            found = found[name]
        return found

    def checked(self, items: Sequence[Any]) -> Sequence[Any]:
        """A list that is not too long."""
        if len(items) > LONGEST_LIST:
            raise Invalid(f"At most {LONGEST_LIST} at once.", self.path)
        return items
