"""Creating, updating and retiring services."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import services
from schema.asking import Info
from schema.basics import described, given
from schema.changes.changing import Payload, changed, expects, key, must_be, parts, repeats, shows
from schema.practice import Service

_UPDATABLE = ("name", "minutes", "color", "fee_minor", "wage_minor")
_MONEY = "in minor units of the practice's currency: 0 to 100,000,000."


@strawberry.input(description="A service to create.")
class ServiceCreateInput:
    """For `serviceCreate`."""

    name: str = described("The service's name: 1 to 200 characters in one line.")
    minutes: int = described("Usual length, in minutes: 1 to 1,440.")
    color: str = described("Calendar color, as #rrggbb.")
    fee_minor: int = described(f"What a client pays, {_MONEY}")
    wage_minor: int = described(f"What a clinician earns, {_MONEY}")
    idempotency_key: str | None = repeats()


@strawberry.input(description="What changes of a service; what is absent stays as it is.")
class ServiceUpdateInput:
    """For `serviceUpdate`."""

    service_id: strawberry.ID = described("The service.")
    name: strawberry.Maybe[str | None] = must_be(
        "The service's name: 1 to 200 characters in one line."
    )
    minutes: strawberry.Maybe[int | None] = must_be("Usual length, in minutes: 1 to 1,440.")
    color: strawberry.Maybe[str | None] = must_be("Calendar color, as #rrggbb.")
    fee_minor: strawberry.Maybe[int | None] = must_be(f"What a client pays, {_MONEY}")
    wage_minor: strawberry.Maybe[int | None] = must_be(f"What a clinician earns, {_MONEY}")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A service to retire.")
class ServiceRetireInput:
    """For `serviceRetire`."""

    service_id: strawberry.ID = described("The service; ILLEGAL_STEP where it is retired.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The created service.")
class ServiceCreatePayload(Payload):
    """From `serviceCreate`."""

    service: Service | None = shows("The service; null where it was refused.")


@strawberry.type(description="The updated service.")
class ServiceUpdatePayload(Payload):
    """From `serviceUpdate`."""

    service: Service | None = shows("The service as it is now; null where it was refused.")


@strawberry.type(description="The retired service.")
class ServiceRetirePayload(Payload):
    """From `serviceRetire`."""

    service: Service | None = shows("The service, retired; null where it was refused.")


@strawberry.type
class ServiceChanges:
    """Mutations of services."""

    @strawberry.mutation(description="Create a service. For owners and admins.")
    async def service_create(
        self, info: Info, input: Annotated[ServiceCreateInput, given("The service.")]
    ) -> ServiceCreatePayload | None:
        """Decode, call, wrap."""
        form = {name: getattr(input, name) for name in _UPDATABLE}
        change = partial(services.create, form=form)
        return await changed(info, ServiceCreatePayload, change, input)

    @strawberry.mutation(
        description="Update a service; what was booked or saved with it keeps its length and "
        "price. For owners and admins."
    )
    async def service_update(
        self, info: Info, input: Annotated[ServiceUpdateInput, given("What changes.")]
    ) -> ServiceUpdatePayload | None:
        """Decode, call, wrap."""
        change = partial(
            services.update,
            key=key(Noun.SERVICE, input.service_id),
            expected=input.expected_version,
            form=parts(input, *_UPDATABLE),
        )
        return await changed(info, ServiceUpdatePayload, change, input)

    @strawberry.mutation(
        description="Retire a service for good: cycles and sessions that hold it stay, and no new "
        "ones may name it. For owners and admins."
    )
    async def service_retire(
        self, info: Info, input: Annotated[ServiceRetireInput, given("Which service.")]
    ) -> ServiceRetirePayload | None:
        """Decode, call, wrap."""
        service = key(Noun.SERVICE, input.service_id)
        change = partial(services.retire, key=service, expected=input.expected_version)
        return await changed(info, ServiceRetirePayload, change, input)
