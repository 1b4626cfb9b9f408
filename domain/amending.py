"""Amending, completing and reopening cycles (domain: Cycles 5, 7 and 8)."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from domain.cycles import MOST_AUTHORIZED, Cycle, CycleStatus, faults_in_counts, step
from domain.errors import DomainError, IllegalStep, Invalid
from domain.refusals import BelowConsumed, CycleHasEnded, CycleNotUsedUp

Booked = TypeVar("Booked")
_ENDED = (CycleStatus.COMPLETED, CycleStatus.DISCONTINUED)
_COUNTS = {"authorized": ("input", "authorized"), "carried_in": ("input", "carriedIn")}
_PERCENTS = {
    "summary_percent": ("input", "summaryPercent"),
    "renewal_percent": ("input", "renewalPercent"),
}


def must_be_amendable(cycle: Cycle, path: tuple[str, ...]) -> None:
    """A cycle that ended is reopened first: what it was completed at stays true."""
    if cycle.status in _ENDED:
        raise CycleHasEnded(path=path)


def faults_in_amendment(cycle: Cycle | None, given: Mapping[str, Any]) -> list[DomainError]:
    """Everything that is wrong with the given counts and thresholds; null for a threshold is the
    practice's own. Of a cycle that is not there what is given is judged alone.
    """
    places = {path for name, path in _COUNTS.items() if name in given}
    authorized, carried_in = counts(cycle, given) if cycle else _counts_alone(given)
    faults = [f for f in faults_in_counts(authorized, carried_in) if f.path in places]
    for name, path in _PERCENTS.items():
        percent = given.get(name)
        if percent is not None and not 1 <= percent <= 100:
            faults.append(Invalid("A threshold is 1 to 100 %, or null for the practice's.", path))
    return faults


def _counts_alone(given: Mapping[str, Any]) -> tuple[int, int]:
    return given.get("authorized", MOST_AUTHORIZED), given.get("carried_in", 0)


def counts(cycle: Cycle, given: Mapping[str, Any]) -> tuple[int, int]:
    """Authorized and carried in, as amended."""
    authorized = given.get("authorized", cycle.authorized)
    return authorized, given.get("carried_in", cycle.carried_in)


def must_cover_what_is_used(cycle: Cycle, given: Mapping[str, Any]) -> None:
    """Amended, too, a cycle authorizes at least what is consumed and carried in (Cycles 5)."""
    authorized, carried_in = counts(cycle, given)
    if authorized < carried_in + cycle.consumed:
        path = _COUNTS["authorized" if "authorized" in given else "carried_in"]
        raise BelowConsumed(carried_in + cycle.consumed, path)


def lowers(cycle: Cycle, given: Mapping[str, Any]) -> bool:
    """Whether fewer sessions are left for booking than before."""
    authorized, carried_in = counts(cycle, given)
    return authorized - carried_in < cycle.authorized - cycle.carried_in


def orphans(cycle: Cycle, given: Mapping[str, Any], booked: Sequence[Booked]) -> Sequence[Booked]:
    """Of the booked, in the order of their times, those for which nothing is left: the last."""
    if not lowers(cycle, given):
        return ()
    authorized, carried_in = counts(cycle, given)
    return booked[max(0, authorized - carried_in - cycle.consumed) :]


def to_completed(cycle: Cycle, path: tuple[str, ...]) -> CycleStatus:
    """COMPLETED, from ACTIVE and at the authorized count alone (Cycles 8)."""
    wanted = step(cycle.status, CycleStatus.COMPLETED, path)
    if cycle.used < cycle.authorized:
        raise CycleNotUsedUp(cycle.authorized - cycle.used, path)
    return wanted


def to_active_again(now: CycleStatus, path: tuple[str, ...]) -> CycleStatus:
    """ACTIVE, from an end alone: a draft is activated, which starts no new run (Cycles 7)."""
    if now is CycleStatus.DRAFT:
        raise IllegalStep("cycle", now, "ACTIVE by reopening", "activate it", path)
    return step(now, CycleStatus.ACTIVE, path)
