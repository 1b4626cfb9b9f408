"""Saving many attendances at once."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import bulk
from schema.asking import Info
from schema.attendance import Attendance
from schema.basics import described, given
from schema.changes.changing import Payload, changed, expects, key, lists, repeats
from schema.cycle import Cycle
from schema.session import Session
from schema.todo import Todo
from schema.words import AttendanceStatus


@strawberry.input(description="One of the attendances to save.")
class AttendanceEndingInput:
    """Part of `attendancesComplete`."""

    attendance_id: strawberry.ID = described("The attendance; it must be OPEN.")
    outcome: AttendanceStatus = strawberry.field(
        description="How it ended: COMPLETED, CANCELED or MISSED.",
        default=AttendanceStatus.COMPLETED,
    )
    without_consuming: bool = strawberry.field(
        description="Consume no authorized session. For clinic managers and up.", default=False
    )
    expected_version: int | None = expects()


@strawberry.input(description="Attendances to save.")
class AttendancesCompleteInput:
    """For `attendancesComplete`."""

    items: list[AttendanceEndingInput] = described("1 to 100 attendances, each once.")
    idempotency_key: str | None = repeats()


@strawberry.type(description="The saved attendances and what they set off.")
class AttendancesCompletePayload(Payload):
    """From `attendancesComplete`: `errors` tells of those that were refused, by their places."""

    attendances: list[Attendance] = lists("Those that were saved, in the order given.")
    sessions: list[Session] = lists("Their sessions, each once.")
    cycles: list[Cycle] = lists("The cycles that they draw on, each once.")
    todos_created: list[Todo] = lists("What passing thresholds called for.")


@strawberry.type
class ManyChanges:
    """Mutations of many."""

    @strawberry.mutation(
        description="Save how up to 100 attendances ended, in one transaction. Each is answered "
        "for: one that is refused does not stop the others, and its errors have the path "
        "`input.items.<its place>`; so are one that is named again in the list and one that asks "
        "for `withoutConsuming` where your role may not. For members of every role."
    )
    async def attendances_complete(
        self, info: Info, input: Annotated[AttendancesCompleteInput, given("Which, and how.")]
    ) -> AttendancesCompletePayload | None:
        """Decode, call, wrap."""
        endings = [
            bulk.Ending(
                key(Noun.ATTENDANCE, item.attendance_id),
                item.outcome,
                item.without_consuming,
                item.expected_version,
            )
            for item in input.items
        ]
        change = partial(bulk.complete_many, endings=endings)
        return await changed(info, AttendancesCompletePayload, change, input)
