"""Opening cases."""

from datetime import date
from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import cases
from schema.asking import Info
from schema.basics import described, given
from schema.case import Case
from schema.changes.amiss import read
from schema.changes.changing import Payload, changed, key, repeats, shows


@strawberry.input(description="A case to open.")
class CaseOpenInput:
    """For `caseOpen`."""

    client_id: strawberry.ID = described("Whose case it is.")
    location_id: strawberry.ID = described("Where it is treated.")
    title: str = described("What it is about: 1 to 200 characters in one line.")
    supervising_clinician_id: strawberry.ID | None = strawberry.field(
        description="Who gets its progress summary todos.", default=None
    )
    issued_on: date | None = strawberry.field(
        description="When the referral was issued.", default=None
    )
    expires_on: date | None = strawberry.field(
        description="When the referral expires; not before its issue.", default=None
    )
    max_sessions: int | None = strawberry.field(
        description="The case's own maximum: 1 to 1,000; null: no limit.", default=None
    )
    idempotency_key: str | None = repeats()


@strawberry.type(description="The opened case.")
class CaseOpenPayload(Payload):
    """From `caseOpen`."""

    case: Case | None = shows("The case; null where it was refused.")


@strawberry.type
class CaseChanges:
    """Mutations of cases."""

    @strawberry.mutation(
        description="Open a case for a client. CLIENT_ARCHIVED where the client is, RETIRED where "
        "the location or clinician is. For members of every role."
    )
    async def case_open(
        self, info: Info, input: Annotated[CaseOpenInput, given("The case.")]
    ) -> CaseOpenPayload | None:
        """Decode, call, wrap."""
        # What is no day is told beside what is wrong with the rest.
        both = read(input.issued_on, input.expires_on)
        new = cases.NewCase(
            client=key(Noun.CLIENT, input.client_id),
            location=key(Noun.LOCATION, input.location_id),
            supervisor=key(Noun.MEMBER, input.supervising_clinician_id),
            names_supervisor=input.supervising_clinician_id is not None,
            title=input.title,
            issued_on=input.issued_on if both else None,
            expires_on=input.expires_on if both else None,
            max_sessions=input.max_sessions,
        )
        change = partial(cases.open_case, new=new)
        return await changed(info, CaseOpenPayload, change, input)
