"""Filters, read off the schema's descriptions: everything given must hold."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.clients import folded
from tests.reading.facts import fact, has_passed
from tests.reading.relations import related
from tests.reading.world import Seen, World


def meets(world: World, seen: Seen, wanted: Mapping[str, Any] | None) -> bool:
    """Whether the object meets the filter; absent and null narrow nothing."""
    given = {name: part for name, part in (wanted or {}).items() if part is not None}
    held = {name: _holds(world, seen, name, part) for name, part in given.items()}
    world.shown.update(f"{seen.typename}Filter.{name}" for name in held)
    return all(held.values())


def _holds(world: World, seen: Seen, name: str, part: Any) -> bool:
    if name == "ids":
        return seen.id in part
    if name == "recordIds":
        return fact(world, seen, "recordId") in part
    if name == "search":
        return folded(part) in folded(fact(world, seen, "name"))
    if name == "mine":
        return is_mine(world, seen) is part
    if name.endswith(("At", "On")):
        return lies_in(fact(world, seen, name), part)
    if isinstance(part, Mapping):
        return any(meets(world, other, part) for other in related(world, seen, name))
    value = fact(world, seen, name)
    if isinstance(value, list):
        return any(word in part for word in value)
    return value in part if isinstance(part, list) else value is part


def is_mine(world: World, seen: Seen) -> bool:
    """A todo of the viewer's own, or for nobody but the viewer's role."""
    row, viewer = seen.row, world.viewer
    for_role = row["assignee_id"] is None and row["assignee_role"] == viewer.role
    return bool(row["assignee_id"] == viewer.key or for_role)


def lies_in(value: date | None, span: Mapping[str, str | None]) -> bool:
    """Moments: `from` included, `until` not. Days: `from` and `to` included. No end: open."""
    begin, until, to = (span.get(end) for end in ("from", "until", "to"))
    if value is None:
        return begin is None and until is None and to is None
    return (
        (begin is None or value >= parsed(value, begin))
        and (until is None or value < parsed(value, until))
        and (to is None or value <= parsed(value, to))
    )


def parsed(like: date, text: str) -> Any:
    """A day, or a moment to the second."""
    if isinstance(like, datetime):
        return datetime.fromisoformat(text).replace(microsecond=0)
    return date.fromisoformat(text)


def in_scope(world: World, seen: Seen, scope: str | None) -> bool:
    """By the scheduled time, completed or not; ALL has those without a time, too."""
    timed = seen.typename == "Session" and seen.row["ends_at"] is not None
    match scope:
        case "PAST":
            return timed and has_passed(world, seen.row)
        case "UPCOMING":
            return timed and not has_passed(world, seen.row)
        case _:
            return True
