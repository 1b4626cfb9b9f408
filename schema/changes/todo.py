"""Completing and dismissing todos."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from resolvers import todos
from schema.asking import Info
from schema.basics import described, given
from schema.changes.changing import Payload, changed, expects, key, repeats, shows
from schema.todo import Todo
from schema.words import TodoStatus


@strawberry.input(description="A todo that is done.")
class TodoCompleteInput:
    """For `todoComplete`."""

    todo_id: strawberry.ID = described("The todo; it must be OPEN.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A todo that is not to be done.")
class TodoDismissInput:
    """For `todoDismiss`."""

    todo_id: strawberry.ID = described("The todo; it must be OPEN.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The done todo.")
class TodoCompletePayload(Payload):
    """From `todoComplete`."""

    todo: Todo | None = shows("The todo, DONE; null where it was refused.")


@strawberry.type(description="The dismissed todo.")
class TodoDismissPayload(Payload):
    """From `todoDismiss`."""

    todo: Todo | None = shows("The todo, DISMISSED; null where it was refused.")


@strawberry.type
class TodoChanges:
    """Mutations of todos."""

    @strawberry.mutation(
        description="Mark a todo DONE. ILLEGAL_STEP unless it is OPEN. For members of every role."
    )
    async def todo_complete(
        self, info: Info, input: Annotated[TodoCompleteInput, given("Which todo.")]
    ) -> TodoCompletePayload | None:
        """Decode, call, wrap."""
        change = partial(
            todos.close,
            key=key(Noun.TODO, input.todo_id),
            status=TodoStatus.DONE,
            expected=input.expected_version,
        )
        return await changed(info, TodoCompletePayload, change, input)

    @strawberry.mutation(
        description="Mark a todo DISMISSED: its milestone does not fire again in this run of the "
        "cycle. ILLEGAL_STEP unless it is OPEN. For members of every role."
    )
    async def todo_dismiss(
        self, info: Info, input: Annotated[TodoDismissInput, given("Which todo.")]
    ) -> TodoDismissPayload | None:
        """Decode, call, wrap."""
        change = partial(
            todos.close,
            key=key(Noun.TODO, input.todo_id),
            status=TodoStatus.DISMISSED,
            expected=input.expected_version,
        )
        return await changed(info, TodoDismissPayload, change, input)
