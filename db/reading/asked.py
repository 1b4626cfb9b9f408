"""The question as a neutral tree: what a front end selected, free of GraphQL's grammar."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from domain.access import Role, Viewer
from domain.errors import Invalid

Args = Mapping[str, object]
# Whatever `args_of` knows how to read; the plan itself never looks inside.
Variables = Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One selected field. `key` is the name in the answer, `field` the field's name in its entity.

    `args` are the arguments as given when the plan is made: only their shape may steer the SQL.
    `args_of` finds them again in the variables of any later run of the same plan. `children` are
    what is asked of an object, `variants` what of each type that it may be otherwise.
    `place` are the response keys from the root field down to this one.
    """

    key: str
    field: str
    args: Args
    args_of: Callable[[Variables], Args]
    children: tuple["Asked", ...] = ()
    variants: Mapping[str, tuple["Asked", ...]] = dataclasses.field(default_factory=dict)
    place: tuple[str | int, ...] = ()


class Misasked(Invalid):
    """An argument of a question is out of bounds; `place` is the place of its field."""

    def __init__(self, asked_at: tuple[str | int, ...], wrong: Invalid) -> None:
        super().__init__(wrong.message, wrong.path)
        self.place = asked_at


@dataclass(slots=True)
class Run:
    """What the values of one run of a plan are taken from."""

    viewer: Viewer
    variables: Variables
    now: datetime
    _found: dict[Callable[[Variables], Args], Args] = dataclasses.field(default_factory=dict)

    def args(self, args_of: Callable[[Variables], Args]) -> Args:
        """A field's arguments, found once however many values are taken from them."""
        found = self._found.get(args_of)
        if found is None:
            found = self._found[args_of] = args_of(self.variables)
        return found


# Makes a value from one run of a plan.
Maker: TypeAlias = Callable[[Run], Any]


class Shape(NamedTuple):
    """What of a viewer steers the SQL; everything else about them is a bound value."""

    role: Role
    located: bool

    @classmethod
    def of(cls, viewer: Viewer) -> "Shape":
        """The shape of questions that this viewer asks."""
        return cls(viewer.role, located=viewer.location is not None)
