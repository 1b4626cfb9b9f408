"""Todos."""

from datetime import date
from typing import Annotated

import strawberry

from schema.basics import Moment, Node, described
from schema.practice import Location, Member
from schema.refs import CaseRef, ClientRef, CycleRef, MilestoneRef, SessionRef
from schema.words import Role, TodoStatus

TodoSubject = Annotated[
    ClientRef | CaseRef | CycleRef | SessionRef,
    strawberry.union(
        "TodoSubject",
        description="What a todo can be about. New types may be added.",
    ),
]


@strawberry.type(description="A piece of work for a member, or for whoever has a role.")
class Todo(Node):
    """What is to be done."""

    title: str = described("What is to be done: at most 200 characters.")
    note: str | None = described("More about it: at most 10,000 characters.")
    status: TodoStatus = described("Where it stands.")
    due_on: date | None = described("The last day for it; nothing happens by itself after it.")
    closed_at: Moment | None = described("When it was done or dismissed.")
    created_at: Moment = described("When it appeared.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    assignee: Member | None = described("Who is to do it; null: whoever has `assigneeRole`.")
    assignee_role: Role | None = described("The role that it is for.")
    client: ClientRef | None = described("The client that it is about.")
    case: CaseRef | None = described("The case that it is about.")
    cycle: CycleRef | None = described("The cycle that it is about.")
    session: SessionRef | None = described("The session that it is about.")
    subject: TodoSubject | None = described(
        "The most specific that it is about: session, cycle, case or client; null where there is "
        "none, or where that is not yours to see."
    )
    location: Location | None = described("The clinic that it is of; null: the whole practice's.")
    milestone: MilestoneRef | None = described("What called for it; null for a manual one.")
