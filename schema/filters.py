"""What lists can be narrowed by. Everything given must hold; absent and null narrow nothing."""

from datetime import date
from typing import Annotated, Any, Optional

import strawberry

from schema.basics import Moment, given
from schema.words import (
    AttendanceStatus,
    BookingPolicy,
    BookingStatus,
    CaseStatus,
    Category,
    ChangeKind,
    Channel,
    CycleStatus,
    MilestoneKind,
    NotConsuming,
    Role,
    SessionKind,
    TodoStatus,
)

Ids = list[strawberry.ID] | None


def by(description: str, name: str | None = None) -> Any:
    """An optional part of a filter."""
    return strawberry.field(description=description, default=None, name=name)


def among(what: str) -> Any:
    """A list of which one must match."""
    return by(f"{what}: one of these, at most 100.")


def related(what: str) -> Any:
    """A filter of a related record."""
    return by(f"{what} meets this.")


@strawberry.input(description="A span of moments; either end may be open.")
class MomentRange:
    """[from, until)."""

    begin: Moment | None = by("At or after this moment.", name="from")
    until: Moment | None = by("Before this moment; later than `from`.")


@strawberry.input(description="A span of days, both ends included; either may be open.")
class DateRange:
    """[from, to]."""

    begin: date | None = by("On or after this day.", name="from")
    to: date | None = by("On or before this day; not before `from`.")


@strawberry.input(description="Which clients.")
class ClientFilter:
    """Narrows clients."""

    ids: Ids = among("Id")
    search: str | None = by("Name holds this text; `jose` finds `José`. At most 200 characters.")
    is_archived: bool | None = by("Archived or not.")
    preferred_channel: list[Channel] | None = among("The preferred channel")
    unsubscribed_from: list[Category] | None = by(
        "What the client does not want has one of these, at most 100."
    )
    created_at: MomentRange | None = by("When registered.")
    cases: Optional["CaseFilter"] = related("At least one of the client's cases")
    attendances: Optional["AttendanceFilter"] = related("At least one of the client's attendances")
    sessions: Optional["SessionFilter"] = related("At least one session that the client attends")
    todos: Optional["TodoFilter"] = related("At least one todo about the client")


@strawberry.input(description="Which cases.")
class CaseFilter:
    """Narrows cases."""

    ids: Ids = among("Id")
    status: list[CaseStatus] | None = among("Status")
    booking_policy: list[BookingPolicy] | None = among("The case's own booking policy")
    issued_on: DateRange | None = by("When the referral was issued.")
    expires_on: DateRange | None = by("When the referral expires.")
    created_at: MomentRange | None = by("When opened.")
    client: ClientFilter | None = related("Its client")
    location: Optional["LocationFilter"] = related("Its location")
    supervising_clinician: Optional["MemberFilter"] = related("Its supervising clinician")
    cycles: Optional["CycleFilter"] = related("At least one of its cycles")
    attendances: Optional["AttendanceFilter"] = related("At least one attendance on it")
    sessions: Optional["SessionFilter"] = related("At least one session on it")
    todos: Optional["TodoFilter"] = related("At least one todo about it")


@strawberry.input(description="Which cycles.")
class CycleFilter:
    """Narrows cycles."""

    ids: Ids = among("Id")
    status: list[CycleStatus] | None = among("Status")
    activated_at: MomentRange | None = by("When it came into force.")
    ended_at: MomentRange | None = by("When it was completed or discontinued.")
    created_at: MomentRange | None = by("When drafted.")
    case: CaseFilter | None = related("Its case")
    services: Optional["ServiceFilter"] = related("At least one service of its mix")
    attendances: Optional["AttendanceFilter"] = related("At least one attendance linked to it")
    sessions: Optional["SessionFilter"] = related("At least one session that draws on it")
    entries: Optional["ConsumptionEntryFilter"] = related("At least one entry of its ledger")
    milestones: Optional["MilestoneFilter"] = related("At least one of its milestones")
    todos: Optional["TodoFilter"] = related("At least one todo about it")


@strawberry.input(description="Which milestones.")
class MilestoneFilter:
    """Narrows milestones."""

    kind: list[MilestoneKind] | None = among("Kind")
    created_at: MomentRange | None = by("When passed.")
    cycle: CycleFilter | None = related("Its cycle")
    todos: Optional["TodoFilter"] = related("At least one todo that it called for")


@strawberry.input(description="Which entries of the consumption ledger.")
class ConsumptionEntryFilter:
    """Narrows entries."""

    created_at: MomentRange | None = by("When written.")
    attendance: Optional["AttendanceFilter"] = related("The attendance whose session it was")
    actor: Optional["MemberFilter"] = related("Who brought it about")
    cycle: CycleFilter | None = related("Its cycle")


@strawberry.input(description="Which sessions.")
class SessionFilter:
    """Narrows sessions."""

    ids: Ids = among("Id")
    kind: list[SessionKind] | None = among("Kind")
    booking_status: list[BookingStatus] | None = among("Booking status")
    is_unsaved: bool | None = by(
        "Its time has passed with an attendance still open, or not; for clients, their own."
    )
    starts_at: MomentRange | None = by("When its first item starts.")
    ends_at: MomentRange | None = by("When its last item ends.")
    canceled_at: MomentRange | None = by("When the whole session was canceled.")
    created_at: MomentRange | None = by("When booked.")
    location: Optional["LocationFilter"] = related("Its location")
    items: Optional["SessionItemFilter"] = related("At least one of its items")
    attendances: Optional["AttendanceFilter"] = related("At least one of its attendances")
    todos: Optional["TodoFilter"] = related("At least one todo about it")


@strawberry.input(description="Which session items.")
class SessionItemFilter:
    """Narrows session items."""

    ids: Ids = among("Id")
    starts_at: MomentRange | None = by("When it starts.")
    ends_at: MomentRange | None = by("When it ends.")
    conflict_overridden: bool | None = by(
        "Booked over a conflict on purpose, or not; clients find none."
    )
    service: Optional["ServiceFilter"] = related("Its service")
    clinician: Optional["MemberFilter"] = related("Its clinician")
    location: Optional["LocationFilter"] = related("Its location")
    session: SessionFilter | None = related("Its session")


@strawberry.input(description="Which attendances.")
class AttendanceFilter:
    """Narrows attendances."""

    ids: Ids = among("Id")
    status: list[AttendanceStatus] | None = among("Status")
    is_consuming: bool | None = by("Holding a session of a cycle, or not; clients find none.")
    why_not_consuming: list[NotConsuming] | None = by(
        "Why it does not consume: one of these, at most 100; clients find none."
    )
    completed_at: MomentRange | None = by("When saved.")
    created_at: MomentRange | None = by("When booked.")
    completed_by: Optional["MemberFilter"] = by("Who saved it meets this; clients find none.")
    session: SessionFilter | None = related("Its session")
    client: ClientFilter | None = related("Its client")
    case: CaseFilter | None = related("Its case")
    cycle: CycleFilter | None = related("Its cycle")
    entries: ConsumptionEntryFilter | None = related("At least one of its entries in the ledger")


@strawberry.input(description="Which todos.")
class TodoFilter:
    """Narrows todos."""

    ids: Ids = among("Id")
    status: list[TodoStatus] | None = among("Status")
    assignee_role: list[Role] | None = among("The role that it is for")
    mine: bool | None = by("The viewer's own and those for the viewer's role alone, or not.")
    due_on: DateRange | None = by("By when.")
    closed_at: MomentRange | None = by("When it was done or dismissed.")
    created_at: MomentRange | None = by("When it appeared.")
    assignee: Optional["MemberFilter"] = related("Its assignee")
    client: ClientFilter | None = related("The client that it is about")
    case: CaseFilter | None = related("The case that it is about")
    cycle: CycleFilter | None = related("The cycle that it is about")
    session: SessionFilter | None = related("The session that it is about")
    location: Optional["LocationFilter"] = related("The clinic that it is of")
    milestone: MilestoneFilter | None = related("The milestone that called for it")


@strawberry.input(description="Which locations.")
class LocationFilter:
    """Narrows by location."""

    ids: Ids = among("Id")
    is_retired: bool | None = by("Retired or not.")
    manager: Optional["MemberFilter"] = related("Its clinic manager")
    members: Optional["MemberFilter"] = related("At least one of those who are limited to it")
    cases: CaseFilter | None = related("At least one case that is treated there")
    sessions: SessionFilter | None = related("At least one session that takes place there")
    todos: TodoFilter | None = related("At least one todo there")


@strawberry.input(description="Which members.")
class MemberFilter:
    """Narrows by member."""

    ids: Ids = among("Id")
    role: list[Role] | None = among("Role")
    is_active: bool | None = by("Whether the person still works there.")
    location: LocationFilter | None = related("The location that the person is limited to")
    managed_locations: LocationFilter | None = related("At least one clinic that they manage")
    supervised_cases: CaseFilter | None = related("At least one case that they supervise")
    sessions: SessionFilter | None = related("At least one session that they give")
    todos: TodoFilter | None = related("At least one todo that is assigned to them")


@strawberry.input(description="Which services.")
class ServiceFilter:
    """Narrows by service."""

    ids: Ids = among("Id")
    is_retired: bool | None = by("Retired or not.")
    cycles: CycleFilter | None = related("At least one cycle whose mix holds it")
    sessions: SessionFilter | None = related("At least one session that gives it")


@strawberry.input(description="Which audit entries.")
class AuditEntryFilter:
    """Narrows the audit."""

    ids: Ids = among("Id")
    kind: list[ChangeKind] | None = among("What was done")
    record_ids: Ids = among("The record's id")
    created_at: MomentRange | None = by("When it was done.")
    actor: MemberFilter | None = related("The member who did it")
    acting_client: ClientFilter | None = related("The client who did it")


_WHICH = given("Only rows that meet this.")
Clients = Annotated[ClientFilter | None, _WHICH]
Cases = Annotated[CaseFilter | None, _WHICH]
Cycles = Annotated[CycleFilter | None, _WHICH]
Sessions = Annotated[SessionFilter | None, _WHICH]
Attendances = Annotated[AttendanceFilter | None, _WHICH]
AuditEntries = Annotated[AuditEntryFilter | None, _WHICH]
Todos = Annotated[TodoFilter | None, _WHICH]
