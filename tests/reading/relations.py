"""What belongs to what: fields that lead to other objects, as the schema describes them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from domain.access import Role
from tests.reading.data import Row
from tests.reading.world import Seen, World

# (the world, the row that has the field, another row) → whether the field leads there
Leads: TypeAlias = Callable[[World, Row, Row], bool]


@dataclass(frozen=True)
class Relation:
    """Leads to objects of `target`; a plain list is sorted by the columns `order`."""

    target: str
    leads: Leads
    order: tuple[str, ...] = ("created_at", "id")


def the(target: str, column: str) -> Relation:
    """The one object that a column of the row names."""
    return Relation(target, lambda world, row, other: bool(other["id"] == row[column]))


def own(target: str, column: str, *order: str) -> Relation:
    """The objects that name the row in a column."""
    sorts = (*order, "id") if order else ("created_at", "id")
    return Relation(target, lambda world, row, other: bool(other[column] == row["id"]), sorts)


def through(table: str, above: str, target: str, column: str, *order: str) -> Relation:
    """The objects that a row of a third table connects with the row."""

    def leads(world: World, row: Row, other: Row) -> bool:
        links = [link for link in world.rows(table) if link[above] == row["id"]]
        return any(link[column] == other["id"] for link in links)

    return Relation(target, leads, (*order, "id"))


def gives_back(world: World, row: Row, other: Row) -> bool:
    """Whether the entry takes back what the other one took."""
    return bool(row["delta"] == -1 and row["previous_id"] == other["id"])


def saved(world: World, row: Row, other: Row) -> bool:
    """Whether the member saved the attendance; clients are not told."""
    is_client = world.viewer.role is Role.CLIENT
    return not is_client and bool(other["id"] == row["completed_by_id"])


RELATIONS: dict[str, dict[str, Relation]] = {
    "Organization": {
        "locations": own("Location", "organization_id", "name"),
        "members": own("Member", "organization_id", "name"),
        "services": own("Service", "organization_id", "name"),
    },
    "Location": {
        "manager": the("Member", "manager_id"),
        "members": own("Member", "location_id", "name"),
        "cases": own("Case", "location_id"),
        "sessions": own("Session", "location_id"),
        "todos": own("Todo", "location_id"),
    },
    "Member": {
        "location": the("Location", "location_id"),
        "managedLocations": own("Location", "manager_id", "name"),
        "supervisedCases": own("Case", "supervisor_id"),
        "sessions": through("items", "clinician_id", "Session", "session_id"),
        "todos": own("Todo", "assignee_id"),
    },
    "Service": {
        "cycles": through("cycle_services", "service_id", "Cycle", "cycle_id"),
        "sessions": through("items", "service_id", "Session", "session_id"),
    },
    "Client": {
        "cases": own("Case", "client_id"),
        "attendances": own("Attendance", "client_id"),
        "sessions": through("attendances", "client_id", "Session", "session_id"),
        "todos": own("Todo", "client_id"),
    },
    "Case": {
        "client": the("Client", "client_id"),
        "location": the("Location", "location_id"),
        "supervisingClinician": the("Member", "supervisor_id"),
        "cycles": own("Cycle", "case_id"),
        "attendances": own("Attendance", "case_id"),
        "sessions": through("attendances", "case_id", "Session", "session_id"),
        "todos": own("Todo", "case_id"),
    },
    "Cycle": {
        "case": the("Case", "case_id"),
        "services": through("cycle_services", "cycle_id", "Service", "service_id", "name"),
        "entries": own("ConsumptionEntry", "cycle_id"),
        "milestones": own("Milestone", "cycle_id"),
        "attendances": own("Attendance", "cycle_id"),
        "sessions": through("attendances", "cycle_id", "Session", "session_id"),
        "todos": own("Todo", "cycle_id"),
    },
    "ConsumptionEntry": {
        "attendance": the("Attendance", "attendance_id"),
        "actor": the("Member", "actor_id"),
        "cycle": the("Cycle", "cycle_id"),
        "reverses": Relation("ConsumptionEntry", gives_back),
    },
    "Milestone": {
        "cycle": the("Cycle", "cycle_id"),
        "todos": own("Todo", "milestone_id"),
    },
    "Session": {
        "location": the("Location", "location_id"),
        "items": own("SessionItem", "session_id", "position"),
        "attendances": own("Attendance", "session_id"),
        "todos": own("Todo", "session_id"),
    },
    "SessionItem": {
        "service": the("Service", "service_id"),
        "clinician": the("Member", "clinician_id"),
        "location": the("Location", "location_id"),
        "session": the("Session", "session_id"),
    },
    "Attendance": {
        "session": the("Session", "session_id"),
        "client": the("Client", "client_id"),
        "case": the("Case", "case_id"),
        "cycle": the("Cycle", "cycle_id"),
        "completedBy": Relation("Member", saved),
        "entries": own("ConsumptionEntry", "attendance_id"),
    },
    "AuditEntry": {
        "actor": the("Member", "actor_id"),
        "actingClient": the("Client", "actor_id"),
    },
    "Todo": {
        "assignee": the("Member", "assignee_id"),
        "client": the("Client", "client_id"),
        "case": the("Case", "case_id"),
        "cycle": the("Cycle", "cycle_id"),
        "session": the("Session", "session_id"),
        "location": the("Location", "location_id"),
        "milestone": the("Milestone", "milestone_id"),
    },
}


# What a todo may be about, the most specific first.
SUBJECTS = ("session", "cycle", "case", "client")


def subject(world: World, todo: Seen) -> Seen | None:
    """What the todo is about, if the viewer sees it: not something less specific."""
    named = [name for name in SUBJECTS if todo.row[f"{name}_id"] is not None]
    found = related(world, todo, named[0]) if named else []
    return next(iter(found), None)


def related(world: World, seen: Seen, name: str) -> list[Seen]:
    """Where the field leads, of what the viewer sees; in the order of a plain list."""
    relation = RELATIONS[seen.typename][name]
    found = world.all(relation.target, lambda other: relation.leads(world, seen.row, other))
    return sorted(found, key=lambda each: [each.row[column] for column in relation.order])
