"""The face of errors: refusals inside payloads, everything else at the top level."""

from collections.abc import Sequence

import strawberry

from domain.errors import BookingConflict, CycleExhausted, DomainError, StaleVersion
from domain.ids import Noun, public_id
from schema.basics import described
from schema.words import ErrorCode, WayOut


@strawberry.interface(description="Why a change was refused; nothing of it was done.")
class UserError:
    """A refusal."""

    message: str = described("For people: what is wrong and what would be right.")
    code: ErrorCode = described("For programs.")
    path: list[str] = described("The input field that it is about, from `input` on.")


@strawberry.type(description="A refusal that its message tells whole.")
class Refusal(UserError):
    """A refusal without further facts."""


@strawberry.type(description="Every authorized session of the cycle is used.")
class CycleExhaustedError(UserError):
    """CYCLE_EXHAUSTED."""

    cycle_id: strawberry.ID = described("The cycle.")
    ways_out: list[WayOut] = described("What may be done about it.")


@strawberry.type(description="The clinician or the client is already booked at that time.")
class BookingConflictError(UserError):
    """BOOKING_CONFLICT."""

    conflicting: list[strawberry.ID] = described("The sessions in the way: at most 20 ids.")


@strawberry.type(description="The record was changed since it was read.")
class StaleVersionError(UserError):
    """STALE_VERSION."""

    current: int = described("The record's version now.")


def told(error: DomainError) -> UserError:
    """A domain error as the payload shows it."""
    path = list(error.path)
    match error:
        case CycleExhausted():
            cycle = strawberry.ID(public_id(Noun.CYCLE, error.cycle))
            return CycleExhaustedError(
                message=error.message,
                code=error.code,
                path=path,
                cycle_id=cycle,
                ways_out=list(error.ways_out),
            )
        case BookingConflict():
            ids = [strawberry.ID(public_id(Noun.SESSION, key)) for key in error.conflicting]
            return BookingConflictError(
                message=error.message, code=error.code, path=path, conflicting=ids
            )
        case StaleVersion():
            return StaleVersionError(
                message=error.message, code=error.code, path=path, current=error.current
            )
        case _:
            return Refusal(message=error.message, code=error.code, path=path)


CONCRETE: Sequence[type] = (Refusal, CycleExhaustedError, BookingConflictError, StaleVersionError)
