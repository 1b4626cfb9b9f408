"""A domain error is a sentence: its docstring is its message, its code is for programs."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.ids import Noun

# A refusal names so many of the records that it is about; it counts all.
MOST_NAMED = 20


class ErrorCode(StrEnum):
    """Why a change was refused. Only ever grows."""

    NOT_FOUND = "NOT_FOUND"
    INVALID = "INVALID"
    ILLEGAL_STEP = "ILLEGAL_STEP"
    CASE_CLOSED = "CASE_CLOSED"
    CASE_IN_USE = "CASE_IN_USE"
    CYCLE_ENDED = "CYCLE_ENDED"
    CYCLE_NOT_USED_UP = "CYCLE_NOT_USED_UP"
    BELOW_CONSUMED = "BELOW_CONSUMED"
    ORPHANS_SESSIONS = "ORPHANS_SESSIONS"
    TODO_CLOSED = "TODO_CLOSED"
    CYCLE_EXHAUSTED = "CYCLE_EXHAUSTED"
    SERVICE_ALREADY_SERVED = "SERVICE_ALREADY_SERVED"
    BOOKING_CONFLICT = "BOOKING_CONFLICT"
    BOOKED_BEYOND_AUTHORIZED = "BOOKED_BEYOND_AUTHORIZED"
    STALE_VERSION = "STALE_VERSION"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    RETIRED = "RETIRED"
    CLIENT_ARCHIVED = "CLIENT_ARCHIVED"
    EMAIL_TAKEN = "EMAIL_TAKEN"
    LAST_OWNER = "LAST_OWNER"
    OWN_RIGHTS = "OWN_RIGHTS"
    FORBIDDEN = "FORBIDDEN"


class WayOut(StrEnum):
    """What may be done about an exhausted cycle (domain: Cycles 5)."""

    AMEND_CYCLE = "AMEND_CYCLE"
    RELINK_ATTENDANCE = "RELINK_ATTENDANCE"
    UNLINK_ATTENDANCE = "UNLINK_ATTENDANCE"
    COMPLETE_WITHOUT_CONSUMING = "COMPLETE_WITHOUT_CONSUMING"


def sentence(error: type[BaseException]) -> str:
    """The docstring, in one line."""
    return " ".join((error.__doc__ or "").split())


class DomainError(Exception):
    """The practice's rules refuse this."""

    code = ErrorCode.INVALID

    def __init__(self, message: str | None = None, path: tuple[str, ...] = ()) -> None:
        self.message = message or sentence(type(self))
        self.path = path
        super().__init__(self.message)

    def under(self, *place: str) -> Self:
        """The same refusal of one of many: its path goes on from the place."""
        self.path = (*place, *self.path[1:])
        return self


class NotFound(DomainError):
    """There is no such record, or it is not yours to see. Check the id and its type."""

    code = ErrorCode.NOT_FOUND


class Invalid(DomainError):
    """The value is not acceptable here."""

    code = ErrorCode.INVALID


class IllegalStep(DomainError):
    """A step that the state machine does not have; names both states, and those that may follow."""

    code = ErrorCode.ILLEGAL_STEP

    def __init__(
        self, thing: str, now: str, wanted: str, right: str, path: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"This {thing} is {now} and cannot become {wanted}; {right}.", path)


class CaseIsClosed(DomainError):
    """The case is CLOSED; only an OPEN case takes new cycles and sessions. Reopen it first."""

    code = ErrorCode.CASE_CLOSED


class CycleExhausted(DomainError):
    """Every authorized session of the cycle is used. Amend the cycle, re-link or unlink the
    attendance, or let a manager complete it without consuming.
    """

    code = ErrorCode.CYCLE_EXHAUSTED

    def __init__(self, cycle: UUID, path: tuple[str, ...] = ()) -> None:
        # Of how many is not said, because the cycle may be another location's.
        super().__init__(path=path)
        self.cycle = cycle
        self.ways_out = tuple(WayOut)


class ServiceAlreadyServed(DomainError):
    """Another active cycle of this case already serves one of these services; complete or
    discontinue it first.
    """

    code = ErrorCode.SERVICE_ALREADY_SERVED


class BookingConflict(DomainError):
    """The clinician or the client already has a session at that time; choose another time, or
    override if your role may.
    """

    code = ErrorCode.BOOKING_CONFLICT

    def __init__(self, conflicting: Sequence[UUID], path: tuple[str, ...] = ()) -> None:
        super().__init__(path=path)
        self.conflicting, self.total = tuple(conflicting[:MOST_NAMED]), len(conflicting)


class BookedBeyondAuthorized(DomainError):
    """The cycle has no authorized session left to book and the policy is BLOCK; amend the cycle
    or renew it.
    """

    code = ErrorCode.BOOKED_BEYOND_AUTHORIZED


class StaleVersion(DomainError):
    """The record was changed since you read it; read it again and repeat the change."""

    code = ErrorCode.STALE_VERSION

    def __init__(self, noun: Noun, key: UUID, current: int, path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{sentence(type(self))} (current version: {current})", path)
        self.noun, self.key, self.current = noun, key, current


class IdempotencyKeyReused(DomainError):
    """An idempotency key was already used for another change; use a new one for each change."""

    code = ErrorCode.IDEMPOTENCY_KEY_REUSED


class Retired(DomainError):
    """What is named here is retired and takes nothing new; name one that is in use."""

    code = ErrorCode.RETIRED


class ClientIsArchived(DomainError):
    """The client is archived: no case, cycle or session of theirs is begun, and no case or cycle
    reopened. Restore the client first.
    """

    code = ErrorCode.CLIENT_ARCHIVED


class EmailTaken(DomainError):
    """Another member, or another client, of the practice has this e-mail address; give another
    one.
    """

    code = ErrorCode.EMAIL_TAKEN


class LastOwner(DomainError):
    """The practice has no other active owner; make somebody else an OWNER first."""

    code = ErrorCode.LAST_OWNER


class OwnRights(DomainError):
    """Nobody takes their own role or retires themselves; ask another owner or admin."""

    code = ErrorCode.OWN_RIGHTS


class NotForYou(DomainError):
    """Your role may not do this with one of those that were named; the others are answered for."""

    code = ErrorCode.FORBIDDEN


class Refused(Exception):
    """Several refusals at once; each is told."""

    def __init__(self, errors: list[DomainError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class Forbidden(Exception):
    """Your role may not do this."""

    def __init__(self, act: str, role: str) -> None:
        super().__init__(f"A {role} may not {act}. Ask someone whose role may.")


class Unauthenticated(Exception):
    """Sign in: send `Authorization: Bearer <token>` with a token that is valid and not expired."""

    def __init__(self) -> None:
        super().__init__(sentence(type(self)))


class Expired(Unauthenticated):
    """The token has expired: get a new one, and send it as `Authorization: Bearer <token>`."""
