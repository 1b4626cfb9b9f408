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
    ATTENDANCE_RELINKED = "ATTENDANCE_RELINKED"
    ATTENDANCE_UNLINKED = "ATTENDANCE_UNLINKED"
    SESSION_RESCHEDULED = "SESSION_RESCHEDULED"
    SESSION_NOTES_UPDATED = "SESSION_NOTES_UPDATED"
    SESSION_CANCELED = "SESSION_CANCELED"
    TODO_CREATED = "TODO_CREATED"
    TODO_COMPLETED = "TODO_COMPLETED"
    TODO_DISMISSED = "TODO_DISMISSED"


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
