"""Query and Subscription: the same questions, asked once or kept open."""

from typing import Annotated

import strawberry

from schema import lists
from schema.attendance import Attendance
from schema.audit import AuditEntry
from schema.basics import Moment, Node, compiled, described, given
from schema.case import Case
from schema.client import Client
from schema.cycle import Cycle
from schema.feed import (
    FOLLOW,
    AboutCase,
    AboutClient,
    AboutCycle,
    AboutLocation,
    AboutMember,
    AboutSession,
    ChangeBatch,
    Kinds,
    Nouns,
    Since,
)
from schema.pages import Connection
from schema.practice import Organization, Viewer
from schema.session import Session, SessionItem
from schema.todo import Todo

Id = Annotated[
    strawberry.ID,
    given("Unknown, another practice's or of another type: alike null, with NOT_FOUND."),
]
Begin = Annotated[Moment, given("The span's begin.", name="from")]
Until = Annotated[Moment, given("The span's end: after its begin, at most 42 days later.")]
Ids = Annotated[list[strawberry.ID], given("At most 100.")]
ClinicianId = Annotated[strawberry.ID | None, given("Only this member's items.")]
LocationId = Annotated[strawberry.ID | None, given("Only items at this location.")]


@strawberry.type
class Questions:
    """What can be asked."""

    viewer: Viewer = described("Who is asking.")
    organization: Organization = described("The viewer's practice.")

    @strawberry.field(description="Whatever has the id.")
    def node(self, id: Id) -> Node | None:
        """Answered by the compiled reads."""
        return compiled()

    @strawberry.field(description="Whatever has the ids, in their order; null for each unknown.")
    def nodes(self, ids: Ids) -> list[Node | None]:
        """Answered by the compiled reads."""
        return compiled()

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

    clients: Connection[Client] = lists.clients("Clients, by family name and given name.")

    sessions: Connection[Session] = lists.sessions("Sessions, latest first, unscheduled before.")

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

    cases: Connection[Case] = lists.cases("The practice's cases, newest first.")
    cycles: Connection[Cycle] = lists.cycles("The practice's cycles, newest first.")
    attendances: Connection[Attendance] = lists.attendances("Attendances, newest first.")
    todos: Connection[Todo] = lists.todos("Todos, newest first.")
    audit: Connection[AuditEntry] = lists.audit(
        "What was done by whom, newest first; empty for all but owners and admins."
    )


@strawberry.type(description="Questions, each answered once by one SQL statement per root field.")
class Query(Questions):
    """Ask once."""


@strawberry.type(
    description="The same questions kept open: answered at once, and again whenever the answer "
    "changed. And the changes themselves. One root field per subscription."
)
class Subscription(Questions):
    """Ask and stay."""

    @strawberry.field(description=FOLLOW)
    def changes(
        self,
        after: Since = None,
        kinds: Kinds = None,
        nouns: Nouns = None,
        client_id: AboutClient = None,
        case_id: AboutCase = None,
        cycle_id: AboutCycle = None,
        session_id: AboutSession = None,
        member_id: AboutMember = None,
        location_id: AboutLocation = None,
    ) -> ChangeBatch:
        """Answered from the feed."""
        return compiled()
