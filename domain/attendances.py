"""Attendances: one client's part in a session, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.cycles import CycleStatus
from domain.errors import IllegalStep


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
    and not given back, `last_entry` the end of its chain in the ledger.
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


def step(
    now: AttendanceStatus, wanted: AttendanceStatus, path: tuple[str, ...]
) -> AttendanceStatus:
    """The wanted status, or IllegalStep that names both."""
    if wanted not in STEPS[now]:
        raise IllegalStep("attendance", now, wanted, path)
    return wanted


def consumes(wanted: AttendanceStatus, cycle: CycleStatus | None, without_consuming: bool) -> bool:
    """A treated attendance of an ACTIVE cycle consumes one session; nothing else does
    (Cycles 3), and a manager may say "without consuming" (Cycles 5).
    """
    treated = wanted is AttendanceStatus.COMPLETED
    return treated and cycle is CycleStatus.ACTIVE and not without_consuming


def why_not_consuming(
    status: AttendanceStatus, linked_to_case: bool, cycle: CycleStatus | None, consumed: bool
) -> NotConsuming | None:
    """The one reason that a front end shows; None where the attendance consumes (Cycles 3)."""
    if consumed:
        return None
    if status in (AttendanceStatus.CANCELED, AttendanceStatus.MISSED):
        return NotConsuming.NOT_TREATED
    if not linked_to_case:
        return NotConsuming.NOT_LINKED_TO_CASE
    if cycle is None:
        return NotConsuming.NOT_LINKED_TO_CYCLE
    if cycle is not CycleStatus.ACTIVE:
        return NotConsuming.CYCLE_NOT_ACTIVE
    if status is AttendanceStatus.OPEN:
        return NotConsuming.NOT_TREATED
    return NotConsuming.COMPLETED_WITHOUT_CONSUMING
