"""Cases: one problem or referral of a client."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.errors import CaseIsClosed, DomainError, Invalid
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
