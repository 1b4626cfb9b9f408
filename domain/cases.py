"""Cases: one problem or referral of a client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.changes import facts_of
from domain.errors import CaseIsClosed, DomainError, Invalid
from domain.keys import Aspect, Keys, only
from domain.refusals import CaseInUse
from domain.states import must_follow
from domain.texts import faults_in_title


class CaseStatus(StrEnum):
    """Whether the case takes new cycles and sessions."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class BookingPolicy(StrEnum):
    """What happens when more is booked than a cycle authorizes."""

    ALLOW = "ALLOW"
    WARN = "WARN"
    BLOCK = "BLOCK"


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules need to know of a case."""

    key: UUID
    client: UUID
    location: UUID
    status: CaseStatus
    supervisor: UUID | None
    booking_policy: BookingPolicy

    @property
    def keys(self) -> Keys:
        """Whom and where a change of it concerns."""
        return {
            Aspect.CLIENTS: only(self.client),
            Aspect.CASES: only(self.key),
            Aspect.LOCATIONS: only(self.location),
        }


STEPS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.OPEN: frozenset({CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN}),
}


def step(now: CaseStatus, wanted: CaseStatus, path: tuple[str, ...]) -> CaseStatus:
    """The wanted status, or IllegalStep that names both."""
    must_follow(STEPS, "case", now, wanted, path)
    return wanted


def must_be_idle(
    active: Sequence[UUID], open_sessions: Sequence[UUID], path: tuple[str, ...]
) -> None:
    """A case is not closed over cycles in force or sessions still to come or to be saved: they
    would be neither treated nor found again.
    """
    if active or open_sessions:
        raise CaseInUse(active, open_sessions, path)


def must_be_open(case: Case, path: tuple[str, ...]) -> None:
    """Only an open case takes new cycles and sessions."""
    if case.status is not CaseStatus.OPEN:
        raise CaseIsClosed(path=path)


def faults_in_case(
    title: str, issued_on: date | None, expires_on: date | None, max_sessions: int | None
) -> list[DomainError]:
    """Everything that is wrong with a case to be opened; empty where nothing is."""
    faults: list[DomainError] = [*faults_in_title(title, ("input", "title"))]
    if issued_on and expires_on and expires_on < issued_on:
        faults.append(Invalid("A referral cannot expire before its issue.", ("input", "expiresOn")))
    if max_sessions is not None and not 1 <= max_sessions <= 1000:
        faults.append(
            Invalid("maxSessions is 1 to 1,000, or null for no limit.", ("input", "maxSessions"))
        )
    return faults


_UPDATED = "title supervisor location issued_on expires_on max_sessions booking_policy"
# Beside nothing, what is given of a case that is not there is judged alone.
UNKNOWN: Mapping[str, Any] = dict.fromkeys(_UPDATED.split())


def faults_in_update(given: Mapping[str, Any], now: Mapping[str, Any]) -> list[DomainError]:
    """Everything that is wrong with what is given of a case, beside what stays as it is now. Of
    two dates that do not go together the one that was given is told.
    """
    whole = {**now, **given}
    faults = faults_in_case(
        whole["title"] or "", whole["issued_on"], whole["expires_on"], whole["max_sessions"]
    )
    if "issued_on" in given and "expires_on" not in given:
        faults = [_at_issue(fault) for fault in faults]
    return [fault for fault in faults if fault.path[-1] in facts_of(given)]


def _at_issue(fault: DomainError) -> DomainError:
    if fault.path != ("input", "expiresOn"):
        return fault
    return Invalid("A referral cannot be issued after its expiry.", ("input", "issuedOn"))
