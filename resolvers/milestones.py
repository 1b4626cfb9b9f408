"""What consuming sets off: a todo per milestone, once per run."""

from dataclasses import replace
from uuid import UUID

from db.work import Work
from db.writing import ledger, people, todos
from db.writing.cycles import Held
from domain.changes import Change, ChangeKind
from domain.cycles import MilestoneKind, milestones_due, recipient
from domain.ids import Noun
from domain.keys import Aspect, only
from domain.todos import TITLES, TodoStatus, for_whom


async def fire_due(work: Work, held: Held, consumed: int) -> tuple[UUID, ...]:
    """Fire every milestone that `consumed` makes true for the first time in the run; the todos."""
    due = milestones_due(held.cycle, consumed)
    there = await _still_there(work, held) if due else held
    return tuple([await _fire(work, there, kind) for kind in due])


async def _still_there(work: Work, held: Held) -> Held:
    """Without those who have retired: work that is given to them nobody would do (Cycles 6)."""
    known = await people.members_known(work, {held.supervisor, held.manager})
    active = {key for key, in_use in known.items() if in_use}
    supervisor, manager = [
        key if key in active else None for key in (held.supervisor, held.manager)
    ]
    return replace(held, supervisor=supervisor, manager=manager)


async def _fire(work: Work, held: Held, kind: MilestoneKind) -> UUID:
    milestone = await ledger.fire(work, held.cycle, kind)
    assignee, role = recipient(kind, held.supervisor, held.manager)
    about = {"client_id": held.client, "case_id": held.cycle.case, "cycle_id": held.cycle.key}
    key = await todos.add(
        work,
        TITLES[kind],
        assignee,
        role,
        location_id=held.location,
        milestone_id=milestone,
        **about,
    )
    after = {"status": TodoStatus.OPEN, "title": TITLES[kind], "cycle": held.cycle.key}
    after |= {"milestone": kind, "assignee": assignee, "assigneeRole": role}
    keys = {**held.keys, Aspect.SESSIONS: only(), **for_whom(assignee)}
    work.record(Change(ChangeKind.TODO_CREATED, Noun.TODO, key, after=after, keys=keys))
    return key
