"""Cycles: blocks of authorized sessions, and what consuming them sets off (domain: Cycles)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.access import Role
from domain.cases import BookingPolicy
from domain.errors import BookedBeyondAuthorized, CycleExhausted, DomainError, IllegalStep, Invalid
from domain.states import must_follow

MOST_AUTHORIZED = 1000
MOST_SERVICES = 20


class CycleStatus(StrEnum):
    """Where a cycle stands."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    DISCONTINUED = "DISCONTINUED"


class MilestoneKind(StrEnum):
    """What a share of consumed sessions calls for."""

    PROGRESS_SUMMARY_DUE = "PROGRESS_SUMMARY_DUE"
    CYCLE_RENEWAL_DUE = "CYCLE_RENEWAL_DUE"


STEPS: Mapping[CycleStatus, frozenset[CycleStatus]] = {
    CycleStatus.DRAFT: frozenset({CycleStatus.ACTIVE, CycleStatus.DISCONTINUED}),
    CycleStatus.ACTIVE: frozenset({CycleStatus.COMPLETED, CycleStatus.DISCONTINUED}),
    CycleStatus.COMPLETED: frozenset({CycleStatus.ACTIVE}),
    CycleStatus.DISCONTINUED: frozenset({CycleStatus.ACTIVE}),
}


@dataclass(frozen=True, slots=True)
class Cycle:
    """What the rules need to know of a cycle. `consumed` is the sum of its ledger."""

    key: UUID
    case: UUID
    run: UUID
    status: CycleStatus
    authorized: int
    carried_in: int
    consumed: int
    thresholds: Mapping[MilestoneKind, int]
    fired: frozenset[MilestoneKind]

    @property
    def used(self) -> int:
        """Sessions used in all: here, and before the practice moved here."""
        return self.carried_in + self.consumed


def step(now: CycleStatus, wanted: CycleStatus, path: tuple[str, ...]) -> CycleStatus:
    """The wanted status, or IllegalStep that names both."""
    must_follow(STEPS, "cycle", now, wanted, path)
    return wanted


def to_active(now: CycleStatus, path: tuple[str, ...]) -> CycleStatus:
    """ACTIVE, from DRAFT alone: one that ended is reopened, which starts a new run (Cycles 7)."""
    if now in (CycleStatus.COMPLETED, CycleStatus.DISCONTINUED):
        raise IllegalStep("cycle", now, "ACTIVE by activating", "reopen it", path)
    return step(now, CycleStatus.ACTIVE, path)


def must_have_one_left(cycle: Cycle, path: tuple[str, ...]) -> None:
    """Consumed never exceeds authorized (Cycles 5)."""
    if cycle.used >= cycle.authorized:
        raise CycleExhausted(cycle.key, path)


def reached(used: int, authorized: int, percent: int) -> bool:
    """Whether `used` is at least `percent` of `authorized`; whole numbers, so 80 % of 10 is 8."""
    return used * 100 >= percent * authorized


def milestones_due(cycle: Cycle, consumed: int) -> list[MilestoneKind]:
    """Those that `consumed` makes true and that have not fired in this run (Cycles 6 and 7)."""
    used = cycle.carried_in + consumed
    return [
        kind
        for kind in MilestoneKind
        if kind not in cycle.fired and reached(used, cycle.authorized, cycle.thresholds[kind])
    ]


def recipient(
    kind: MilestoneKind, supervisor: UUID | None, manager: UUID | None
) -> tuple[UUID | None, Role]:
    """Who gets a milestone's todo: the member, or nobody but the role (Cycles 6)."""
    if kind is MilestoneKind.PROGRESS_SUMMARY_DUE:
        return supervisor, Role.CLINICIAN
    return manager, Role.CLINIC_MANAGER


def serving(active: Mapping[UUID, Collection[UUID]], services: Iterable[UUID]) -> UUID | None:
    """Of the case's active cycles (cycle → service mix) the one that holds the first service
    that any holds; at most one holds a given service (Cycles 2).
    """
    for service in services:
        for cycle, mix in active.items():
            if service in mix:
                return cycle
    return None


def judge_booking(
    policy: BookingPolicy, free: int, wanted: int, path: tuple[str, ...]
) -> str | None:
    """None where `wanted` more bookings fit into the `free` ones or the policy is ALLOW; a
    warning under WARN; BookedBeyondAuthorized under BLOCK (Cycles 5).
    """
    if wanted <= free or policy is BookingPolicy.ALLOW:
        return None
    if policy is BookingPolicy.BLOCK:
        raise BookedBeyondAuthorized(path=path)
    return "More sessions are booked on this cycle than it authorizes."


def faults_in_cycle(
    authorized: int, carried_in: int, services: Sequence[UUID]
) -> list[DomainError]:
    """Everything that is wrong with a cycle to be created; empty where nothing is."""
    return [*faults_in_counts(authorized, carried_in), *faults_in_mix(services)]


def faults_in_counts(authorized: int, carried_in: int) -> list[DomainError]:
    """Authorized is 1 to 1,000, carried in 0 to authorized."""
    faults: list[DomainError] = []
    if not 1 <= authorized <= MOST_AUTHORIZED:
        faults.append(Invalid("authorized is 1 to 1,000 sessions.", ("input", "authorized")))
    if not 0 <= carried_in <= max(authorized, 0):
        faults.append(Invalid("carriedIn is 0 to authorized.", ("input", "carriedIn")))
    return faults


def faults_in_mix(services: Sequence[UUID]) -> list[DomainError]:
    """A service mix is 1 to 20 services, each once."""
    faults: list[DomainError] = []
    if not 1 <= len(services) <= MOST_SERVICES:
        faults.append(Invalid("Name 1 to 20 services.", ("input", "serviceIds")))
    if len(set(services)) != len(services):
        faults.append(Invalid("Name each service once.", ("input", "serviceIds")))
    return faults
