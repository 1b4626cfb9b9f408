"""What GraphQL lets pass and no rule is asked about: nulls where nothing may be missing, because
the field may be absent, and texts that are no time or no day, so that they are told with all that
is wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from strawberry import Some

from domain.errors import Invalid
from domain.moments import Unread
from domain.naming import camel

NEVER_NULL: Final[Mapping[str, bool]] = {"never null": True}
_TOLD = "This cannot be null. Leave it out to keep it as it is."


def never_null(input: object) -> frozenset[str]:
    """The names of the fields that may be absent, but not null."""
    found: Any = fields(input)  # type: ignore[arg-type]
    return frozenset(f.name for f in found if NEVER_NULL.items() <= f.metadata.items())


def amiss(input: object, place: tuple[str, ...] = ("input",)) -> Iterator[Invalid]:
    """Every field of the input, and of what it lists, that is so."""
    refused = never_null(input)
    for field in fields(input):  # type: ignore[arg-type]
        given, here = getattr(input, field.name), (*place, camel(field.name))
        if given == Some(None) and field.name in refused:
            yield Invalid(_TOLD, here)
        value = given.value if isinstance(given, Some) else given
        if isinstance(value, Unread):
            yield value.refusal(path=here)
        for nth, each in enumerate(given if isinstance(given, list) else ()):
            if is_dataclass(each):
                yield from amiss(each, (*here, str(nth)))


def read(*given: Any) -> bool:
    """Whether none of them, each perhaps a `Maybe`, is a text that is no time and no day."""
    values = [each.value if isinstance(each, Some) else each for each in given]
    return not any(isinstance(value, Unread) for value in values)
