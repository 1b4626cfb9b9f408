"""Sessions and their items."""

import strawberry

from schema.attendance import Attendance
from schema.basics import Moment, Node, described
from schema.practice import Location, Member, Service
from schema.refs import TodoRef
from schema.words import BookingStatus, SessionKind


@strawberry.type(description="A service within a session; with a time, it stands in the calendar.")
class SessionItem(Node):
    """What a calendar shows."""

    position: int = described("Its place in the session, from 0.")
    starts_at: Moment | None = described("When it starts; null while not booked.")
    ends_at: Moment | None = described("When it ends; null while not booked.")
    conflict_overridden: bool | None = described(
        "Whether it was booked over a conflict on purpose; null for clients."
    )
    service: Service = described("What is given.")
    clinician: Member | None = described("Who gives it; null: nobody yet.")
    location: Location = described("The clinic where it is given.")
    session: "Session" = described("The session that it is part of.")


@strawberry.type(description="One visit: planned, booked or done.")
class Session(Node):
    """Items and attendees."""

    kind: SessionKind = described("SINGLE or GROUP; follows from attendees and capacity.")
    booking_status: BookingStatus = described(
        "Follows from the items' times and the attendances; for clients, their own."
    )
    starts_at: Moment | None = described("Start of its first item; null while none has a time.")
    ends_at: Moment | None = described("End of its last item; null while none has a time.")
    is_unsaved: bool = described(
        "Its time has passed and an attendance is still open; for clients, their own."
    )
    capacity: int = described("How many can attend: 1 to 100.")
    public_note: str | None = described(
        "For all who take part, clients too: at most 10,000 characters."
    )
    canceled_at: Moment | None = described("When the whole session was canceled; null: it was not.")
    canceled_because: str | None = described("Why, as staff wrote it; null for clients.")
    private_note: str | None = described(
        "For staff only, at most 10,000 characters; null for clients."
    )
    created_at: Moment = described("When it was booked.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    location: Location = described("The clinic.")
    items: list[SessionItem] = described("What is given, in order.")
    todos: list[TodoRef] = described("Work about it, oldest first; none for clients.")
    attendances: list[Attendance] = described("Who attends; a client sees their own part only.")
