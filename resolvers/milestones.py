"""What consuming sets off: a todo per milestone, once per run."""

from collections.abc import Collection, Sequence
from typing import TypeAlias
from uuid import UUID

from db.work import Work
from db.writing import cycles, ledger, people, todos, turns
from db.writing.cycles import Held
from db.writing.todos import New
from domain.changes import Change, ChangeKind
from domain.cycles import MilestoneKind, milestones_due, recipient
from domain.ids import Noun
from domain.keys import Aspect, only
from domain.todos import TITLES, TodoStatus, for_whom

Due: TypeAlias = tuple[Held, MilestoneKind]


async def fire_due(work: Work, held: Held, consumed: int) -> tuple[UUID, ...]:
    """Fire every milestone that `consumed` makes true for the first time in the run; the todos."""
    return await _fire(work, [(held, kind) for kind in milestones_due(held.cycle, consumed)])


async def fire_everywhere(work: Work) -> tuple[UUID, ...]:
    """Fire what is due of any cycle in force, because the practice's thresholds are lower now; the
    todos. As many statements however many there are (Cycles 6, 7).
    """
    await turns.of_practice(work)
    reached = await cycles.due(work)
    return await _fire(
        work,
        [(held, k) for held in reached for k in milestones_due(held.cycle, held.cycle.consumed)],
    )


async def _fire(work: Work, due: Sequence[Due]) -> tuple[UUID, ...]:
    if not due:
        return ()
    active = await _active(work, [held for held, _ in due])
    fired = await ledger.fire(work, [(held.cycle, kind) for held, kind in due])
    new = [_todo(*each, key, active) for each, key in zip(due, fired, strict=True)]
    keys = await todos.add_each(work, new)
    for each, todo, key in zip(due, new, keys, strict=True):
        work.record(_created(*each, todo, key))
    return tuple(keys)


async def _active(work: Work, due: Sequence[Held]) -> frozenset[UUID]:
    """Who stands behind the cases and has not retired: work that is given to others nobody would
    do (Cycles 6).
    """
    behind = {key for held in due for key in (held.supervisor, held.manager)}
    known = await people.members_known(work, behind)
    return frozenset(key for key, in_use in known.items() if in_use)


def _todo(held: Held, kind: MilestoneKind, milestone: UUID, active: Collection[UUID]) -> New:
    wanted, role = recipient(kind, held.supervisor, held.manager)
    about = {"client_id": held.client, "case_id": held.cycle.case, "cycle_id": held.cycle.key}
    more = {**about, "location_id": held.location, "milestone_id": milestone}
    return New(TITLES[kind], wanted if wanted in active else None, role, more)


def _created(held: Held, kind: MilestoneKind, todo: New, key: UUID) -> Change:
    after = {"status": TodoStatus.OPEN, "title": todo.title, "cycle": held.cycle.key}
    after |= {"milestone": kind, "assignee": todo.assignee, "assigneeRole": todo.role}
    keys = {**held.keys, Aspect.SESSIONS: only(), **for_whom(todo.assignee)}
    return Change(ChangeKind.TODO_CREATED, Noun.TODO, key, after=after, keys=keys)
