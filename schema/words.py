"""The enums of the domain as GraphQL enums, each value described."""

from enum import Enum
from typing import TypeVar

import strawberry

from db.reading.sorts import (
    AttendanceSort,
    AuditSort,
    CaseSort,
    ClientSort,
    CycleSort,
    Direction,
    SessionSort,
    TodoSort,
)
from domain.access import Role
from domain.attendances import AttendanceStatus, NotConsuming
from domain.cases import BookingPolicy, CaseStatus
from domain.changes import ChangeKind
from domain.clients import Category, Channel
from domain.cycles import CycleStatus, MilestoneKind
from domain.entry import Continuity
from domain.errors import ErrorCode, WayOut
from domain.sessions import BookingStatus, SessionKind, SessionScope
from domain.todos import TodoStatus

__all__ = [
    "AttendanceSort",
    "AttendanceStatus",
    "AuditSort",
    "BookingPolicy",
    "BookingStatus",
    "CaseSort",
    "CaseStatus",
    "Category",
    "ChangeKind",
    "Channel",
    "ClientSort",
    "Continuity",
    "CycleSort",
    "CycleStatus",
    "Direction",
    "ErrorCode",
    "MilestoneKind",
    "NotConsuming",
    "Role",
    "SessionKind",
    "SessionScope",
    "SessionSort",
    "TodoSort",
    "TodoStatus",
    "WayOut",
]

Words = TypeVar("Words", bound=type[Enum])


def described(words: Words, description: str, **values: str) -> Words:
    """Make an enum of the domain a GraphQL enum; every value must be described."""
    if set(values) != set(words.__members__):
        raise TypeError(f"describe exactly the values of {words.__name__}")
    made = strawberry.enum(words, description=description)
    for value in made.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]
    return words


described(
    Role,
    "What a viewer is in the practice.",
    OWNER="Owns the practice; may do everything.",
    ADMIN="Administers the practice; may do everything.",
    CLINIC_MANAGER="Runs a clinic: creates and amends cycles, and gets renewal todos.",
    CLINICIAN="Treats: completes sessions, and gets progress summary todos.",
    STAFF="The front desk: opens cases and books sessions.",
    CLIENT="A person treated; sees their own sessions and public notes, nothing else.",
)
described(
    CaseStatus,
    "Whether a case takes new cycles and sessions.",
    OPEN="Takes new cycles and sessions.",
    CLOSED="Takes none until it is reopened.",
)
described(
    BookingPolicy,
    "What happens when more is booked than a cycle authorizes.",
    ALLOW="Nothing.",
    WARN="The booking's payload carries a warning.",
    BLOCK="The booking is refused with BOOKED_BEYOND_AUTHORIZED.",
)
described(
    CycleStatus,
    "Where a cycle stands: DRAFT, then ACTIVE, then COMPLETED or DISCONTINUED.",
    DRAFT="Not yet in force; nothing links to it or consumes it.",
    ACTIVE="In force: sessions link to it and consume it.",
    COMPLETED="Used to its authorized count and marked so.",
    DISCONTINUED="Stopped early, with a reason.",
)
described(
    MilestoneKind,
    "What a share of consumed sessions calls for.",
    PROGRESS_SUMMARY_DUE="A progress summary by the supervising clinician; at 80 % by default.",
    CYCLE_RENEWAL_DUE="A renewal talk by the clinic manager; at 90 % by default.",
)
described(
    AttendanceStatus,
    "How a client's part in a session ended.",
    OPEN="It has not ended, or has not been saved yet.",
    COMPLETED="Treated.",
    CANCELED="Called off; consumes nothing.",
    MISSED="The client did not come; consumes nothing.",
)
described(
    NotConsuming,
    "Why an attendance consumes no authorized session.",
    NOT_LINKED_TO_CASE="It is on no case. Link it to one.",
    NOT_LINKED_TO_CYCLE="It is linked to no cycle. A clinic manager can link it.",
    CYCLE_NOT_ACTIVE="Its cycle is not ACTIVE: activate or reopen it. Or it was not when this was "
    "treated: reopen and complete the attendance.",
    NOT_TREATED="It is still open, was canceled, or was missed.",
    COMPLETED_WITHOUT_CONSUMING="It was completed without consuming, by a manager's choice.",
)
described(
    SessionKind,
    "Follows from the attendees or the capacity; never asked for.",
    SINGLE="One client.",
    GROUP="More than one client, or room for more than one.",
)
described(
    BookingStatus,
    "Derived from the items' times and the attendances.",
    AWAITING_BOOKING="No item has a time.",
    PARTIALLY_BOOKED="Some items have a time.",
    BOOKED="All items have a time.",
    COMPLETED="All attendances are completed.",
)
described(
    SessionScope,
    "Which sessions a list shows.",
    ALL="Every session, with a time or without.",
    PAST="Those whose scheduled time has passed, completed or not.",
    UPCOMING="Those whose scheduled time is to come.",
)
described(
    TodoStatus,
    "Where a piece of work stands.",
    OPEN="To be done.",
    DONE="Done.",
    DISMISSED="Not to be done.",
)
described(
    WayOut,
    "What may be done about an exhausted cycle.",
    AMEND_CYCLE="Raise its authorized count (clinic manager and up).",
    RELINK_ATTENDANCE="Link the attendance to another cycle (clinic manager and up).",
    UNLINK_ATTENDANCE="Take the attendance off the cycle (clinic manager and up).",
    COMPLETE_WITHOUT_CONSUMING="Complete with `withoutConsuming: true` (clinic manager and up).",
)
described(
    ErrorCode,
    "Why a change was refused. New codes may be added; none is taken away.",
    NOT_FOUND="No such record, or not yours to see, or an id of another type.",
    INVALID="A value is not acceptable; the message says what would be.",
    ILLEGAL_STEP="The state machine has no such step; the message says which there are.",
    CASE_CLOSED="The case takes nothing new until it is reopened.",
    CASE_IN_USE="A cycle of the case is ACTIVE or a session is open; the error names them.",
    CYCLE_ENDED="The cycle has ended and is not amended until it is reopened.",
    CYCLE_NOT_USED_UP="The cycle is not at its authorized count; see `remaining`.",
    BELOW_CONSUMED="More sessions are used than would be authorized; see `used`.",
    ORPHANS_SESSIONS="More is booked than would be authorized; see `sessions`, `acceptOrphans`.",
    TODO_CLOSED="The todo is done or dismissed.",
    CYCLE_EXHAUSTED="Every authorized session is used; `waysOut` says what may be done.",
    SERVICE_ALREADY_SERVED="Another active cycle of the case serves one of the services.",
    BOOKING_CONFLICT="The clinician or the client is booked at that time; see `conflicting`.",
    BOOKED_BEYOND_AUTHORIZED="The policy BLOCK allows no booking beyond the authorized count.",
    STALE_VERSION="The record was changed since it was read; see `current`.",
    IDEMPOTENCY_KEY_REUSED="The key was already used for another change.",
    RETIRED="What is named is retired and takes nothing new.",
    CLIENT_ARCHIVED="The client gets nothing new until restored.",
    EMAIL_TAKEN="Somebody has this e-mail address already.",
    LAST_OWNER="The practice would be left without an active owner.",
    FORBIDDEN="Of many, this one asks for what your role may not do; the others are answered for.",
    OWN_RIGHTS="Nobody takes their own role or retires themselves.",
)
described(
    Channel,
    "How a client prefers to be reached.",
    EMAIL="By e-mail.",
    TEXT="By text message.",
)
described(
    Category,
    "What a client can unsubscribe from. New categories may be added.",
    REMINDERS="Reminders of sessions.",
    FOLLOW_UPS="Messages after a session or at the end of a cycle.",
    REFERRALS="Messages about referrals that expire.",
    NEWS="News of the practice.",
)
described(
    ChangeKind,
    "What happened. New kinds may be added.",
    # Each kind is a sentence already: CASE_OPENED.
    **{kind.name: f"{kind.replace('_', ' ').capitalize()}." for kind in ChangeKind},
)
described(
    Continuity,
    "Whether somebody who follows the changes has been told of all.",
    CONTINUED="Nothing was left out since the cursor before.",
    RESYNC_REQUIRED="What happened since your cursor is not known any more: it was too old, or the "
    "database was restored. Read anew what you show, after this; the changes go on from here.",
)
described(
    Direction,
    "Which way a sort runs.",
    ASC="Up: A before Z, early before late; a missing value last.",
    DESC="Down: Z before A, late before early; a missing value first.",
)
described(
    ClientSort,
    "What clients can be sorted by.",
    NAME="Family name, then given name.",
    CREATED_AT="When registered.",
)
described(
    CaseSort,
    "What cases can be sorted by.",
    TITLE="Title.",
    STATUS="Status, by its word.",
    ISSUED_ON="When the referral was issued.",
    EXPIRES_ON="When the referral expires.",
    CREATED_AT="When opened.",
)
described(
    CycleSort,
    "What cycles can be sorted by.",
    STATUS="Status, by its word.",
    ACTIVATED_AT="When it came into force.",
    CREATED_AT="When drafted.",
)
described(
    SessionSort,
    "What sessions can be sorted by.",
    STARTS_AT="When the first item starts.",
    CREATED_AT="When booked.",
)
described(
    AttendanceSort,
    "What attendances can be sorted by.",
    STATUS="Status, by its word.",
    COMPLETED_AT="When saved.",
    CREATED_AT="When booked.",
)
described(
    AuditSort,
    "What audit entries can be sorted by.",
    CREATED_AT="When it was done.",
)
described(
    TodoSort,
    "What todos can be sorted by.",
    TITLE="Title.",
    STATUS="Status, by its word.",
    DUE_ON="By when.",
    CREATED_AT="When it appeared.",
)
