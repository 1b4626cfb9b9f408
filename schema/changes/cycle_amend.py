"""Amending cycles."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import cycle_amending
from resolvers.cycle_amending import Amendment
from schema.asking import Info
from schema.basics import described, given
from schema.case import Case
from schema.changes.changing import (
    Payload,
    changed,
    expects,
    key,
    lists,
    may_be,
    must_be,
    parts,
    repeats,
    shows,
    some_key,
)
from schema.cycle import Cycle
from schema.session import Session
from schema.todo import Todo


@strawberry.input(description="What is to be another in a cycle; what is left out stays.")
class CycleAmendInput:
    """For `cycleAmend`."""

    cycle_id: strawberry.ID = described("The cycle; it must be a DRAFT or ACTIVE.")
    authorized: strawberry.Maybe[int | None] = must_be(
        "How many sessions it authorizes: 1 to 1,000, never fewer than are used."
    )
    carried_in: strawberry.Maybe[int | None] = must_be(
        "Sessions used before the practice moved here: 0 to authorized."
    )
    summary_percent: strawberry.Maybe[int | None] = may_be(
        "When a progress summary is due: 1 to 100 %; null: as the practice sets it."
    )
    renewal_percent: strawberry.Maybe[int | None] = may_be(
        "When a renewal is due: 1 to 100 %; null: as the practice sets it."
    )
    service_ids: strawberry.Maybe[list[strawberry.ID] | None] = must_be(
        "Its service mix: 1 to 20 services, each once; only while it is a DRAFT."
    )
    accept_orphans: bool = strawberry.field(
        description="Take sessions that are booked beyond the lowered count off the cycle, those "
        "that start last; otherwise they refuse the change with ORPHANS_SESSIONS.",
        default=False,
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()

    def amendment(self) -> Amendment:
        """What is given, by the names that the rules use."""
        names = ("authorized", "carried_in", "summary_percent", "renewal_percent")
        services = None
        if self.service_ids is not None and self.service_ids.value is not None:
            services = [some_key(Noun.SERVICE, id) for id in self.service_ids.value]
        return Amendment(parts(self, *names), services, self.accept_orphans)


@strawberry.type(description="The amended cycle.")
class CycleAmendPayload(Payload):
    """From `cycleAmend`."""

    cycle: Cycle | None = shows("The cycle; null where it was refused.")
    case: Case | None = shows("The case that it is on.")
    orphaned_sessions: list[Session] = lists("Sessions that were taken off the cycle.")
    todos_created: list[Todo] = lists("What passing a threshold for the first time called for.")


@strawberry.type
class CycleAmending:
    """The mutation that amends cycles."""

    @strawberry.mutation(
        description="Amend a cycle's counts, thresholds and, while it is a DRAFT, its service "
        "mix. A milestone that is true for the first time fires; none fires again. "
        "CYCLE_ENDED where it has, BELOW_CONSUMED and ORPHANS_SESSIONS where the "
        "count is too low. For clinic managers and up."
    )
    async def cycle_amend(
        self, info: Info, input: Annotated[CycleAmendInput, given("What is to be another.")]
    ) -> CycleAmendPayload | None:
        """Decode, call, wrap."""
        change = partial(
            cycle_amending.amend,
            key=key(Noun.CYCLE, input.cycle_id),
            new=input.amendment(),
            expected=input.expected_version,
        )
        return await changed(info, CycleAmendPayload, change, input)
