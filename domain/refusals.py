"""Refusals of changing cases, cycles and todos that are under way or have ended."""

from collections.abc import Sequence
from uuid import UUID

from domain.errors import MOST_NAMED, DomainError, ErrorCode, sentence


class CaseInUse(DomainError):
    """The case cannot be closed while a cycle is ACTIVE or a session is open; complete or
    discontinue the cycles, and complete, cancel or take off the sessions first.
    """

    code = ErrorCode.CASE_IN_USE

    def __init__(
        self, cycles: Sequence[UUID], sessions: Sequence[UUID], path: tuple[str, ...] = ()
    ) -> None:
        counts = f"(active cycles: {len(cycles)}, open sessions: {len(sessions)})"
        super().__init__(f"{sentence(type(self))} {counts}", path)
        self.cycles, self.cycles_total = tuple(cycles[:MOST_NAMED]), len(cycles)
        self.sessions, self.sessions_total = tuple(sessions[:MOST_NAMED]), len(sessions)


class CycleHasEnded(DomainError):
    """The cycle was completed or discontinued; reopen it before it is amended."""

    code = ErrorCode.CYCLE_ENDED


class CycleNotUsedUp(DomainError):
    """Only a cycle at its authorized count can be completed. Discontinue it with a reason, or
    amend its authorized count.
    """

    code = ErrorCode.CYCLE_NOT_USED_UP

    def __init__(self, remaining: int, path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{sentence(type(self))} (remaining: {remaining})", path)
        self.remaining = remaining


class BelowConsumed(DomainError):
    """A cycle cannot authorize fewer sessions than are used, here and before the practice moved
    here.
    """

    code = ErrorCode.BELOW_CONSUMED

    def __init__(self, used: int, path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{sentence(type(self))} (used: {used})", path)
        self.used = used


class OrphansSessions(DomainError):
    """More sessions are booked than the cycle would authorize. Send `acceptOrphans: true` to take
    those that are booked last off the cycle.
    """

    code = ErrorCode.ORPHANS_SESSIONS

    def __init__(self, sessions: Sequence[UUID], path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{sentence(type(self))} (sessions: {len(sessions)})", path)
        self.sessions, self.total = tuple(sessions[:MOST_NAMED]), len(sessions)


class TodoIsClosed(DomainError):
    """The todo is done or dismissed; reopen it before it is given to somebody else."""

    code = ErrorCode.TODO_CLOSED
