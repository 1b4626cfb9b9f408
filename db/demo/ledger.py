"""The consumption ledger and its milestones, by going through each cycle's history again."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.draft import Draft, Row, add, chance
from db.demo.people import Practice
from db.demo.work import add_todo
from db.tables import entries, milestones
from domain.attendances import AttendanceStatus
from domain.cycles import Cycle, MilestoneKind, milestones_due, must_have_one_left, recipient
from domain.todos import TITLES

TREATED = "treated"
REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Event:
    """A run that began, or an attendance that consumed."""

    at: datetime
    row: Row
    begins_run: bool


def keep_ledger(draft: Draft, practice: Practice) -> None:
    """Entries, milestones and their todos for every cycle."""
    histories = _histories(draft)
    cases = {row["id"]: row for row in draft.rows["cases"]}
    for row in draft.rows["cycles"]:
        events = sorted(histories[row["id"]], key=lambda event: event.at)
        _replay(draft, practice, row, cases[row["case_id"]], events)


def _histories(draft: Draft) -> dict[UUID, list[Event]]:
    histories: dict[UUID, list[Event]] = defaultdict(list)
    for run in draft.rows["cycle_runs"]:
        histories[run["cycle_id"]].append(Event(run["created_at"], run, begins_run=True))
    for row in draft.rows["attendances"]:
        if row["cycle_id"] and row["status"] is AttendanceStatus.COMPLETED:
            histories[row["cycle_id"]].append(Event(row["completed_at"], row, begins_run=False))
    return histories


def _replay(draft: Draft, practice: Practice, row: Row, case: Row, events: list[Event]) -> None:
    cycle = _untouched(draft, row, events[0].row["id"])
    for event in events:
        if event.begins_run:
            cycle = replace(cycle, run=event.row["id"], fired=frozenset())
        else:
            must_have_one_left(cycle, ())
            _add_entries(draft, event.row)
            cycle = replace(cycle, consumed=cycle.consumed + 1)
        for kind in milestones_due(cycle, cycle.consumed):
            _fire(draft, practice, cycle, case, kind, event.at)
            cycle = replace(cycle, fired=cycle.fired | {kind})


def _untouched(draft: Draft, row: Row, run: UUID) -> Cycle:
    practice = draft.rows["organizations"][0]
    return Cycle(
        key=row["id"],
        case=row["case_id"],
        run=run,
        status=row["status"],
        authorized=row["authorized"],
        carried_in=row["carried_in"],
        consumed=0,
        thresholds={
            MilestoneKind.PROGRESS_SUMMARY_DUE: row["summary_percent"]
            or practice["summary_percent"],
            MilestoneKind.CYCLE_RENEWAL_DUE: row["renewal_percent"] or practice["renewal_percent"],
        },
        fired=frozenset(),
    )


def _add_entries(draft: Draft, attendance: Row) -> None:
    """One entry; now and then the completion was undone and done again, which makes it three."""
    last = _add_entry(draft, attendance, 1, None)
    if chance(draft, 60):
        attendance["completed_at"] += timedelta(minutes=7)
        last = _add_entry(draft, attendance, -1, last)
        attendance["completed_at"] += timedelta(minutes=5)
        _add_entry(draft, attendance, 1, last)


def _add_entry(draft: Draft, attendance: Row, delta: int, previous: UUID | None) -> UUID:
    return add(
        draft,
        entries,
        attendance["completed_at"],
        cycle_id=attendance["cycle_id"],
        attendance_id=attendance["id"],
        delta=delta,
        reason=TREATED if delta == 1 else REOPENED,
        actor_id=attendance["completed_by_id"],
        previous_id=previous,
        previous_delta=-delta,
    )


def _fire(
    draft: Draft,
    practice: Practice,
    cycle: Cycle,
    case: Row,
    kind: MilestoneKind,
    at: datetime,
) -> None:
    percent = cycle.thresholds[kind]
    milestone = add(
        draft, milestones, at, run_id=cycle.run, cycle_id=cycle.key, kind=kind, percent=percent
    )
    manager = practice.managers.get(case["location_id"])
    member, role = recipient(kind, case["supervisor_id"], manager)
    add_todo(
        draft, at, TITLES[kind], member, role, case, cycle_id=cycle.key, milestone_id=milestone
    )
