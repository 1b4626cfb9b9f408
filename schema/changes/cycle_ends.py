"""Completing, discontinuing and reopening cycles."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import cycle_ends
from schema.asking import Info
from schema.basics import described, given
from schema.case import Case
from schema.changes.changing import Payload, changed, expects, key, lists, repeats, shows
from schema.cycle import Cycle
from schema.todo import Todo


@strawberry.input(description="A cycle that is used up.")
class CycleCompleteInput:
    """For `cycleComplete`."""

    cycle_id: strawberry.ID = described("The cycle; ACTIVE and at its authorized count.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A cycle that stops early.")
class CycleDiscontinueInput:
    """For `cycleDiscontinue`."""

    cycle_id: strawberry.ID = described("The cycle; it must be a DRAFT or ACTIVE.")
    reason: str = described("Why: 1 to 10,000 characters.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A cycle to open again.")
class CycleReopenInput:
    """For `cycleReopen`."""

    cycle_id: strawberry.ID = described("The cycle; it must be COMPLETED or DISCONTINUED.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The completed cycle.")
class CycleCompletePayload(Payload):
    """From `cycleComplete`."""

    cycle: Cycle | None = shows("The cycle, COMPLETED; null where it was refused.")
    case: Case | None = shows("The case that it is on.")


@strawberry.type(description="The discontinued cycle.")
class CycleDiscontinuePayload(Payload):
    """From `cycleDiscontinue`."""

    cycle: Cycle | None = shows("The cycle, DISCONTINUED; null where it was refused.")
    case: Case | None = shows("The case that it is on.")


@strawberry.type(description="The cycle, in force again.")
class CycleReopenPayload(Payload):
    """From `cycleReopen`."""

    cycle: Cycle | None = shows("The cycle, ACTIVE; null where it was refused.")
    case: Case | None = shows("The case that it is on.")
    todos_created: list[Todo] = lists("What thresholds that are passed already called for.")
    warnings: list[str] = lists(
        "That it holds more than it authorizes, unless the policy is ALLOW."
    )


@strawberry.type
class CycleEnds:
    """Mutations that end cycles and open them again."""

    @strawberry.mutation(
        description="Mark a cycle at its authorized count COMPLETED, or be refused with "
        "CYCLE_NOT_USED_UP; open sessions are taken off it. ILLEGAL_STEP unless it is "
        "ACTIVE. For clinic managers and up."
    )
    async def cycle_complete(
        self, info: Info, input: Annotated[CycleCompleteInput, given("Which cycle.")]
    ) -> CycleCompletePayload | None:
        """Decode, call, wrap."""
        cycle = key(Noun.CYCLE, input.cycle_id)
        change = partial(cycle_ends.complete, key=cycle, expected=input.expected_version)
        return await changed(info, CycleCompletePayload, change, input)

    @strawberry.mutation(
        description="Stop a cycle early; open sessions are taken off it. ILLEGAL_STEP where it "
        "has ended. For clinic managers and up."
    )
    async def cycle_discontinue(
        self, info: Info, input: Annotated[CycleDiscontinueInput, given("Which cycle, and why.")]
    ) -> CycleDiscontinuePayload | None:
        """Decode, call, wrap."""
        change = partial(
            cycle_ends.discontinue,
            key=key(Noun.CYCLE, input.cycle_id),
            reason=input.reason,
            expected=input.expected_version,
        )
        return await changed(info, CycleDiscontinuePayload, change, input)

    @strawberry.mutation(
        description="Open an ended cycle again, in a new run: each milestone may fire once more, "
        "those already passed at once, and open sessions link as on activation. "
        "ILLEGAL_STEP unless it has ended, CASE_CLOSED, SERVICE_ALREADY_SERVED. For "
        "clinic managers and up."
    )
    async def cycle_reopen(
        self, info: Info, input: Annotated[CycleReopenInput, given("Which cycle.")]
    ) -> CycleReopenPayload | None:
        """Decode, call, wrap."""
        cycle = key(Noun.CYCLE, input.cycle_id)
        change = partial(cycle_ends.reopen, key=cycle, expected=input.expected_version)
        return await changed(info, CycleReopenPayload, change, input)
