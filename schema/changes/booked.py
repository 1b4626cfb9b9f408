"""Rescheduling and canceling sessions, and their notes."""

from functools import partial
from typing import Annotated

import strawberry

from domain.booked import Move
from domain.ids import Noun
from resolvers import booked
from schema.asking import Info
from schema.attendance import Attendance
from schema.basics import Moment, described, given
from schema.changes.amiss import read
from schema.changes.changing import (
    Payload,
    changed,
    expects,
    key,
    keyed,
    keyed_unless_null,
    lists,
    may_be,
    must_be,
    parts,
    repeats,
    shows,
)
from schema.cycle import Cycle
from schema.session import Session


@strawberry.input(description="What is to become of an item; what is absent stays as it is.")
class SessionMoveInput:
    """Part of `sessionReschedule`."""

    item_id: strawberry.ID = described("An item of the session.")
    starts_at: strawberry.Maybe[Moment | None] = may_be(
        "Its start, at most 5 years from now; null takes the time away."
    )
    ends_at: strawberry.Maybe[Moment | None] = may_be(
        "Its end, within 24 hours of the start; where absent, the item keeps its length."
    )
    clinician_id: strawberry.Maybe[strawberry.ID | None] = may_be("Who gives it; null: nobody yet.")
    location_id: strawberry.Maybe[strawberry.ID | None] = must_be("Where.")


@strawberry.input(description="A session to reschedule.")
class SessionRescheduleInput:
    """For `sessionReschedule`."""

    session_id: strawberry.ID = described("The session; none of its attendances has ended.")
    items: list[SessionMoveInput] = described("1 to 20 of its items, each once.")
    override_conflicts: bool = strawberry.field(
        description="Move over conflicts, on record. For clinic managers and up.", default=False
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A session's notes; what is absent stays as it is.")
class SessionUpdateNotesInput:
    """For `sessionUpdateNotes`."""

    session_id: strawberry.ID = described("The session.")
    public_note: strawberry.Maybe[str | None] = may_be(
        "Visible to every participant; at most 10,000 characters; null: none."
    )
    private_note: strawberry.Maybe[str | None] = may_be(
        "For staff only; at most 10,000 characters; null: none."
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A session to cancel.")
class SessionCancelInput:
    """For `sessionCancel`."""

    session_id: strawberry.ID = described("The session; something of it is OPEN.")
    reason: str | None = strawberry.field(
        description="For staff only; at most 10,000 characters.", default=None
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The changed session.")
class SessionPayload(Payload):
    """From `sessionReschedule` and `sessionUpdateNotes`."""

    session: Session | None = shows("The session; null where it was refused.")


@strawberry.type(description="The canceled session.")
class SessionCancelPayload(Payload):
    """From `sessionCancel`."""

    session: Session | None = shows(
        "The session, canceled unless somebody was treated; null where it was refused."
    )
    attendances: list[Attendance] = lists("The attendances that ended as CANCELED.")
    cycles: list[Cycle] = lists("The cycles that they held a session of.")


@strawberry.type
class BookedChanges:
    """Mutations of sessions that are there."""

    @strawberry.mutation(
        description="Give items of an open session other times, clinicians or places. "
        "BOOKING_CONFLICT where the clinician or a client is taken, INVALID where an "
        "attendance has ended, RETIRED where the clinician or place is. For members "
        "of every role."
    )
    async def session_reschedule(
        self, info: Info, input: Annotated[SessionRescheduleInput, given("Which, and when.")]
    ) -> SessionPayload | None:
        """Decode, call, wrap."""
        change = partial(
            booked.reschedule,
            key=key(Noun.SESSION, input.session_id),
            moves=[_move(item) for item in input.items],
            override=input.override_conflicts,
            expected=input.expected_version,
        )
        return await changed(info, SessionPayload, change, input)

    @strawberry.mutation(
        description="Replace a session's notes, ended or not. For members of every role."
    )
    async def session_update_notes(
        self, info: Info, input: Annotated[SessionUpdateNotesInput, given("Which, and what.")]
    ) -> SessionPayload | None:
        """Decode, call, wrap."""
        change = partial(
            booked.note,
            key=key(Noun.SESSION, input.session_id),
            notes=parts(input, "public_note", "private_note"),
            expected=input.expected_version,
        )
        return await changed(info, SessionPayload, change, input)

    @strawberry.mutation(
        description="Cancel the whole session: every open attendance ends as CANCELED and "
        "consumes nothing. INVALID where nothing of it is open. Where somebody was treated "
        "already, the session itself stays as it is. To cancel one attendee of a group, use "
        "attendanceComplete. For members of every role."
    )
    async def session_cancel(
        self, info: Info, input: Annotated[SessionCancelInput, given("Which, and why.")]
    ) -> SessionCancelPayload | None:
        """Decode, call, wrap."""
        change = partial(
            booked.cancel,
            key=key(Noun.SESSION, input.session_id),
            because=input.reason,
            expected=input.expected_version,
        )
        return await changed(info, SessionCancelPayload, change, input)


def _move(input: SessionMoveInput) -> Move:
    """The item's changes with the ids decoded."""
    times = parts(input, "starts_at", "ends_at")
    given = {
        # What is no time is told beside what is wrong with the rest of the item.
        **(times if read(*times.values()) else {}),
        **keyed("clinician", Noun.MEMBER, input.clinician_id),
        **keyed_unless_null("location", Noun.LOCATION, input.location_id),
    }
    return Move(key(Noun.ITEM, input.item_id), given)
