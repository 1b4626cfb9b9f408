"""What was changed: one record for the audit and the change feed alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from domain.ids import Noun

Facts = Mapping[str, object]


class ChangeKind(StrEnum):
    """What happened, in the past tense."""

    CASE_OPENED = "CASE_OPENED"
    CYCLE_CREATED = "CYCLE_CREATED"
    CYCLE_ACTIVATED = "CYCLE_ACTIVATED"
    CYCLE_CONSUMED = "CYCLE_CONSUMED"
    CYCLE_GIVEN_BACK = "CYCLE_GIVEN_BACK"
    SESSION_BOOKED = "SESSION_BOOKED"
    ATTENDANCE_COMPLETED = "ATTENDANCE_COMPLETED"
    ATTENDANCE_REOPENED = "ATTENDANCE_REOPENED"
    TODO_CREATED = "TODO_CREATED"
    TODO_COMPLETED = "TODO_COMPLETED"
    TODO_DISMISSED = "TODO_DISMISSED"
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


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record. `keys` are the records that it concerns (case, client, clinician,
    ...): who cares can be known without reading anything else.
    """

    kind: ChangeKind
    noun: Noun
    key: UUID
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    keys: Facts = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        """The names of what differs, sorted."""
        names = {*self.before, *self.after}
        return sorted(n for n in names if self.before.get(n) != self.after.get(n))
