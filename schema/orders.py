"""What lists can be sorted by."""

from typing import Annotated, Any

import strawberry

from schema.basics import given
from schema.words import (
    AttendanceSort,
    AuditSort,
    CaseSort,
    ClientSort,
    CycleSort,
    Direction,
    SessionSort,
    TodoSort,
)


def ascending() -> Any:
    """The direction of a sort."""
    return strawberry.field(description="Which way.", default=Direction.ASC)


def key() -> Any:
    """The word of a sort."""
    return strawberry.field(description="By what.")


@strawberry.input(description="A sort of clients.")
class ClientOrder:
    """Sorts clients."""

    by: ClientSort = key()
    direction: Direction = ascending()


@strawberry.input(description="A sort of cases.")
class CaseOrder:
    """Sorts cases."""

    by: CaseSort = key()
    direction: Direction = ascending()


@strawberry.input(description="A sort of cycles.")
class CycleOrder:
    """Sorts cycles."""

    by: CycleSort = key()
    direction: Direction = ascending()


@strawberry.input(description="A sort of sessions.")
class SessionOrder:
    """Sorts sessions."""

    by: SessionSort = key()
    direction: Direction = ascending()


@strawberry.input(description="A sort of attendances.")
class AttendanceOrder:
    """Sorts attendances."""

    by: AttendanceSort = key()
    direction: Direction = ascending()


@strawberry.input(description="A sort of todos.")
class TodoOrder:
    """Sorts todos."""

    by: TodoSort = key()
    direction: Direction = ascending()


@strawberry.input(description="A sort of audit entries.")
class AuditEntryOrder:
    """Sorts audit entries."""

    by: AuditSort = key()
    direction: Direction = ascending()


_SORTED = given("Up to 3 sorts, the first counts most; a missing value counts as the latest.")
ByClient = Annotated[list[ClientOrder] | None, _SORTED]
ByCase = Annotated[list[CaseOrder] | None, _SORTED]
ByCycle = Annotated[list[CycleOrder] | None, _SORTED]
BySession = Annotated[list[SessionOrder] | None, _SORTED]
ByAttendance = Annotated[list[AttendanceOrder] | None, _SORTED]
ByAuditEntry = Annotated[list[AuditEntryOrder] | None, _SORTED]
ByTodo = Annotated[list[TodoOrder] | None, _SORTED]
