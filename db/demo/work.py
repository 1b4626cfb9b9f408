"""Todos, made by hand or by a milestone."""

from datetime import date, datetime, timedelta
from uuid import UUID

from db.demo.draft import Draft, Row, add, day_from_today, office_hour
from db.demo.people import Practice
from db.tables import todos
from domain.access import Role
from domain.todos import TodoStatus

TITLES = (
    ("Call back about insurance", Role.STAFF),
    ("Ask for the surgeon's report", Role.CLINICIAN),
    ("Send home program", Role.CLINICIAN),
    ("Update emergency contact", Role.STAFF),
    ("Check referral expiry", Role.CLINIC_MANAGER),
    ("Order resistance bands", Role.STAFF),
    ("Review case for discharge", Role.CLINICIAN),
)


def add_todo(
    draft: Draft,
    at: datetime,
    title: str,
    assignee: UUID | None,
    role: Role,
    case: Row,
    **about: date | UUID,
) -> UUID:
    """A todo about a case, for the member or, where there is none, for the role. `about` may name
    `due_on cycle_id milestone_id`.
    """
    status, closed_at = _state(draft, at)
    return add(
        draft,
        todos,
        at,
        title=title,
        note=None,
        status=status,
        closed_at=closed_at,
        assignee_id=assignee,
        assignee_role=role,
        location_id=case["location_id"],
        client_id=case["client_id"],
        case_id=case["id"],
        session_id=None,
        **{"due_on": None, "cycle_id": None, "milestone_id": None, **about},
    )


def add_manual_todos(draft: Draft, practice: Practice, count: int) -> None:
    """So many, about cases picked at random, some for a member and some for a role."""
    for nth in range(count):
        title, role = TITLES[nth % len(TITLES)]
        case = draft.rng.choice(draft.rows["cases"])
        assignee = _assignee(draft, practice, role, case)
        due_on = day_from_today(draft, draft.rng.randrange(-5, 15))
        at = office_hour(draft, draft.rng.randrange(6, 30))
        add_todo(draft, at, title, assignee, role, case, due_on=due_on)


def _assignee(draft: Draft, practice: Practice, role: Role, case: Row) -> UUID | None:
    if role is Role.CLINICIAN:
        return case["supervisor_id"]  # type: ignore[no-any-return]
    if role is Role.CLINIC_MANAGER:
        return practice.managers.get(case["location_id"])
    return draft.rng.choice((practice.desk, None))


def _state(draft: Draft, at: datetime) -> tuple[TodoStatus, datetime | None]:
    """Older ones are mostly closed, those of the last days all open."""
    if (draft.today - at.date()).days < 6:
        return TodoStatus.OPEN, None
    states = (TodoStatus.DONE, TodoStatus.DISMISSED, TodoStatus.OPEN)
    status = draft.rng.choices(states, (6, 2, 2))[0]
    closed_at = at + timedelta(days=draft.rng.randrange(1, 5))
    return status, None if status is TodoStatus.OPEN else closed_at
