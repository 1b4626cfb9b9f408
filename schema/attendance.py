"""Attendances."""

import strawberry

from schema.basics import Moment, Node, described
from schema.practice import Member
from schema.refs import CaseRef, ClientRef, ConsumptionEntryRef, CycleRef, SessionRef
from schema.words import AttendanceStatus, NotConsuming


@strawberry.type(description="One client's part in a session, and how it ended.")
class Attendance(Node):
    """What consumes a cycle."""

    status: AttendanceStatus = described("How it ended, or OPEN.")
    completed_at: Moment | None = described("When it was saved; null while open.")
    created_at: Moment = described("When it was booked.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    is_consuming: bool | None = described(
        "Whether it holds a session of a cycle; null for clients."
    )
    why_not_consuming: NotConsuming | None = described("Why not; null where it does.")
    completed_by: Member | None = described("Who saved it; null for clients.")
    session: SessionRef = described("The session.")
    client: ClientRef = described("Who attends.")
    case: CaseRef | None = described("The case that it is on; null for none, and for clients.")
    cycle: CycleRef | None = described(
        "The cycle that it draws on; null for none, and for clients."
    )
    entries: list[ConsumptionEntryRef] = described(
        "What it took of cycles and gave back, oldest first; none for clients."
    )
