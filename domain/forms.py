"""Records that people fill in: a rule per field, and what differs from what was there."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from domain.changes import Change, ChangeKind, facts_of
from domain.errors import DomainError, Invalid, Refused
from domain.ids import Noun
from domain.keys import Aspect, Keys, only
from domain.naming import camel
from domain.texts import faults_in_title

Path: TypeAlias = tuple[str, ...]
Rule: TypeAlias = Callable[[Any, Path], list[DomainError]]
Form: TypeAlias = Mapping[str, object]


def place(name: str) -> Path:
    """Where a field of the input stands."""
    return ("input", camel(name))


def faults_in(form: Form, rules: Mapping[str, Rule]) -> list[DomainError]:
    """Everything that is wrong with what was given, each at its place; null is never wrong, because
    where it is, the schema does not take it.
    """
    given = {name: value for name, value in form.items() if value is not None}
    return [
        fault
        for name, rule in rules.items()
        if name in given
        for fault in rule(given[name], place(name))
    ]


def tidied(form: Form, ways: Mapping[str, Callable[[Any], object]]) -> dict[str, object]:
    """What was given as it is kept, so that one thing is written in one way."""
    return {
        name: ways[name](value) if name in ways and value is not None else value
        for name, value in form.items()
    }


def refuse(faults: list[DomainError]) -> None:
    """Refused with all of the faults, if there are any."""
    if faults:
        raise Refused(faults)


def amended(kind: ChangeKind, noun: Noun, key: UUID, kept: Form, changed: Form) -> Change:
    """The change of a record whose fields were filled in anew."""
    before = {name: kept[name] for name in changed}
    return Change(kind, noun, key, facts_of(before), facts_of(changed), _keys(noun, key))


def created(kind: ChangeKind, noun: Noun, key: UUID, form: Form) -> Change:
    """The change that a record begins with."""
    return Change(kind, noun, key, after=facts_of(form), keys=_keys(noun, key))


def stepped(kind: ChangeKind, noun: Noun, key: UUID, now: str, wanted: str) -> Change:
    """The change of a record that entered another state."""
    return Change(kind, noun, key, {"status": now}, {"status": wanted}, _keys(noun, key))


def _keys(noun: Noun, key: UUID) -> Keys:
    """Only a client's record is sought by whose it is; every screen may show the others."""
    return {Aspect.CLIENTS: only(key)} if noun is Noun.CLIENT else {}


def whole(least: int, most: int) -> Rule:
    """A rule: a whole number from the least to the most."""

    def rule(value: int, path: Path) -> list[DomainError]:
        told = f"A whole number from {least:,} to {most:,}."
        return [] if least <= value <= most else [Invalid(told, path)]

    return rule


def faults_in_name(text: str, path: Path) -> list[DomainError]:
    """A name is one line of 1 to 200 characters, like a title."""
    return faults_in_title(text, path)
