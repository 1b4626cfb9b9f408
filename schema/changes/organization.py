"""Updating the practice's settings."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import organizations
from schema.asking import Info
from schema.basics import described, given
from schema.changes.changing import (
    Payload,
    changed,
    expects,
    key,
    lists,
    must_be,
    parts,
    repeats,
    shows,
)
from schema.practice import Organization
from schema.todo import Todo
from schema.words import BookingPolicy

_UPDATABLE = (
    "name",
    "time_zone",
    "currency",
    "booking_policy",
    "progress_summary_percent",
    "renewal_percent",
)


@strawberry.input(description="What changes of the settings; what is absent stays as it is.")
class OrganizationUpdateInput:
    """For `organizationUpdate`."""

    organization_id: strawberry.ID = described("The viewer's practice.")
    name: strawberry.Maybe[str | None] = must_be(
        "The practice's name: 1 to 200 characters in one line."
    )
    time_zone: strawberry.Maybe[str | None] = must_be("IANA name, such as America/New_York.")
    currency: strawberry.Maybe[str | None] = must_be(
        "ISO 4217 code, such as USD; no amount is converted."
    )
    booking_policy: strawberry.Maybe[BookingPolicy | None] = must_be(
        "What booking beyond a cycle's count does."
    )
    progress_summary_percent: strawberry.Maybe[int | None] = must_be(
        "Share of a cycle, in %, at which a summary is due: 1 to 100."
    )
    renewal_percent: strawberry.Maybe[int | None] = must_be(
        "Share of a cycle, in %, at which its renewal is due: 1 to 100."
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The updated practice.")
class OrganizationUpdatePayload(Payload):
    """From `organizationUpdate`."""

    organization: Organization | None = shows("The practice as it is now; null where refused.")
    todos_created: list[Todo] = lists("What lower thresholds called for, of every cycle in force.")


@strawberry.type
class OrganizationChanges:
    """Mutations of the practice's settings."""

    @strawberry.mutation(
        description="Update the practice's settings. Where a threshold is lowered, cycles that "
        "have reached it call for their todos at once. For owners and admins."
    )
    async def organization_update(
        self, info: Info, input: Annotated[OrganizationUpdateInput, given("What changes.")]
    ) -> OrganizationUpdatePayload | None:
        """Decode, call, wrap."""
        change = partial(
            organizations.update,
            key=key(Noun.ORGANIZATION, input.organization_id),
            expected=input.expected_version,
            form=parts(input, *_UPDATABLE),
        )
        return await changed(info, OrganizationUpdatePayload, change, input)
