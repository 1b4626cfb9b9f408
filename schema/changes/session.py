"""Booking sessions."""

from functools import partial
from uuid import UUID

import strawberry

from domain.errors import DomainError, Invalid, NotFound
from domain.ids import Noun, key_of
from domain.sessions import Attendee, NewItem
from resolvers import sessions
from schema.asking import Info
from schema.basics import Moment, described
from schema.changes.changing import Payload, changed, lists, shows
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
        description="When it starts, at most 5 years from today; null while not booked.",
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
        "serves it. BOOKING_CONFLICT where the clinician or a client is taken. For members of "
        "every role."
    )
    async def session_book(self, info: Info, input: SessionBookInput) -> SessionBookPayload | None:
        """Decode, call, wrap."""
        return await changed(
            info, SessionBookPayload, partial(sessions.book, new=new_session(input))
        )


def new_session(input: SessionBookInput) -> sessions.NewSession:
    """The input with its ids decoded; those that name nothing are refused with the rest."""
    ids = _Ids()
    location = ids.key(Noun.LOCATION, input.location_id, "locationId")
    items = tuple(_item(ids, at, item, location) for at, item in enumerate(input.items))
    attendees = tuple(
        Attendee(
            ids.key(Noun.CLIENT, who.client_id, "attendees", str(at), "clientId"),
            ids.optional(Noun.CASE, who.case_id, "attendees", str(at), "caseId"),
        )
        for at, who in enumerate(input.attendees)
    )
    return sessions.NewSession(
        location,
        items,
        attendees,
        len(attendees) if input.capacity is None else input.capacity,
        input.public_note,
        input.private_note,
        input.override_conflicts,
        tuple(ids.refused),
    )


def _item(ids: "_Ids", at: int, item: SessionItemInput, location: UUID) -> NewItem:
    place = ("items", str(at))
    if (item.starts_at is None) != (item.ends_at is None):
        told = "Give both startsAt and endsAt, or neither."
        ids.refused.append(Invalid(told, ("input", *place, "endsAt")))
    return NewItem(
        ids.key(Noun.SERVICE, item.service_id, *place, "serviceId"),
        ids.optional(Noun.MEMBER, item.clinician_id, *place, "clinicianId"),
        ids.optional(Noun.LOCATION, item.location_id, *place, "locationId") or location,
        item.starts_at,
        item.ends_at,
    )


class _Ids:
    """Decodes ids, and gathers the refusals of those that name nothing."""

    NOBODY = UUID(int=0)

    def __init__(self) -> None:
        self.refused: list[DomainError] = []

    def key(self, noun: Noun, id: strawberry.ID, *path: str) -> UUID:
        """The key, or a stand-in that finds nothing; the refusal is remembered."""
        found = key_of(noun, id)
        if found is None:
            self.refused.append(NotFound(path=("input", *path)))
        return found or self.NOBODY

    def optional(self, noun: Noun, id: strawberry.ID | None, *path: str) -> UUID | None:
        """The same where an id may be absent."""
        return None if id is None else self.key(noun, id, *path)
