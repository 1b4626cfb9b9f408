"""Query and Subscription: the same questions, asked once or kept open."""

from typing import Annotated

import strawberry

from schema.basics import After, Before, First, Last, Moment, compiled, described, given
from schema.case import Case
from schema.client import Client
from schema.cycle import Cycle
from schema.pages import Connection
from schema.practice import Organization, Viewer
from schema.session import Scope, Session, SessionItem
from schema.todo import Todo
from schema.words import SessionScope, TodoStatus

Id = Annotated[
    strawberry.ID,
    given("Unknown, another practice's or of another type: alike null, with NOT_FOUND."),
]
Begin = Annotated[Moment, given("The span's begin.", name="from")]
Until = Annotated[Moment, given("The span's end: after its begin, at most 42 days later.")]
ClinicianId = Annotated[strawberry.ID | None, given("Only this member's items.")]
LocationId = Annotated[strawberry.ID | None, given("Only items at this location.")]
Status = Annotated[TodoStatus | None, given("Only todos in this status.")]
Mine = Annotated[bool, given("Only the viewer's own, and those for the viewer's role alone.")]
OfClient = Annotated[strawberry.ID | None, given("Only todos about this client.")]
OfCase = Annotated[strawberry.ID | None, given("Only todos about this case.")]
OfCycle = Annotated[strawberry.ID | None, given("Only todos about this cycle.")]


@strawberry.type
class Questions:
    """What can be asked."""

    viewer: Viewer = described("Who is asking.")
    organization: Organization = described("The viewer's practice.")

    @strawberry.field(description="A client by id.")
    def client(self, id: Id) -> Client | None:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="A case by id.")
    def case(self, id: Id) -> Case | None:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="A cycle by id.")
    def cycle(self, id: Id) -> Cycle | None:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="A session by id.")
    def session(self, id: Id) -> Session | None:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="The practice's clients, by family name and given name.")
    def clients(
        self,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Client]:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="The practice's sessions, latest first, unscheduled ones last.")
    def sessions(
        self,
        scope: Scope = SessionScope.ALL,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Session]:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="What the calendar shows of a span: session items, by start.")
    def calendar(
        self,
        begin: Begin,
        until: Until,
        clinician_id: ClinicianId = None,
        location_id: LocationId = None,
    ) -> list[SessionItem]:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="Todos, newest first.")
    def todos(
        self,
        status: Status = None,
        mine: Mine = False,
        client_id: OfClient = None,
        case_id: OfCase = None,
        cycle_id: OfCycle = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Todo]:
        """Answered by the compiled reads."""
        return compiled()


@strawberry.type(description="Questions, each answered once by one SQL statement per root field.")
class Query(Questions):
    """Ask once."""


@strawberry.type(
    description="The same questions kept open: answered at once, and again whenever the answer "
    "changed. One root field per subscription."
)
class Subscription(Questions):
    """Ask and stay."""
