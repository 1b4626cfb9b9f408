"""Writing todos by hand."""

from datetime import date
from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry

from domain.ids import Noun
from resolvers import todo_changes
from resolvers.todo_changes import NewTodo
from schema.asking import Info
from schema.basics import described, given
from schema.changes.amiss import read
from schema.changes.changing import Payload, changed, may_be, repeats, shows, some_key
from schema.todo import Todo
from schema.words import Role


@strawberry.input(description="A todo to write, about one thing or about none.")
class TodoCreateInput:
    """For `todoCreate`."""

    title: str = described("What is to be done: 1 to 200 characters in one line.")
    note: str | None = may_be("More about it: at most 10,000 characters.")
    due_on: date | None = may_be("By when.")
    assignee_id: strawberry.ID | None = may_be("The member who is to do it.")
    assignee_role: Role | None = may_be("The role that it is for; needed where no member is named.")
    client_id: strawberry.ID | None = may_be("The client that it is about.")
    case_id: strawberry.ID | None = may_be("The case that it is about, with its client.")
    cycle_id: strawberry.ID | None = may_be("The cycle that it is about, with its case.")
    session_id: strawberry.ID | None = may_be("The session that it is about.")
    idempotency_key: str | None = repeats()

    def todo(self) -> NewTodo:
        """What the rules take."""
        assignee = some_key(Noun.MEMBER, self.assignee_id) if self.assignee_id is not None else None
        # What is no day is told beside what is wrong with the rest.
        due_on = self.due_on if read(self.due_on) else None
        return NewTodo(self.title, self.note, due_on, assignee, self.assignee_role, self._about())

    def _about(self) -> dict[str, UUID]:
        ids = {
            "clientId": (Noun.CLIENT, self.client_id),
            "caseId": (Noun.CASE, self.case_id),
            "cycleId": (Noun.CYCLE, self.cycle_id),
            "sessionId": (Noun.SESSION, self.session_id),
        }
        return {name: some_key(noun, id) for name, (noun, id) in ids.items() if id is not None}


@strawberry.type(description="The written todo.")
class TodoCreatePayload(Payload):
    """From `todoCreate`."""

    todo: Todo | None = shows("The todo, OPEN; null where it was refused.")


@strawberry.type
class TodoWriting:
    """The mutation that writes todos."""

    @strawberry.mutation(
        description="Write a todo by hand, whatever milestones say. RETIRED where the assignee "
        "is. For members of every role."
    )
    async def todo_create(
        self, info: Info, input: Annotated[TodoCreateInput, given("The todo.")]
    ) -> TodoCreatePayload | None:
        """Decode, call, wrap."""
        change = partial(todo_changes.create, new=input.todo())
        return await changed(info, TodoCreatePayload, change, input)
