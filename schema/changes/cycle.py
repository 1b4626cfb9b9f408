"""Creating and activating cycles."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import cycles
from schema.asking import Info
from schema.basics import described, given
from schema.case import Case
from schema.changes.changing import Payload, changed, expects, key, lists, repeats, shows, some_key
from schema.cycle import Cycle
from schema.todo import Todo


@strawberry.input(description="A cycle to draft.")
class CycleCreateInput:
    """For `cycleCreate`."""

    case_id: strawberry.ID = described("The case; it must be OPEN.")
    service_ids: list[strawberry.ID] = described("Its service mix: 1 to 20 services, each once.")
    authorized: int = described("How many sessions it authorizes: 1 to 1,000.")
    carried_in: int = strawberry.field(
        description="Sessions used before the practice moved here: 0 to authorized.", default=0
    )
    idempotency_key: str | None = repeats()


@strawberry.type(description="The drafted cycle.")
class CycleCreatePayload(Payload):
    """From `cycleCreate`."""

    cycle: Cycle | None = shows("The cycle, a DRAFT; null where it was refused.")
    case: Case | None = shows("The case that it is on.")


@strawberry.input(description="A cycle to activate.")
class CycleActivateInput:
    """For `cycleActivate`."""

    cycle_id: strawberry.ID = described("The cycle; refused with ILLEGAL_STEP unless it can.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The activated cycle.")
class CycleActivatePayload(Payload):
    """From `cycleActivate`."""

    cycle: Cycle | None = shows("The cycle, ACTIVE; null where it was refused.")
    todos_created: list[Todo] = lists("What passing a threshold called for.")
    warnings: list[str] = lists(
        "That it holds more than it authorizes, unless the policy is ALLOW."
    )


@strawberry.type
class CycleChanges:
    """Mutations of cycles."""

    @strawberry.mutation(
        description="Draft a cycle on an open case. CASE_CLOSED where it is not, RETIRED where a "
        "service is. For clinic managers and up."
    )
    async def cycle_create(
        self, info: Info, input: Annotated[CycleCreateInput, given("The cycle.")]
    ) -> CycleCreatePayload | None:
        """Decode, call, wrap."""
        change = partial(
            cycles.create,
            case_key=key(Noun.CASE, input.case_id),
            services=[some_key(Noun.SERVICE, id) for id in input.service_ids],
            authorized=input.authorized,
            carried_in=input.carried_in,
        )
        return await changed(info, CycleCreatePayload, change, input)

    @strawberry.mutation(
        description="Activate a cycle: open sessions of the case with a matching service and no "
        "cycle yet link to it. ILLEGAL_STEP unless it is a DRAFT, CASE_CLOSED, "
        "SERVICE_ALREADY_SERVED. For clinic managers and up."
    )
    async def cycle_activate(
        self, info: Info, input: Annotated[CycleActivateInput, given("Which cycle.")]
    ) -> CycleActivatePayload | None:
        """Decode, call, wrap."""
        cycle = key(Noun.CYCLE, input.cycle_id)
        change = partial(cycles.activate, key=cycle, expected=input.expected_version)
        return await changed(info, CycleActivatePayload, change, input)
