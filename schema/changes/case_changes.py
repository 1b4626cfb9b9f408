"""Updating, closing and reopening cases."""

from datetime import date
from functools import partial
from typing import Annotated, Any

import strawberry

from domain.ids import Noun
from resolvers import case_changes
from schema.asking import Info
from schema.basics import described, given
from schema.case import Case
from schema.changes.amiss import read
from schema.changes.changing import (
    Payload,
    changed,
    expects,
    key,
    keyed,
    keyed_unless_null,
    may_be,
    must_be,
    parts,
    repeats,
    shows,
)
from schema.words import BookingPolicy


@strawberry.input(description="What is to be another in a case; what is left out stays.")
class CaseUpdateInput:
    """For `caseUpdate`."""

    case_id: strawberry.ID = described("The case; it must be OPEN.")
    title: strawberry.Maybe[str | None] = must_be(
        "What it is about: 1 to 200 characters in one line."
    )
    supervising_clinician_id: strawberry.Maybe[strawberry.ID | None] = may_be(
        "Who gets its progress summary todos; null: nobody."
    )
    location_id: strawberry.Maybe[strawberry.ID | None] = must_be("Where it is treated.")
    issued_on: strawberry.Maybe[date | None] = may_be("When the referral was issued.")
    expires_on: strawberry.Maybe[date | None] = may_be(
        "When the referral expires; not before its issue."
    )
    max_sessions: strawberry.Maybe[int | None] = may_be(
        "The case's own maximum: 1 to 1,000; null: no limit."
    )
    booking_policy: strawberry.Maybe[BookingPolicy | None] = may_be(
        "Overrides the practice's; null: as there. For clinic managers and up."
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()

    def named(self) -> dict[str, Any]:
        """What is given, by the names that the rules use."""
        # What is no day is told beside what is wrong with the rest.
        days = ("issued_on", "expires_on") if read(self.issued_on, self.expires_on) else ()
        plain = parts(self, "title", *days, "max_sessions", "booking_policy")
        supervisor = keyed("supervisor", Noun.MEMBER, self.supervising_clinician_id)
        return {
            **plain,
            **supervisor,
            **keyed_unless_null("location", Noun.LOCATION, self.location_id),
        }


@strawberry.input(description="A case to close.")
class CaseCloseInput:
    """For `caseClose`."""

    case_id: strawberry.ID = described("The case; it must be OPEN.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A case to open again.")
class CaseReopenInput:
    """For `caseReopen`."""

    case_id: strawberry.ID = described("The case; it must be CLOSED.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The updated case.")
class CaseUpdatePayload(Payload):
    """From `caseUpdate`."""

    case: Case | None = shows("The case; null where it was refused.")


@strawberry.type(description="The closed case.")
class CaseClosePayload(Payload):
    """From `caseClose`."""

    case: Case | None = shows("The case, CLOSED; null where it was refused.")


@strawberry.type(description="The case, open again.")
class CaseReopenPayload(Payload):
    """From `caseReopen`."""

    case: Case | None = shows("The case, OPEN; null where it was refused.")


@strawberry.type
class CaseLaterChanges:
    """Mutations of cases that are there."""

    @strawberry.mutation(
        description="Update a case. CASE_CLOSED where it is, RETIRED where the location or "
        "clinician is. For members of every role; its booking policy for clinic "
        "managers and up."
    )
    async def case_update(
        self, info: Info, input: Annotated[CaseUpdateInput, given("What is to be another.")]
    ) -> CaseUpdatePayload | None:
        """Decode, call, wrap."""
        case = key(Noun.CASE, input.case_id)
        change = partial(
            case_changes.update, key=case, given=input.named(), expected=input.expected_version
        )
        return await changed(info, CaseUpdatePayload, change, input)

    @strawberry.mutation(
        description="Close a case: refused with CASE_IN_USE while a cycle is ACTIVE or a session "
        "is open. For the front desk, clinic managers and up."
    )
    async def case_close(
        self, info: Info, input: Annotated[CaseCloseInput, given("Which case.")]
    ) -> CaseClosePayload | None:
        """Decode, call, wrap."""
        case = key(Noun.CASE, input.case_id)
        change = partial(case_changes.close, key=case, expected=input.expected_version)
        return await changed(info, CaseClosePayload, change, input)

    @strawberry.mutation(
        description="Open a closed case again; its cycles stay as they ended. ILLEGAL_STEP where "
        "it is OPEN, CLIENT_ARCHIVED where the client is. For the front desk, clinic managers and "
        "up."
    )
    async def case_reopen(
        self, info: Info, input: Annotated[CaseReopenInput, given("Which case.")]
    ) -> CaseReopenPayload | None:
        """Decode, call, wrap."""
        case = key(Noun.CASE, input.case_id)
        change = partial(case_changes.reopen, key=case, expected=input.expected_version)
        return await changed(info, CaseReopenPayload, change, input)
