"""What the random practice calls for: milestones and todos."""

from domain.access import Role
from domain.changes import ChangeKind
from domain.cycles import MilestoneKind
from domain.ids import Noun
from domain.todos import TodoStatus
from tests.reading.data import DAYS, MOMENTS, STAFF, Draft, Row
from tests.reading.texts import NAMES, NOTES


def milestones(draft: Draft, cycle: Row) -> None:
    """Thresholds that runs of the cycle have passed."""
    for run in draft.rows["cycle_runs"]:
        for kind in MilestoneKind:
            if run["cycle_id"] == cycle["id"] and draft.rng.random() < 0.4:
                percent = draft.rng.randint(1, 100)
                passed = {"run_id": run["id"], "kind": kind, "percent": percent}
                draft.add("milestones", cycle_id=cycle["id"], **passed)


def audit(draft: Draft) -> None:
    """Something that a member or a client did to a record; of any kind, true or not."""
    noun = draft.pick((Noun.CLIENT, Noun.CASE, Noun.CYCLE, Noun.TODO))
    # In the order that the house writes facts in.
    facts = {"note": draft.pick(NOTES), "status": draft.pick(NAMES), "authorized": 10}
    draft.add(
        "audit_entries",
        actor_id=draft.one(draft.pick(("members", "clients"))),
        kind=draft.pick(tuple(ChangeKind)),
        noun=noun.value,
        noun_id=draft.one(f"{noun}s"),
        before=draft.pick(({}, {"note": None}, facts)),
        after=draft.pick((facts, {"names": [draft.pick(NAMES), "x"], "isShown": True})),
    )


def todo(draft: Draft) -> None:
    """Work for a member, for a role or for both, about anything or nothing."""
    status = draft.pick(tuple(TodoStatus))
    role = draft.maybe(draft.pick((*STAFF, Role.CLIENT)))
    about = {
        f"{table[:-1]}_id": draft.maybe(draft.one(table))
        for table in ("locations", "clients", "cases", "cycles", "sessions", "milestones")
    }
    draft.add(
        "todos",
        title=draft.pick(NAMES),
        note=draft.maybe(draft.pick(NOTES)),
        status=status,
        due_on=draft.maybe(draft.pick(DAYS)),
        closed_at=None if status is TodoStatus.OPEN else draft.pick(MOMENTS),
        assignee_role=role,
        assignee_id=draft.one("members") if role is None else draft.maybe(draft.one("members")),
        **about,
    )
