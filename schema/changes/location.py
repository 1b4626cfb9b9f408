"""Creating, updating and retiring locations."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import locations
from schema.asking import Info
from schema.basics import described, given
from schema.changes.changing import (
    Payload,
    changed,
    decoded,
    expects,
    key,
    may_be,
    must_be,
    parts,
    repeats,
    shows,
)
from schema.practice import Location

_UPDATABLE = ("name", "time_zone", "manager_id")


@strawberry.input(description="A location to create.")
class LocationCreateInput:
    """For `locationCreate`."""

    name: str = described("The clinic's name: 1 to 200 characters in one line.")
    time_zone: str | None = strawberry.field(
        description="IANA name, such as America/New_York; null: the practice's.", default=None
    )
    manager_id: strawberry.ID | None = strawberry.field(
        description="Its clinic manager, who gets renewal todos.", default=None
    )
    idempotency_key: str | None = repeats()


@strawberry.input(description="What changes of a location; what is absent stays as it is.")
class LocationUpdateInput:
    """For `locationUpdate`."""

    location_id: strawberry.ID = described("The location.")
    name: strawberry.Maybe[str | None] = must_be(
        "The clinic's name: 1 to 200 characters in one line."
    )
    time_zone: strawberry.Maybe[str | None] = may_be("IANA name; null: the practice's.")
    manager_id: strawberry.Maybe[strawberry.ID | None] = may_be("Its clinic manager; null: nobody.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A location to retire.")
class LocationRetireInput:
    """For `locationRetire`."""

    location_id: strawberry.ID = described("The location; ILLEGAL_STEP where it is retired.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The created location.")
class LocationCreatePayload(Payload):
    """From `locationCreate`."""

    location: Location | None = shows("The location; null where it was refused.")


@strawberry.type(description="The updated location.")
class LocationUpdatePayload(Payload):
    """From `locationUpdate`."""

    location: Location | None = shows("The location as it is now; null where it was refused.")


@strawberry.type(description="The retired location.")
class LocationRetirePayload(Payload):
    """From `locationRetire`."""

    location: Location | None = shows("The location, retired; null where it was refused.")


@strawberry.type
class LocationChanges:
    """Mutations of locations."""

    @strawberry.mutation(description="Create a location. For owners and admins.")
    async def location_create(
        self, info: Info, input: Annotated[LocationCreateInput, given("The location.")]
    ) -> LocationCreatePayload | None:
        """Decode, call, wrap."""
        form = {name: getattr(input, name) for name in _UPDATABLE}
        change = partial(locations.create, form=decoded(form, "manager_id", Noun.MEMBER))
        return await changed(info, LocationCreatePayload, change, input)

    @strawberry.mutation(description="Update a location. For owners and admins.")
    async def location_update(
        self, info: Info, input: Annotated[LocationUpdateInput, given("What changes.")]
    ) -> LocationUpdatePayload | None:
        """Decode, call, wrap."""
        change = partial(
            locations.update,
            key=key(Noun.LOCATION, input.location_id),
            expected=input.expected_version,
            form=decoded(parts(input, *_UPDATABLE), "manager_id", Noun.MEMBER),
        )
        return await changed(info, LocationUpdatePayload, change, input)

    @strawberry.mutation(
        description="Retire a location for good: cases and sessions there stay, and no new ones "
        "are taken. For owners and admins."
    )
    async def location_retire(
        self, info: Info, input: Annotated[LocationRetireInput, given("Which location.")]
    ) -> LocationRetirePayload | None:
        """Decode, call, wrap."""
        location = key(Noun.LOCATION, input.location_id)
        change = partial(locations.retire, key=location, expected=input.expected_version)
        return await changed(info, LocationRetirePayload, change, input)
