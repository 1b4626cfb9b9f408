"""What happens in a practice of random rows: cycles, sessions, ledgers, milestones, todos."""

from datetime import timedelta
from random import Random
from uuid import UUID

from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus
from tests.practice import NOON
from tests.reading.data import MOMENTS, Draft, Row, Rows, case, found
from tests.reading.texts import NOTES
from tests.reading.work import audit, milestones, todo

MINUTES = timedelta(minutes=1)
HERE, THERE = UUID(int=1), UUID(int=2)


def two_practices(seed: int) -> list[Rows]:
    """The rows of both practices, by table."""
    return [practice(HERE, "Hér", Random(seed)), practice(THERE, "Thére", Random(-seed - 1))]


def practice(organization: UUID, name: str, rng: Random) -> Rows:
    """All rows of one practice."""
    draft = Draft(organization, rng)
    found(draft, name)
    for make, count in ((case, 18), (cycle, 16), (session, 24), (ledger, 18)):
        for _ in range(count):
            make(draft)
    for row in draft.rows["cycles"]:
        milestones(draft, row)
    for _ in range(26):
        todo(draft)
    for _ in range(12):
        audit(draft)
    return draft.rows


def cycle(draft: Draft) -> None:
    """A cycle in any state with its mix and its runs."""
    authorized = draft.pick((1, 3, 8, 10, 1000))
    row = draft.add(
        "cycles",
        case_id=draft.pick(draft.rows["cases"][:14])["id"],
        status=draft.pick(tuple(CycleStatus)),
        authorized=authorized,
        carried_in=draft.rng.randint(0, min(authorized, 4)),
        activated_at=draft.maybe(draft.pick(MOMENTS)),
        ended_at=draft.maybe(draft.pick(MOMENTS)),
        ended_because=draft.maybe(draft.pick(NOTES)),
        summary_percent=draft.maybe(draft.rng.randint(1, 100)),
        renewal_percent=draft.maybe(draft.rng.randint(1, 100)),
    )
    mix(draft, row)
    for number in range(1, draft.rng.randint(2, 3)):
        draft.add("cycle_runs", cycle_id=row["id"], number=number)


def mix(draft: Draft, cycle: Row) -> None:
    """Services of the cycle; no two active cycles of a case share one."""
    same = {"organization_id": draft.organization, "case_id": cycle["case_id"]}
    status = cycle["status"]
    served = {
        row["service_id"]
        for row in draft.rows["cycle_services"]
        if row["case_id"] == cycle["case_id"] and row["cycle_status"] is CycleStatus.ACTIVE
    }
    for service in draft.rng.sample(draft.rows["services"], draft.rng.randint(0, 3)):
        if status is not CycleStatus.ACTIVE or service["id"] not in served:
            link = {"cycle_id": cycle["id"], "service_id": service["id"], "cycle_status": status}
            draft.rows["cycle_services"].append({**same, **link})


def session(draft: Draft) -> None:
    """A session with 0 to 3 items and 0 to 3 attendees, in a group or alone, with or without a
    time; some begin or end at the very moment of asking.
    """
    starts_at = draft.maybe(draft.pick((*MOMENTS, NOON - 45 * MINUTES)), 0.8)
    span = {"starts_at": starts_at, "ends_at": starts_at and starts_at + 45 * MINUTES}
    row = draft.add(
        "sessions",
        location_id=draft.one("locations"),
        capacity=draft.pick((1, 1, 1, 8)),
        public_note=draft.maybe(draft.pick(NOTES)),
        private_note=draft.maybe(draft.pick(NOTES)),
        canceled_at=draft.maybe(draft.pick(MOMENTS), 0.2),
        canceled_because=draft.maybe(draft.pick(NOTES), 0.2),
        **span,
    )
    for position in range(draft.rng.randint(0, 3)):
        timed = span if draft.rng.random() < 0.7 else dict.fromkeys(span)
        item(draft, row, position, timed)
    for client in draft.rng.sample(draft.rows["clients"][:7], draft.pick((0, 1, 1, 2, 2, 3))):
        attendance(draft, row, client)


def item(draft: Draft, session: Row, position: int, span: Row) -> None:
    """A service within a session, maybe at another location."""
    draft.add(
        "items",
        session_id=session["id"],
        position=position,
        service_id=draft.one("services"),
        clinician_id=draft.maybe(draft.one("members")),
        location_id=draft.one("locations"),
        conflict_overridden=draft.rng.random() < 0.3,
        **span,
    )


def attendance(draft: Draft, session: Row, client: Row) -> None:
    """The client's part: on a case of theirs and a cycle of it, or on none."""
    cases = [row["id"] for row in draft.rows["cases"] if row["client_id"] == client["id"]]
    case = draft.maybe(draft.pick(cases), 0.8) if cases else None
    cycles = [row["id"] for row in draft.rows["cycles"] if row["case_id"] == case]
    status = draft.pick((*AttendanceStatus, AttendanceStatus.OPEN))
    ended = status is not AttendanceStatus.OPEN
    draft.add(
        "attendances",
        session_id=session["id"],
        client_id=client["id"],
        case_id=case,
        cycle_id=draft.maybe(draft.pick(cycles), 0.8) if cycles else None,
        status=status,
        completed_at=draft.pick(MOMENTS) if ended else None,
        completed_by_id=draft.maybe(draft.one("members")) if ended else None,
    )


def ledger(draft: Draft) -> None:
    """A chain of up to 5 entries of an attendance that has none: +1 and -1 take turns."""
    had = {row["attendance_id"] for row in draft.rows["entries"]}
    linked = [row for row in draft.rows["attendances"] if row["cycle_id"]]
    free = [row for row in linked if row["id"] not in had]
    previous: Row | None = None
    for step in range(draft.rng.randint(1, 5) if free else 0):
        previous = draft.add(
            "entries",
            cycle_id=free[0]["cycle_id"],
            attendance_id=free[0]["id"],
            delta=-1 if step % 2 else 1,
            previous_delta=1 if step % 2 else -1,
            previous_id=previous and previous["id"],
            reason=draft.pick(NOTES),
            actor_id=draft.one("members"),
        )
