"""Cases: reading and opening them."""

from datetime import date

import strawberry

from schema import lists
from schema.attendance import Attendance
from schema.basics import Moment, Node, described
from schema.cycle import Cycle
from schema.pages import Connection
from schema.practice import Location, Member
from schema.refs import ClientRef
from schema.session import Session
from schema.todo import Todo
from schema.words import BookingPolicy, CaseStatus


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
    sessions_done: int = described("Past sessions neither canceled nor missed; open ones count.")
    sessions_booked: int = described("Sessions with a time, neither canceled nor missed.")
    sessions_left: int | None = described("Maximum less done, at least 0; null without a maximum.")
    percent_done: float | None = described("Done of the maximum, in %, cut to a tenth.")
    percent_booked: float | None = described("Booked of the maximum, in %, cut to a tenth.")
    cycles: list[Cycle] = described("Its cycles, oldest first.")
    todos: list[Todo] = described("Work about it, oldest first.")

    sessions: Connection[Session] = lists.sessions("Sessions on it, latest first.")

    attendances: Connection[Attendance] = lists.attendances("Attendances on it, newest first.")
