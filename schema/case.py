"""Cases: reading and opening them."""

from datetime import date

import strawberry

from schema.attendance import Attendance
from schema.basics import After, Before, First, Last, Moment, Node, compiled, described
from schema.cycle import Cycle
from schema.pages import Connection
from schema.practice import Location, Member
from schema.refs import ClientRef
from schema.session import Scope, Session
from schema.todo import Todo
from schema.words import BookingPolicy, CaseStatus, SessionScope


@strawberry.type(description="One problem or referral of a client.")
class Case(Node):
    """What cycles and sessions belong to."""

    title: str = described("What it is about; at most 200 characters.")
    status: CaseStatus = described("Whether it takes new cycles and sessions.")
    issued_on: date | None = described("When the referral was issued.")
    expires_on: date | None = described("When the referral expires.")
    max_sessions: int | None = described("The case's own maximum; null: no limit.")
    booking_policy: BookingPolicy | None = described("Overrides the practice's; null: as there.")
    created_at: Moment = described("When it was opened.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    client: ClientRef = described("Whose case it is.")
    location: Location = described("Where it is treated.")
    supervising_clinician: Member | None = described("Who gets its progress summary todos.")
    cycles: list[Cycle] = described("Its cycles, oldest first.")
    todos: list[Todo] = described("Work about it, oldest first.")

    @strawberry.field(description="Sessions that its client attends on it, latest first.")
    def sessions(
        self,
        scope: Scope = SessionScope.ALL,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Session]:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="Its client's parts in sessions, newest first.")
    def attendances(
        self,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Attendance]:
        """Answered by the compiled reads."""
        return compiled()
