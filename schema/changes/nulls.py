"""Nulls where nothing may be missing: GraphQL lets them pass, because the field may be absent."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from strawberry import Some

from domain.errors import Invalid
from domain.naming import camel

NEVER_NULL: Final[Mapping[str, bool]] = {"never null": True}
_TOLD = "This cannot be null. Leave it out to keep it as it is."


def nulls(input: Any, place: tuple[str, ...] = ("input",)) -> Iterator[Invalid]:
    """Every field of the input, and of what it lists, that is null and must not be."""
    for field in fields(input):
        given, here = getattr(input, field.name), (*place, camel(field.name))
        if given == Some(None) and NEVER_NULL.items() <= field.metadata.items():
            yield Invalid(_TOLD, here)
        for nth, each in enumerate(given if isinstance(given, list) else ()):
            if is_dataclass(each):
                yield from nulls(each, (*here, str(nth)))
