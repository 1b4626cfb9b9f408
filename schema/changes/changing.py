"""What every mutation does: perform the change, show what the payload asks for, tell refusals."""

import hashlib
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar
from uuid import UUID

import strawberry
from strawberry import Some

from domain.errors import DomainError, Refused
from domain.ids import Noun, key_of, new_key
from domain.once import Once, faults_in_key
from resolvers.outcome import Change
from resolvers.perform import perform
from resolvers.refusing import judging
from schema.asking import Info
from schema.basics import described
from schema.changes.amiss import NEVER_NULL, amiss, never_null
from schema.changes.showing import show, variables_of
from schema.errors import UserError, told
from schema.shown import Shown


@strawberry.interface(description="What a change answers with.")
class Payload:
    """Shown when it succeeded, or refused."""

    errors: list[UserError] = described("Why it was refused; empty where it was done.")


Answer = TypeVar("Answer", bound=Payload)


class Input(Protocol):
    """Every mutation's input."""

    idempotency_key: str | None


async def changed(info: Info, payload: type[Answer], change: Change, input: Input) -> Answer:
    """Perform the change; the payload with what it shows, or with why it was refused."""
    viewer = await info.context.viewer()
    unfit = faults_in_key(input.idempotency_key)
    once = None if unfit else _once(info, input)
    whole = judging(change, [*unfit, *amiss(input)])
    try:
        house = info.context.house
        outcome, answer = await perform(house, viewer, whole, partial(show, info), once)
    except DomainError as refused:
        return payload(errors=[told(refused)])
    except Refused as refused:
        return payload(errors=[told(error) for error in refused.errors])
    shown: dict[str, Any] = {name: Shown(found) for name, found in answer.items()}
    warnings = {"warnings": list(outcome.warnings)} if outcome.warnings else {}
    refusals = [told(error) for error in outcome.refused]
    return payload(errors=refusals, **shown, **warnings)


def _once(info: Info, input: Input) -> Once | None:
    """What the change is known by, if it carries a key."""
    if input.idempotency_key is None:
        return None
    unnamed = replace(input, idempotency_key=None)  # type: ignore[type-var]
    node = info._raw_info.operation
    document = node.loc.source.body if node.loc else ""
    name = node.name.value if node.name else ""
    asked = (document, name, info.path.key, variables_of(info).coerced)
    return Once(input.idempotency_key, _digest(info.field_name, unnamed), _digest(*asked))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def shows(description: str) -> Any:
    """A record that a payload shows; null where the change was refused."""
    return strawberry.field(description=description, default=None)


def lists(description: str) -> Any:
    """A list that a payload shows; empty where the change was refused."""
    return strawberry.field(description=description, default_factory=list)


def expects() -> Any:
    """The optimistic lock of every change of a record."""
    told = "The version that was read; STALE_VERSION where the record has moved on."
    return strawberry.field(description=told, default=None)


def repeats() -> Any:
    """What makes a change safe to send again."""
    told = (
        "Any text of 1 to 200 visible ASCII characters, such as a UUID. Sent again within 24 hours "
        "by the same viewer, if they still may, the change answers as the first time and changes "
        "nothing; with another input it is refused with IDEMPOTENCY_KEY_REUSED. A refused change "
        "may be sent again under its key."
    )
    return strawberry.field(description=told, default=None)


def decoded(form: dict[str, Any], name: str, noun: Noun) -> dict[str, Any]:
    """The form with the id of that name, if it holds one, as a key that may find nothing."""
    id = form.get(name)
    return {**form, name: some_key(noun, id)} if id is not None else form


def key(noun: Noun, id: strawberry.ID | None) -> UUID | None:
    """The key in an id; None for no id and for one of another noun, which find nothing alike."""
    return None if id is None else key_of(noun, id)


def some_key(noun: Noun, id: strawberry.ID) -> UUID:
    """The key in an id; for one that names nothing a new key, which finds nothing. So whatever is
    wrong with an id, it is refused in one place with one answer, and counted like any other.
    """
    return key_of(noun, id) or new_key()


def may_be(description: str) -> Any:
    """A field of an update: left out, what it names stays as it is; null takes it away."""
    return strawberry.field(description=description, default=None)


def must_be(description: str) -> Any:
    """A field of an update that takes nothing away: left out it stays, and null is refused."""
    return strawberry.field(description=description, default=None, metadata=NEVER_NULL)


def keyed(
    name: str,
    noun: Noun,
    id: strawberry.Maybe[strawberry.ID] | strawberry.Maybe[strawberry.ID | None],
) -> dict[str, UUID | None]:
    """The key in an id that may be left out or null, under the name: as `parts` gives it."""
    if id is None:
        return {}
    return {name: None if id.value is None else some_key(noun, id.value)}


def keyed_unless_null(
    name: str, noun: Noun, id: strawberry.Maybe[strawberry.ID | None]
) -> dict[str, UUID | None]:
    """The same of an id that may be left out but not be null; a null is refused, and left out."""
    return {} if id is None or id.value is None else keyed(name, noun, id)


def parts(input: object, *names: str) -> dict[str, Any]:
    """Of the named fields, all `strawberry.Maybe`, those that were given; given as null they are
    None. What is absent stays as it is, and so does a null that is refused: the rest is judged.
    """
    given = {name: getattr(input, name) for name in names if getattr(input, name) is not None}
    refused = {name for name in never_null(input) if given.get(name) == Some(None)}
    return {name: part.value for name, part in given.items() if name not in refused}
