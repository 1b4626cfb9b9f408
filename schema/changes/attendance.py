"""Completing and reopening attendances."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import attendances, reopening
from schema.asking import Info
from schema.attendance import Attendance
from schema.basics import described, given
from schema.changes.changing import Payload, changed, expects, key, lists, repeats, shows
from schema.cycle import Cycle
from schema.session import Session
from schema.todo import Todo
from schema.words import AttendanceStatus


@strawberry.input(description="An attendance to save.")
class AttendanceCompleteInput:
    """For `attendanceComplete`."""

    attendance_id: strawberry.ID = described("The attendance; it must be OPEN.")
    outcome: AttendanceStatus = strawberry.field(
        description="How it ended: COMPLETED, CANCELED or MISSED.",
        default=AttendanceStatus.COMPLETED,
    )
    without_consuming: bool = strawberry.field(
        description="Consume no authorized session. For clinic managers and up.", default=False
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="An attendance to open again.")
class AttendanceReopenInput:
    """For `attendanceReopen`."""

    attendance_id: strawberry.ID = described("The attendance; it must have ended.")
    override_conflicts: bool = strawberry.field(
        description="Take its hour back over conflicts, on record. For clinic managers and up.",
        default=False,
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The saved attendance and what it set off.")
class AttendanceCompletePayload(Payload):
    """From `attendanceComplete`."""

    attendance: Attendance | None = shows("The attendance; null where it was refused.")
    session: Session | None = shows("Its session.")
    cycle: Cycle | None = shows("The cycle that it draws on, if any.")
    todos_created: list[Todo] = lists("What passing a threshold called for.")


@strawberry.type(description="The reopened attendance.")
class AttendanceReopenPayload(Payload):
    """From `attendanceReopen`."""

    attendance: Attendance | None = shows("The attendance; null where it was refused.")
    session: Session | None = shows("Its session.")
    cycle: Cycle | None = shows("The cycle that got its session back, if any.")
    warnings: list[str] = lists("What the policy WARN has to say, and of a cycle that has ended.")


@strawberry.type
class AttendanceChanges:
    """Mutations of attendances."""

    @strawberry.mutation(
        description="Save how an attendance ended. Treated on an ACTIVE cycle, it consumes one "
        "authorized session, or is refused with CYCLE_EXHAUSTED; ILLEGAL_STEP where "
        "it has ended. For members of every role."
    )
    async def attendance_complete(
        self,
        info: Info,
        input: Annotated[AttendanceCompleteInput, given("Which attendance, and how it ended.")],
    ) -> AttendanceCompletePayload | None:
        """Decode, call, wrap."""
        change = partial(
            attendances.complete,
            key=key(Noun.ATTENDANCE, input.attendance_id),
            outcome=input.outcome,
            without_consuming=input.without_consuming,
            expected=input.expected_version,
        )
        return await changed(info, AttendanceCompletePayload, change, input)

    @strawberry.mutation(
        description="Open an ended attendance again: the cycle gets its session back. "
        "ILLEGAL_STEP where it is OPEN, BOOKING_CONFLICT where somebody has its hour meanwhile, "
        "BOOKED_BEYOND_AUTHORIZED by the policy BLOCK, CASE_CLOSED on a closed case. For members "
        "of every role."
    )
    async def attendance_reopen(
        self, info: Info, input: Annotated[AttendanceReopenInput, given("Which attendance.")]
    ) -> AttendanceReopenPayload | None:
        """Decode, call, wrap."""
        attendance = key(Noun.ATTENDANCE, input.attendance_id)
        change = partial(
            reopening.reopen,
            key=attendance,
            override=input.override_conflicts,
            expected=input.expected_version,
        )
        return await changed(info, AttendanceReopenPayload, change, input)
