"""Top-level errors: known ones speak, all others are masked and told to the log by a reference."""

import re
import traceback
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import structlog
from graphql import GraphQLError

from db.again import TryAgain
from db.reading.asked import Misasked
from domain.errors import DomainError, Forbidden, NotFound, Unauthenticated
from domain.naming import camel

# What is wrong twenty times is wrong the same way; more would make small requests large answers.
MOST_ERRORS = 20

log = structlog.get_logger("caseload.faults")


@dataclass
class Masked:
    """How many faults were masked. There is one, of the process, as there is one log to tell."""

    count: int = 0


MASKED = Masked()


def fault(error: BaseException, path: list[str | int] | None = None) -> GraphQLError:
    """The error as a client may see it, at the path unless it knows its place. Nothing of a value
    or of our insides is in it.
    """
    if isinstance(error, Misasked):
        path = list(error.place)
    if isinstance(error, Unauthenticated):
        return coded("UNAUTHENTICATED", str(error), path)
    if isinstance(error, Forbidden):
        return coded("FORBIDDEN", str(error), path)
    if isinstance(error, NotFound):
        return coded("NOT_FOUND", error.message, path)
    if isinstance(error, TryAgain):
        return given_up(error, path)
    if isinstance(error, DomainError):
        return coded(
            "BAD_USER_INPUT", error.message, path, argument=".".join(map(camel, error.path))
        )
    return masked(error, path)


def coded(
    code: str, message: str, path: list[str | int] | None = None, **facts: object
) -> GraphQLError:
    """An error with its code for programs."""
    return GraphQLError(message, path=path, extensions={"code": code, **facts})


def given_up(error: TryAgain, path: list[str | int] | None = None) -> GraphQLError:
    """What others or the database were in the way of, each time that it was tried."""
    log.warning("given up", cause=type(error.__cause__).__name__)
    told = (
        "Others were at the same records, or the database was not to be had, each time this was "
        "tried. It has changed nothing: send the same again."
    )
    return coded("TRY_AGAIN", told, path)


def masked(error: BaseException, path: list[str | int] | None = None) -> GraphQLError:
    """A bug, to the client a reference id and no more. The log gets the type and the frames, not
    the message: a driver's message may quote a client's data.
    """
    reference = uuid.uuid4().hex
    frames = [
        f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)
    ]
    MASKED.count += 1
    log.error("fault", reference=reference, type=type(error).__name__, frames=frames)
    told = f"Something went wrong on our side. Tell the operator this reference: {reference}"
    return coded("INTERNAL", told, path, reference=reference)


def took_too_long(seconds: float) -> str:
    """What a client is told whose request was stopped."""
    return (
        f"This took longer than {seconds:g} seconds and was stopped. A change may have been made "
        "all the same: send it again under its idempotencyKey."
    )


def presentable(errors: Iterable[GraphQLError]) -> list[GraphQLError]:
    """The errors of an answer, as a client may see them: the first twenty."""
    return [presented(error) for error in islice(errors, MOST_ERRORS)]


def presented(error: GraphQLError) -> GraphQLError:
    """An error of graphql-core's: a bad document is told without quoting it, a resolver's error
    becomes a fault.
    """
    if error.extensions and "code" in error.extensions:
        return error
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        shown = coded("BAD_USER_INPUT", unquoted(error.message))
    else:
        shown = fault(cause)
    return GraphQLError(
        shown.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=shown.extensions,
    )


# Where graphql-core and Strawberry quote what was sent. It may be a client's data, and front ends
# write messages to their logs. Each keeps what comes before: that is of the schema, or a name.
QUOTES = [
    (re.compile(r"(cannot represent [^:]*): .*", re.DOTALL), r"\1."),
    (re.compile(r"\? found: .*", re.DOTALL | re.IGNORECASE), "?"),
    (re.compile(r"[,;.] found: .*", re.DOTALL | re.IGNORECASE), "."),
    (re.compile(r"Value '.*' (does not exist in)", re.DOTALL), r"Value \1"),
    (re.compile(r"(String|BlockString|Int|Float) '.*'\.", re.DOTALL), r"\1."),
]


def unquoted(message: str) -> str:
    """The message without the literal or the variable's value that it quotes."""
    for quote, kept in QUOTES:
        message = quote.sub(kept, message, count=1)
    return message
