"""Completing and dismissing todos."""

from uuid import UUID

from db.work import Work
from db.writing import todos
from domain.access import Act
from domain.changes import Change, ChangeKind
from domain.errors import NotFound
from domain.ids import Noun
from domain.todos import TodoStatus, step
from resolvers.outcome import Outcome
from resolvers.versions import must_be_current

_KINDS = {
    TodoStatus.DONE: ChangeKind.TODO_COMPLETED,
    TodoStatus.DISMISSED: ChangeKind.TODO_DISMISSED,
}


async def close(work: Work, key: UUID | None, status: TodoStatus, expected: int | None) -> Outcome:
    """Mark a todo DONE or DISMISSED."""
    work.demand(Act.CLOSE_TODO)
    path = ("input", "todoId")
    todo = await todos.hold(work, key) if key else None
    if todo is None:
        raise NotFound(path=path)
    must_be_current(Noun.TODO, todo.key, todo.version, expected)
    step(todo.status, status, path)
    await todos.close(work, todo.key, status)
    work.record(
        Change(
            _KINDS[status],
            Noun.TODO,
            todo.key,
            before={"status": todo.status},
            after={"status": status},
            keys=todo.keys,
        )
    )
    return Outcome({"todo": todo.key})
