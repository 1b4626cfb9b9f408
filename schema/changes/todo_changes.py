"""Updating, reassigning and reopening todos."""

from datetime import date
from functools import partial
from typing import Annotated, Any

import strawberry

from domain.ids import Noun
from resolvers import todo_changes
from schema.asking import Info
from schema.basics import described, given
from schema.changes.amiss import read
from schema.changes.changing import (
    Payload,
    changed,
    expects,
    key,
    keyed,
    may_be,
    must_be,
    parts,
    repeats,
    shows,
)
from schema.todo import Todo
from schema.words import Role


@strawberry.input(description="What is to be another in a todo; what is left out stays.")
class TodoUpdateInput:
    """For `todoUpdate`."""

    todo_id: strawberry.ID = described("The todo, open or not.")
    title: strawberry.Maybe[str | None] = must_be(
        "What is to be done: 1 to 200 characters in one line."
    )
    note: strawberry.Maybe[str | None] = may_be("More about it: at most 10,000 characters.")
    due_on: strawberry.Maybe[date | None] = may_be("By when.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="Who is to do a todo; what is left out stays.")
class TodoReassignInput:
    """For `todoReassign`."""

    todo_id: strawberry.ID = described("The todo; it must be OPEN.")
    assignee_id: strawberry.Maybe[strawberry.ID | None] = may_be(
        "The member who is to do it; null: whoever has the role."
    )
    assignee_role: strawberry.Maybe[Role | None] = may_be(
        "The role that it is for; null only where a member is to do it."
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()

    def named(self) -> dict[str, Any]:
        """What is given, by the names that the rules use."""
        assignee = keyed("assignee", Noun.MEMBER, self.assignee_id)
        return {**assignee, **parts(self, "assignee_role")}


@strawberry.input(description="A todo to open again.")
class TodoReopenInput:
    """For `todoReopen`."""

    todo_id: strawberry.ID = described("The todo; it must be DONE or DISMISSED.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The updated todo.")
class TodoUpdatePayload(Payload):
    """From `todoUpdate`."""

    todo: Todo | None = shows("The todo; null where it was refused.")


@strawberry.type(description="The todo in other hands.")
class TodoReassignPayload(Payload):
    """From `todoReassign`."""

    todo: Todo | None = shows("The todo; null where it was refused.")


@strawberry.type(description="The todo, open again.")
class TodoReopenPayload(Payload):
    """From `todoReopen`."""

    todo: Todo | None = shows("The todo, OPEN; null where it was refused.")


@strawberry.type
class TodoLaterChanges:
    """Mutations of todos that are there."""

    @strawberry.mutation(description="Update a todo. For members of every role.")
    async def todo_update(
        self, info: Info, input: Annotated[TodoUpdateInput, given("What is to be another.")]
    ) -> TodoUpdatePayload | None:
        """Decode, call, wrap."""
        change = partial(
            todo_changes.update,
            key=key(Noun.TODO, input.todo_id),
            given=parts(input, "title", "note", *(("due_on",) if read(input.due_on) else ())),
            expected=input.expected_version,
        )
        return await changed(info, TodoUpdatePayload, change, input)

    @strawberry.mutation(
        description="Give an open todo to another member or role. TODO_CLOSED where it is not "
        "open, RETIRED where the member is. For members of every role."
    )
    async def todo_reassign(
        self, info: Info, input: Annotated[TodoReassignInput, given("Whose it is to be.")]
    ) -> TodoReassignPayload | None:
        """Decode, call, wrap."""
        todo = key(Noun.TODO, input.todo_id)
        change = partial(
            todo_changes.reassign, key=todo, given=input.named(), expected=input.expected_version
        )
        return await changed(info, TodoReassignPayload, change, input)

    @strawberry.mutation(
        description="Open a done or dismissed todo again; its milestone does not fire again by "
        "that. ILLEGAL_STEP where it is OPEN. For members of every role."
    )
    async def todo_reopen(
        self, info: Info, input: Annotated[TodoReopenInput, given("Which todo.")]
    ) -> TodoReopenPayload | None:
        """Decode, call, wrap."""
        todo = key(Noun.TODO, input.todo_id)
        change = partial(todo_changes.reopen, key=todo, expected=input.expected_version)
        return await changed(info, TodoReopenPayload, change, input)
