"""What every mutation does: perform the change, show what the payload asks for, tell refusals."""

from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import strawberry

from domain.errors import DomainError, Refused
from domain.ids import Noun, key_of, new_key
from resolvers.perform import Change, perform
from schema.asking import Info
from schema.basics import described
from schema.changes.showing import show
from schema.errors import UserError, told


@strawberry.interface(description="What a change answers with.")
class Payload:
    """Shown when it succeeded, or refused."""

    errors: list[UserError] = described("Why it was refused; empty where it was done.")


Answer = TypeVar("Answer", bound=Payload)


async def changed(info: Info, payload: type[Answer], change: Change) -> Answer:
    """Perform the change; the payload with what it shows, or with why it was refused."""
    viewer = await info.context.viewer()
    try:
        outcome, shown = await perform(info.context.house, viewer, change, partial(show, info))
    except DomainError as refused:
        return payload(errors=[told(refused)])
    except Refused as refused:
        return payload(errors=[told(error) for error in refused.errors])
    warnings = {"warnings": list(outcome.warnings)} if outcome.warnings else {}
    return payload(errors=[], **shown, **warnings)


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


def key(noun: Noun, id: strawberry.ID | None) -> UUID | None:
    """The key in an id; None for no id and for one of another noun, which find nothing alike."""
    return None if id is None else key_of(noun, id)


def some_key(noun: Noun, id: strawberry.ID) -> UUID:
    """The key in an id; for one that names nothing a new key, which finds nothing. So whatever is
    wrong with an id, it is refused in one place with one answer, and counted like any other.
    """
    return key_of(noun, id) or new_key()
