"""Who may do what: one table, role by act."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.errors import Forbidden


class Role(StrEnum):
    """What a viewer is in the practice."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    CLINIC_MANAGER = "CLINIC_MANAGER"
    CLINICIAN = "CLINICIAN"
    STAFF = "STAFF"
    CLIENT = "CLIENT"


class Act(StrEnum):
    """What can be done; reads as "may <act>"."""

    OPEN_CASE = "open a case"
    UPDATE_CASE = "update a case"
    SET_BOOKING_POLICY = "set a booking policy"
    CLOSE_CASE = "close a case"
    REOPEN_CASE = "reopen a case"
    CREATE_CYCLE = "create a cycle"
    ACTIVATE_CYCLE = "activate a cycle"
    AMEND_CYCLE = "amend a cycle"
    COMPLETE_CYCLE = "complete a cycle"
    DISCONTINUE_CYCLE = "discontinue a cycle"
    REOPEN_CYCLE = "reopen a cycle"
    BOOK_SESSION = "book a session"
    OVERRIDE_CONFLICT = "override a booking conflict"
    COMPLETE_ATTENDANCE = "complete an attendance"
    COMPLETE_WITHOUT_CONSUMING = "complete without consuming"
    REOPEN_ATTENDANCE = "reopen an attendance"
    RELINK_ATTENDANCE = "re-link or unlink an attendance"
    CANCEL_SESSION = "cancel a session"
    CHANGE_SESSION = "reschedule a session or change its notes"
    CLOSE_TODO = "complete or dismiss a todo"
    CREATE_TODO = "create a todo"
    UPDATE_TODO = "update a todo"
    REASSIGN_TODO = "reassign a todo"
    REOPEN_TODO = "reopen a todo"
    REGISTER_CLIENT = "register a client"
    UPDATE_CONTACT = "update contact details and preferences"
    UPDATE_CLIENT = "update a client"
    ARCHIVE_CLIENT = "archive or restore a client"
    MANAGE_MEMBERS = "create, update, retire or restore a member"
    CHANGE_OWNER = "make, update, retire or restore an owner"
    MANAGE_LOCATIONS = "create, update or retire a location"
    MANAGE_SERVICES = "create, update or retire a service"
    UPDATE_ORGANIZATION = "update the practice's settings"
    READ_AUDIT = "read the audit"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `location` narrows managers, clinicians and staff to one clinic; None: all."""

    key: UUID
    role: Role
    organization: UUID
    location: UUID | None = None


_OWNERS = frozenset({Role.OWNER})
_ADMINS = _OWNERS | {Role.ADMIN}
_MANAGERS = _ADMINS | {Role.CLINIC_MANAGER}
_TREATING = _MANAGERS | {Role.CLINICIAN}
_WORKING = _TREATING | {Role.STAFF}

ALLOWED: dict[Act, frozenset[Role]] = {
    Act.OPEN_CASE: _WORKING,
    Act.UPDATE_CASE: _WORKING,
    Act.SET_BOOKING_POLICY: _MANAGERS,
    Act.CLOSE_CASE: _MANAGERS | {Role.STAFF},
    Act.REOPEN_CASE: _MANAGERS | {Role.STAFF},
    Act.CREATE_CYCLE: _MANAGERS,
    Act.ACTIVATE_CYCLE: _MANAGERS,
    Act.AMEND_CYCLE: _MANAGERS,
    Act.COMPLETE_CYCLE: _MANAGERS,
    Act.DISCONTINUE_CYCLE: _MANAGERS,
    Act.REOPEN_CYCLE: _MANAGERS,
    Act.BOOK_SESSION: _WORKING,
    Act.OVERRIDE_CONFLICT: _MANAGERS,
    Act.COMPLETE_ATTENDANCE: _WORKING,
    Act.COMPLETE_WITHOUT_CONSUMING: _MANAGERS,
    Act.REOPEN_ATTENDANCE: _WORKING,
    Act.RELINK_ATTENDANCE: _MANAGERS,
    Act.CANCEL_SESSION: _WORKING,
    Act.CHANGE_SESSION: _WORKING,
    Act.CLOSE_TODO: _WORKING,
    Act.CREATE_TODO: _WORKING,
    Act.UPDATE_TODO: _WORKING,
    Act.REASSIGN_TODO: _WORKING,
    Act.REOPEN_TODO: _WORKING,
    Act.REGISTER_CLIENT: _WORKING,
    # Clients: of their own record alone.
    Act.UPDATE_CONTACT: frozenset(Role),
    Act.UPDATE_CLIENT: _WORKING,
    Act.ARCHIVE_CLIENT: _MANAGERS,
    Act.MANAGE_MEMBERS: _ADMINS,
    Act.CHANGE_OWNER: _OWNERS,
    Act.MANAGE_LOCATIONS: _ADMINS,
    Act.MANAGE_SERVICES: _ADMINS,
    Act.UPDATE_ORGANIZATION: _ADMINS,
    Act.READ_AUDIT: _ADMINS,
}


def limit(role: Role, location: UUID | None) -> UUID | None:
    """The location that a member is limited to: owners and admins see every one, the others
    theirs, or every one where they are given none.
    """
    return None if role in (Role.OWNER, Role.ADMIN) else location


def may(role: Role, act: Act) -> bool:
    """Whether the role may (domain: Cycles 1; sessions seed: staff and practitioners save)."""
    return role in ALLOWED[act]


def demand(viewer: Viewer, act: Act) -> None:
    """Raise Forbidden where the viewer's role may not."""
    if not may(viewer.role, act):
        raise Forbidden(act, viewer.role)
