"""What was changed: one record for the audit and the change feed alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from domain.ids import Noun
from domain.keys import Keys, together
from domain.naming import camel

Facts = Mapping[str, object]


class ChangeKind(StrEnum):
    """What happened, in the past tense."""

    CASE_OPENED = "CASE_OPENED"
    CASE_UPDATED = "CASE_UPDATED"
    CASE_CLOSED = "CASE_CLOSED"
    CASE_REOPENED = "CASE_REOPENED"
    CYCLE_CREATED = "CYCLE_CREATED"
    CYCLE_ACTIVATED = "CYCLE_ACTIVATED"
    CYCLE_AMENDED = "CYCLE_AMENDED"
    CYCLE_COMPLETED = "CYCLE_COMPLETED"
    CYCLE_DISCONTINUED = "CYCLE_DISCONTINUED"
    CYCLE_REOPENED = "CYCLE_REOPENED"
    CYCLE_CONSUMED = "CYCLE_CONSUMED"
    CYCLE_GIVEN_BACK = "CYCLE_GIVEN_BACK"
    SESSION_BOOKED = "SESSION_BOOKED"
    ATTENDANCE_COMPLETED = "ATTENDANCE_COMPLETED"
    ATTENDANCE_REOPENED = "ATTENDANCE_REOPENED"
    ATTENDANCE_RELINKED = "ATTENDANCE_RELINKED"
    ATTENDANCE_UNLINKED = "ATTENDANCE_UNLINKED"
    SESSION_RESCHEDULED = "SESSION_RESCHEDULED"
    SESSION_NOTES_UPDATED = "SESSION_NOTES_UPDATED"
    SESSION_CANCELED = "SESSION_CANCELED"
    SESSION_RESTORED = "SESSION_RESTORED"
    TODO_CREATED = "TODO_CREATED"
    TODO_COMPLETED = "TODO_COMPLETED"
    TODO_DISMISSED = "TODO_DISMISSED"
    TODO_UPDATED = "TODO_UPDATED"
    TODO_REASSIGNED = "TODO_REASSIGNED"
    TODO_REOPENED = "TODO_REOPENED"
    CLIENT_REGISTERED = "CLIENT_REGISTERED"
    CLIENT_UPDATED = "CLIENT_UPDATED"
    CLIENT_ARCHIVED = "CLIENT_ARCHIVED"
    CLIENT_RESTORED = "CLIENT_RESTORED"
    MEMBER_CREATED = "MEMBER_CREATED"
    MEMBER_UPDATED = "MEMBER_UPDATED"
    MEMBER_RETIRED = "MEMBER_RETIRED"
    MEMBER_RESTORED = "MEMBER_RESTORED"
    LOCATION_CREATED = "LOCATION_CREATED"
    LOCATION_UPDATED = "LOCATION_UPDATED"
    LOCATION_RETIRED = "LOCATION_RETIRED"
    SERVICE_CREATED = "SERVICE_CREATED"
    SERVICE_UPDATED = "SERVICE_UPDATED"
    SERVICE_RETIRED = "SERVICE_RETIRED"
    ORGANIZATION_UPDATED = "ORGANIZATION_UPDATED"
    ORGANIZATION_OPENED = "ORGANIZATION_OPENED"


# Whose key a fact is, by its name: the audit tells ids as front ends know them.
NAMES: Mapping[str, Noun] = {
    "assignee": Noun.MEMBER,
    "attendance": Noun.ATTENDANCE,
    "attendances": Noun.ATTENDANCE,
    "case": Noun.CASE,
    "client": Noun.CLIENT,
    "clinician": Noun.MEMBER,
    "cycle": Noun.CYCLE,
    "item": Noun.ITEM,
    "location": Noun.LOCATION,
    "locationId": Noun.LOCATION,
    "managerId": Noun.MEMBER,
    "overridden": Noun.ITEM,
    "service": Noun.SERVICE,
    "services": Noun.SERVICE,
    "session": Noun.SESSION,
    "supervisor": Noun.MEMBER,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record. `keys` say whom, where and when it concerns as it is now, `was` as
    it was, where that is another; so who cares is known without reading anything else.
    """

    kind: ChangeKind
    noun: Noun
    key: UUID
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    keys: Keys = field(default_factory=dict)
    was: Keys | None = None

    @property
    def concerned(self) -> Keys:
        """Whom, where and when it concerns, before and after."""
        return together([self.keys, self.keys if self.was is None else self.was])

    @property
    def fields(self) -> list[str]:
        """The names of what differs, sorted."""
        names = {*self.before, *self.after}
        return sorted(n for n in names if self.before.get(n) != self.after.get(n))


def facts_of(values: Mapping[str, object]) -> Facts:
    """Values by the names that the audit and the feed use, which are the API's: `issuedOn`."""
    return {camel(name): value for name, value in values.items()}


def differing(given: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """Of the given values, those that are others than now."""
    return {name: value for name, value in given.items() if value != now[name]}
