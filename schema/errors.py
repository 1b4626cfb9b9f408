"""The face of errors: refusals inside payloads, everything else at the top level."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import strawberry

from domain.errors import BookingConflict, CycleExhausted, DomainError, StaleVersion
from domain.ids import Noun
from domain.refusals import BelowConsumed, CaseInUse, CycleNotUsedUp, OrphansSessions
from schema.asking import Info
from schema.basics import Node, described
from schema.records import seen, shown_now
from schema.words import ErrorCode, WayOut

# What a refusal tells of the records that it is about; it counts all.
YOURS = "of the first 20 the ids of those that you may see."


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

    ways_out: list[WayOut] = described("What may be done about it.")
    cycle: strawberry.Private[UUID]

    @strawberry.field(description="The cycle; null where it is not yours to see.")
    async def cycle_id(self, info: Info) -> strawberry.ID | None:
        """Of an attendance here the cycle may be elsewhere."""
        return next(iter(await seen(info, Noun.CYCLE, [self.cycle])), None)


@strawberry.type(description="The clinician or the client is already booked at that time.")
class BookingConflictError(UserError):
    """BOOKING_CONFLICT."""

    conflicting_total: int = described("How many sessions are in the way.")
    sessions: strawberry.Private[Sequence[UUID]]

    @strawberry.field(description=f"The sessions in the way: {YOURS}")
    async def conflicting(self, info: Info) -> list[strawberry.ID]:
        """Whoever is booked may be so elsewhere."""
        return await seen(info, Noun.SESSION, self.sessions)


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

    active_cycles_total: int = described("How many cycles are ACTIVE.")
    open_sessions_total: int = described("How many sessions are still open.")
    cycles: strawberry.Private[Sequence[UUID]]
    sessions: strawberry.Private[Sequence[UUID]]

    @strawberry.field(description=f"Cycles that are ACTIVE: {YOURS}")
    async def active_cycles(self, info: Info) -> list[strawberry.ID]:
        """Seen with the case."""
        return await seen(info, Noun.CYCLE, self.cycles)

    @strawberry.field(description=f"Sessions still open: {YOURS}")
    async def open_sessions(self, info: Info) -> list[strawberry.ID]:
        """Some of a case may take place elsewhere."""
        return await seen(info, Noun.SESSION, self.sessions)


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

    total: int = described("How many sessions would be taken off the cycle.")
    orphans: strawberry.Private[Sequence[UUID]]

    @strawberry.field(
        description=f"Those that would be taken off the cycle, first to last: {YOURS}"
    )
    async def sessions(self, info: Info) -> list[strawberry.ID]:
        """Some of a cycle may take place elsewhere."""
        return await seen(info, Noun.SESSION, self.orphans)


def told(error: DomainError) -> UserError:
    """A domain error as the payload shows it."""
    face: dict[str, Any] = {
        "message": error.message,
        "code": error.code,
        "path": list(error.path),
    }
    match error:
        case CycleExhausted():
            return CycleExhaustedError(**face, cycle=error.cycle, ways_out=list(error.ways_out))
        case BookingConflict():
            taken: dict[str, Any] = {"sessions": error.conflicting}
            return BookingConflictError(**face, **taken, conflicting_total=error.total)
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
                cycles=error.cycles,
                active_cycles_total=error.cycles_total,
                sessions=error.sessions,
                open_sessions_total=error.sessions_total,
            )
        case CycleNotUsedUp():
            return CycleNotUsedUpError(**face, remaining=error.remaining)
        case BelowConsumed():
            return BelowConsumedError(**face, used=error.used)
        case OrphansSessions():
            return OrphansSessionsError(**face, orphans=error.sessions, total=error.total)
        case _:
            return Refusal(**face)


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
