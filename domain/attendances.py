"""Attendances: one client's part in a session, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from domain.cycles import Cycle, CycleStatus
from domain.errors import DomainError, Invalid
from domain.keys import Aspect, Keys, only
from domain.states import must_follow

MOST_AT_ONCE = 100


class AttendanceStatus(StrEnum):
    """How a client's part in a session ended, or OPEN."""

    OPEN = "OPEN"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"
    MISSED = "MISSED"


class NotConsuming(StrEnum):
    """Why an attendance consumes no authorized session."""

    NOT_LINKED_TO_CASE = "NOT_LINKED_TO_CASE"
    NOT_LINKED_TO_CYCLE = "NOT_LINKED_TO_CYCLE"
    CYCLE_NOT_ACTIVE = "CYCLE_NOT_ACTIVE"
    NOT_TREATED = "NOT_TREATED"
    COMPLETED_WITHOUT_CONSUMING = "COMPLETED_WITHOUT_CONSUMING"


_ENDED = frozenset(AttendanceStatus) - {AttendanceStatus.OPEN}

STEPS: Mapping[AttendanceStatus, frozenset[AttendanceStatus]] = {
    AttendanceStatus.OPEN: _ENDED,
    **{ended: frozenset({AttendanceStatus.OPEN}) for ended in _ENDED},
}


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the rules need to know of an attendance. `consumed_of` is the cycle that it has consumed
    and not given back, `last_entry` the end of its chain in the ledger, `without_consuming` whether
    a manager chose that it consumes nothing, `is_away` whether its case is treated elsewhere than
    where the session belongs, `visit` what is to be said of the session.
    """

    key: UUID
    session: UUID
    client: UUID
    case: UUID | None
    cycle: UUID | None
    status: AttendanceStatus
    version: int
    consumed_of: UUID | None
    last_entry: UUID | None
    without_consuming: bool = False
    is_away: bool = False
    visit: Keys = field(default_factory=dict)

    @property
    def keys(self) -> Keys:
        """Whom, where and when a change of it concerns."""
        return {
            **self.visit,
            Aspect.CLIENTS: only(self.client),
            Aspect.CASES: only(self.case),
            Aspect.CYCLES: only(self.cycle),
            Aspect.AWAY: only(self.case, self.cycle) if self.is_away else only(),
        }


def must_be_linkable(attendance: Attendance, cycle: Cycle, path: tuple[str, ...]) -> None:
    """An attendance links to another ACTIVE cycle of its own case (Cycles 3, 4)."""
    if cycle.case != attendance.case:
        raise Invalid("The cycle is of another case than the attendance.", path)
    if cycle.key == attendance.cycle:
        raise Invalid("The attendance is linked to this cycle already.", path)
    if cycle.status is not CycleStatus.ACTIVE:
        told = f"The cycle is {cycle.status}; link to an ACTIVE one."
        raise Invalid(told, path)


def must_be_linked(attendance: Attendance, path: tuple[str, ...]) -> None:
    """Only what is linked can be unlinked."""
    if attendance.cycle is None:
        raise Invalid("The attendance is linked to no cycle.", path)


def must_not_be_too_many(count: int) -> None:
    """1 to 100 are saved at once."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid(f"Name 1 to {MOST_AT_ONCE} attendances.", ("input", "items"))


def must_be_named_once(key: UUID | None, before: Sequence[UUID | None]) -> None:
    """Of the same attendance the first in a list counts; an id that names nothing is not found."""
    if key and key in before:
        told = "This attendance was named before in the list; name each once."
        raise Invalid(told, ("input", "attendanceId"))


def faults_in_outcome(outcome: AttendanceStatus, path: tuple[str, ...]) -> list[DomainError]:
    """An attendance ends in any status but OPEN."""
    told = "An outcome is COMPLETED, CANCELED or MISSED; attendanceReopen opens it again."
    return [Invalid(told, path)] if outcome is AttendanceStatus.OPEN else []


def step(
    now: AttendanceStatus, wanted: AttendanceStatus, path: tuple[str, ...]
) -> AttendanceStatus:
    """The wanted status, or IllegalStep that names both."""
    must_follow(STEPS, "attendance", now, wanted, path)
    return wanted


def occupies(status: AttendanceStatus) -> bool:
    """Whether the hour is taken: a canceled or missed one is free for others (Sessions 3)."""
    return status in (AttendanceStatus.OPEN, AttendanceStatus.COMPLETED)


def left_an_ended(cycle: CycleStatus) -> str:
    """What is said of a session that is opened again after its cycle has ended (Cycles 3)."""
    return (
        f"The cycle is {cycle}, so the session was taken off it and consumes none of it. Reopen "
        "the cycle, or link the attendance to an ACTIVE one, before it is completed."
    )


def consumes(wanted: AttendanceStatus, cycle: CycleStatus | None, without_consuming: bool) -> bool:
    """A treated attendance of an ACTIVE cycle consumes one session; nothing else does
    (Cycles 3), and a manager may say "without consuming" (Cycles 5).
    """
    treated = wanted is AttendanceStatus.COMPLETED
    return treated and cycle is CycleStatus.ACTIVE and not without_consuming


def why_not_consuming(
    status: AttendanceStatus,
    linked_to_case: bool,
    cycle: CycleStatus | None,
    consumed: bool,
    without_consuming: bool,
) -> NotConsuming | None:
    """The one reason that a front end shows; None where the attendance consumes (Cycles 3). What a
    manager chose holds whatever it is linked to, because no link makes it consume.
    """
    if consumed:
        return None
    if status in (AttendanceStatus.CANCELED, AttendanceStatus.MISSED):
        return NotConsuming.NOT_TREATED
    if without_consuming:
        return NotConsuming.COMPLETED_WITHOUT_CONSUMING
    if not linked_to_case:
        return NotConsuming.NOT_LINKED_TO_CASE
    if cycle is None:
        return NotConsuming.NOT_LINKED_TO_CYCLE
    if cycle is CycleStatus.ACTIVE and status is AttendanceStatus.OPEN:
        return NotConsuming.NOT_TREATED
    # Treated on a cycle that is ACTIVE now, it was not then: what is past is not linked (Cycles 2).
    return NotConsuming.CYCLE_NOT_ACTIVE
