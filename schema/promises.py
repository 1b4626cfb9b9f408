"""What the last release has promised to front ends, and what became of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graphql import (
    REMOVE,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    Node,
    Visitor,
    build_ast_schema,
    build_schema,
    parse,
    visit,
)
from graphql.utilities import find_schema_changes, resolve_schema_coordinate
from graphql.utilities.find_schema_changes import BreakingChange, DangerousChange

NOTICE = timedelta(days=90)
"""How long at least a deprecation is announced before it may go."""

_REASON = re.compile(r"Use `([^`]+)` instead; removed after (\d{4}-\d\d-\d\d)\.")


class Unclear(Exception):
    """A deprecation reads: Use `Case.title` instead; removed after 2027-05-31."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """What front ends are to leave by its coordinate (`Case.title`), what is there instead, and
    the last day on which both are.
    """

    what: str
    instead: str
    last: date


@dataclass(frozen=True, slots=True)
class Changes:
    """Since the last release. `refused` ones break front ends; those that were `announced` do so
    too, but as deprecations whose day has passed; `dangerous` ones may surprise a front end.
    """

    refused: list[str]
    announced: list[str]
    dangerous: list[str]


def changes(released: str, sdl: str, today: date) -> Changes:
    """What has changed from one SDL to the other."""
    now = build_schema(sdl)
    breaking, dangerous = _found(build_schema(released), now)
    refused, _ = _found(_still_promised(released, today), now)
    return Changes(refused, [each for each in breaking if each not in refused], dangerous)


def _found(before: GraphQLSchema, after: GraphQLSchema) -> tuple[list[str], list[str]]:
    """The breaking and the dangerous changes."""
    found = find_schema_changes(before, after)
    kinds = (BreakingChange, DangerousChange)
    breaking, dangerous = ([c.description for c in found if isinstance(c, k)] for k in kinds)
    return breaking, dangerous


def _still_promised(released: str, today: date) -> GraphQLSchema:
    """The schema without what was deprecated until a day that has passed, and without the types
    that only this led to.
    """
    rest = build_ast_schema(visit(parse(released), _Lapse(today)), assume_valid=True)
    objects = [kind for kind in rest.type_map.values() if isinstance(kind, GraphQLObjectType)]
    return GraphQLSchema(
        rest.query_type,
        rest.mutation_type,
        rest.subscription_type,
        # To types of an interface nothing else need lead.
        types=[kind for kind in objects if kind.interfaces],
        directives=rest.directives,
        assume_valid=True,
    )


class _Lapse(Visitor):
    """Takes away what is deprecated until a day before today."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def enter(self, node: Node, *_: Any) -> Any:
        for directive in getattr(node, "directives", None) or ():
            if directive.name.value == "deprecated":
                (reason,) = directive.arguments
                return REMOVE if _read("", reason.value.value).last < self.today else None
        return None


def deprecations(sdl: str) -> list[Deprecation]:
    """All of them; Unclear for one that does not say which part of the schema is there instead, or
    until when.
    """
    schema = build_schema(sdl)
    found = [
        _read(what, part.deprecation_reason)
        for kind in schema.type_map.values()
        for what, part in _parts(kind)
        if part.deprecation_reason is not None
    ]
    for each in found:
        if not _is_there(schema, each.instead):
            raise Unclear(f"{each.what}: the schema has no `{each.instead}`.")
    return found


def _is_there(schema: GraphQLSchema, coordinate: str) -> bool:
    try:
        return resolve_schema_coordinate(schema, coordinate) is not None
    except (GraphQLError, TypeError):
        # No coordinate, or of a type that is not there.
        return False


def hasty(released: str, sdl: str, today: date) -> list[Deprecation]:
    """Those that a release of today would announce for less than the notice."""
    known = deprecations(released)
    return [d for d in deprecations(sdl) if d not in known and d.last < today + NOTICE]


def _read(what: str, reason: str) -> Deprecation:
    said = _REASON.fullmatch(reason)
    if said is None:
        raise Unclear(f"{what}: {reason!r}. {Unclear.__doc__}")
    return Deprecation(what, said[1], date.fromisoformat(said[2]))


def _parts(kind: GraphQLNamedType) -> Iterator[tuple[str, Any]]:
    """What of a type can be deprecated, by its coordinate."""
    if isinstance(kind, GraphQLEnumType):
        yield from ((f"{kind.name}.{name}", value) for name, value in kind.values.items())
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        for name, field in kind.fields.items():
            yield f"{kind.name}.{name}", field
            for argument, given in getattr(field, "args", {}).items():
                yield f"{kind.name}.{name}({argument}:)", given
