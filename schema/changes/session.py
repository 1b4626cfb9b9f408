"""Booking sessions."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry

from domain.errors import Invalid
from domain.ids import Noun
from domain.sessions import Attendee, NewItem
from resolvers import sessions
from schema.asking import Info
from schema.basics import Moment, described, given
from schema.changes.amiss import read
from schema.changes.changing import Payload, changed, lists, repeats, shows, some_key
from schema.session import Session


@strawberry.input(description="A service to be given in the session.")
class SessionItemInput:
    """Part of `sessionBook`."""

    service_id: strawberry.ID = described("What is given.")
    clinician_id: strawberry.ID | None = strawberry.field(
        description="Who gives it; null while open.", default=None
    )
    location_id: strawberry.ID | None = strawberry.field(
        description="Where; null: at the session's location.", default=None
    )
    starts_at: Moment | None = strawberry.field(
        description="When it starts, at most 5 years from now; null while not booked.",
        default=None,
    )
    ends_at: Moment | None = strawberry.field(
        description="When it ends: after its start, within 24 hours; null only without a start.",
        default=None,
    )


@strawberry.input(description="A client who is to attend.")
class SessionAttendeeInput:
    """Part of `sessionBook`."""

    client_id: strawberry.ID = described("Who attends.")
    case_id: strawberry.ID | None = strawberry.field(
        description="On which of the client's open cases; null: on none.", default=None
    )


@strawberry.input(description="A session to book, single or group, with a time or without.")
class SessionBookInput:
    """For `sessionBook`."""

    location_id: strawberry.ID = described("The clinic.")
    items: list[SessionItemInput] = described("What is given: 1 to 20 items.")
    attendees: list[SessionAttendeeInput] = described("Who attends: 1 to 100 clients, each once.")
    capacity: int | None = strawberry.field(
        description="How many can attend, to 100; null: those who are named.", default=None
    )
    public_note: str | None = strawberry.field(
        description="Visible to every participant; at most 10,000 characters.", default=None
    )
    private_note: str | None = strawberry.field(
        description="For staff only; at most 10,000 characters.", default=None
    )
    override_conflicts: bool = strawberry.field(
        description="Book over conflicts, on record. For clinic managers and up.", default=False
    )
    idempotency_key: str | None = repeats()


@strawberry.type(description="The booked session.")
class SessionBookPayload(Payload):
    """From `sessionBook`."""

    session: Session | None = shows("The session; null where it was refused.")
    warnings: list[str] = lists("What the policy WARN has to say.")


@strawberry.type
class SessionChanges:
    """Mutations of sessions."""

    @strawberry.mutation(
        description="Book a session. Each attendance links to the active cycle of its case that "
        "serves it. BOOKING_CONFLICT where the clinician or a client is taken, "
        "BOOKED_BEYOND_AUTHORIZED by the policy BLOCK; CASE_CLOSED, CLIENT_ARCHIVED "
        "and RETIRED for whoever or whatever takes nothing new. For members of every "
        "role."
    )
    async def session_book(
        self, info: Info, input: Annotated[SessionBookInput, given("The session.")]
    ) -> SessionBookPayload | None:
        """Decode, call, wrap."""
        change = partial(sessions.book, new=new_session(input))
        return await changed(info, SessionBookPayload, change, input)


def new_session(input: Annotated[SessionBookInput, given("The session.")]) -> sessions.NewSession:
    """The input with its ids decoded."""
    location = some_key(Noun.LOCATION, input.location_id)
    attendees = tuple(
        Attendee(
            some_key(Noun.CLIENT, who.client_id),
            some_key(Noun.CASE, who.case_id) if who.case_id is not None else None,
        )
        for who in input.attendees
    )
    return sessions.NewSession(
        location,
        tuple(_item(item, location) for item in input.items),
        attendees,
        len(attendees) if input.capacity is None else input.capacity,
        input.public_note,
        input.private_note,
        input.override_conflicts,
        tuple(_half_timed(input.items)),
    )


def _item(item: SessionItemInput, location: UUID) -> NewItem:
    clinician, place = item.clinician_id, item.location_id
    # Without its time it is judged all the same: what is no time is told beside the rest.
    timed = read(item.starts_at, item.ends_at)
    return NewItem(
        some_key(Noun.SERVICE, item.service_id),
        some_key(Noun.MEMBER, clinician) if clinician is not None else None,
        some_key(Noun.LOCATION, place) if place is not None else location,
        item.starts_at if timed else None,
        item.ends_at if timed else None,
    )


def _half_timed(items: list[SessionItemInput]) -> Iterator[Invalid]:
    for at, item in enumerate(items):
        if (item.starts_at is None) != (item.ends_at is None):
            told = "Give both startsAt and endsAt, or neither."
            yield Invalid(told, ("input", "items", str(at), "endsAt"))
