"""Linking attendances to other cycles."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import links
from schema.asking import Info
from schema.attendance import Attendance
from schema.basics import described, given
from schema.changes.changing import Payload, changed, expects, key, lists, repeats, shows
from schema.cycle import Cycle
from schema.session import Session
from schema.todo import Todo


@strawberry.input(description="An attendance to link to another cycle.")
class AttendanceRelinkInput:
    """For `attendanceRelink`."""

    attendance_id: strawberry.ID = described("The attendance, open or ended.")
    cycle_id: strawberry.ID = described("The cycle: ACTIVE, and of the attendance's case.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="An attendance to take off its cycle.")
class AttendanceUnlinkInput:
    """For `attendanceUnlink`."""

    attendance_id: strawberry.ID = described("The attendance; it must be linked to a cycle.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The linked attendance, and both cycles.")
class AttendanceRelinkPayload(Payload):
    """From `attendanceRelink`."""

    attendance: Attendance | None = shows("The attendance; null where it was refused.")
    session: Session | None = shows("Its session.")
    cycle: Cycle | None = shows("The cycle that it draws on now.")
    previous_cycle: Cycle | None = shows("The one that it drew on before, if any.")
    todos_created: list[Todo] = lists("What passing a threshold called for.")
    warnings: list[str] = lists("What the policy WARN has to say.")


@strawberry.type(description="The unlinked attendance, and the cycle that it was on.")
class AttendanceUnlinkPayload(Payload):
    """From `attendanceUnlink`."""

    attendance: Attendance | None = shows("The attendance; null where it was refused.")
    session: Session | None = shows("Its session.")
    previous_cycle: Cycle | None = shows("The cycle that it drew on before.")


@strawberry.type
class LinkChanges:
    """Mutations of links."""

    @strawberry.mutation(
        description="Link an attendance to another active cycle of its case; INVALID where it is "
        "on that one already. A treated one moves its consumption there, or is refused with "
        "CYCLE_EXHAUSTED; one that was completed without consuming goes on so. An OPEN one is "
        "refused with BOOKED_BEYOND_AUTHORIZED by the policy BLOCK. For clinic managers and up."
    )
    async def attendance_relink(
        self, info: Info, input: Annotated[AttendanceRelinkInput, given("Which, and where to.")]
    ) -> AttendanceRelinkPayload | None:
        """Decode, call, wrap."""
        change = partial(
            links.relink,
            key=key(Noun.ATTENDANCE, input.attendance_id),
            cycle=key(Noun.CYCLE, input.cycle_id),
            expected=input.expected_version,
        )
        return await changed(info, AttendanceRelinkPayload, change, input)

    @strawberry.mutation(
        description="Take an attendance off its cycle, which gets back what it consumed. INVALID "
        "where it is on none. For clinic managers and up."
    )
    async def attendance_unlink(
        self, info: Info, input: Annotated[AttendanceUnlinkInput, given("Which attendance.")]
    ) -> AttendanceUnlinkPayload | None:
        """Decode, call, wrap."""
        attendance = key(Noun.ATTENDANCE, input.attendance_id)
        change = partial(links.unlink, key=attendance, expected=input.expected_version)
        return await changed(info, AttendanceUnlinkPayload, change, input)
