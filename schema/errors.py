"""The face of errors: refusals inside payloads, everything else at the top level."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import strawberry

from domain.errors import BookingConflict, CycleExhausted, DomainError, StaleVersion
from domain.ids import Noun, public_id
from domain.refusals import BelowConsumed, CaseInUse, CycleNotUsedUp, OrphansSessions
from schema.asking import Info
from schema.basics import Node, described
from schema.records import shown_now
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
    noun: strawberry.Private[Noun]
    key: strawberry.Private[UUID]

    @strawberry.field(description="The record as it is now: a form shows what others changed.")
    async def record(self, info: Info) -> Node | None:
        """Read only where it is asked for."""
        return cast(Node, await shown_now(info, self.noun, self.key))


@strawberry.type(description="The case cannot be closed: something on it is under way.")
class CaseInUseError(UserError):
    """CASE_IN_USE."""

    active_cycles: list[strawberry.ID] = described("Cycles that are ACTIVE: at most 20 ids.")
    active_cycles_total: int = described("How many there are.")
    open_sessions: list[strawberry.ID] = described("Sessions still open: at most 20 ids.")
    open_sessions_total: int = described("How many there are.")


@strawberry.type(description="The cycle is not at its authorized count.")
class CycleNotUsedUpError(UserError):
    """CYCLE_NOT_USED_UP."""

    remaining: int = described("How many authorized sessions are left.")


@strawberry.type(description="More sessions are used than the cycle would authorize.")
class BelowConsumedError(UserError):
    """BELOW_CONSUMED."""

    used: int = described("Consumed and carried in: the least that it can authorize.")


@strawberry.type(description="More sessions are booked than the cycle would authorize.")
class OrphansSessionsError(UserError):
    """ORPHANS_SESSIONS."""

    sessions: list[strawberry.ID] = described(
        "Those that would be taken off the cycle, first to last: at most 20 ids."
    )
    total: int = described("How many there are.")


def told(error: DomainError) -> UserError:
    """A domain error as the payload shows it."""
    face: dict[str, Any] = {
        "message": error.message,
        "code": error.code,
        "path": list(error.path),
    }
    match error:
        case CycleExhausted():
            cycle = strawberry.ID(public_id(Noun.CYCLE, error.cycle))
            return CycleExhaustedError(**face, cycle_id=cycle, ways_out=list(error.ways_out))
        case BookingConflict():
            ids = _ids(Noun.SESSION, error.conflicting)
            return BookingConflictError(**face, conflicting=ids)
        case StaleVersion():
            known: dict[str, Any] = {"current": error.current, "noun": error.noun}
            return StaleVersionError(**face, **known, key=error.key)
        case _:
            return _told_of_care(error, face)


def _told_of_care(error: DomainError, face: dict[str, Any]) -> UserError:
    match error:
        case CaseInUse():
            return CaseInUseError(
                **face,
                active_cycles=_ids(Noun.CYCLE, error.cycles),
                active_cycles_total=error.cycles_total,
                open_sessions=_ids(Noun.SESSION, error.sessions),
                open_sessions_total=error.sessions_total,
            )
        case CycleNotUsedUp():
            return CycleNotUsedUpError(**face, remaining=error.remaining)
        case BelowConsumed():
            return BelowConsumedError(**face, used=error.used)
        case OrphansSessions():
            ids = _ids(Noun.SESSION, error.sessions)
            return OrphansSessionsError(**face, sessions=ids, total=error.total)
        case _:
            return Refusal(**face)


def _ids(noun: Noun, keys: Sequence[UUID]) -> list[strawberry.ID]:
    return [strawberry.ID(public_id(noun, key)) for key in keys]


CONCRETE: Sequence[type] = (
    Refusal,
    CycleExhaustedError,
    BookingConflictError,
    StaleVersionError,
    CaseInUseError,
    CycleNotUsedUpError,
    BelowConsumedError,
    OrphansSessionsError,
)
