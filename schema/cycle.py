"""Cycles with their ledger and milestones."""

import strawberry

from schema import lists
from schema.attendance import Attendance
from schema.basics import Moment, Node, described
from schema.pages import Connection
from schema.practice import Member, Service
from schema.refs import CaseRef, SessionRef
from schema.todo import Todo
from schema.words import CycleStatus, MilestoneKind


@strawberry.type(description="One step of the consumption ledger; never changed or deleted.")
class ConsumptionEntry(Node):
    """A session taken or given back."""

    delta: int = described("+1: a session was consumed; -1: it was given back.")
    reason: str = described("A word for what brought it about, such as `treated`.")
    created_at: Moment = described("When it was taken or given back.")
    attendance: Attendance | None = described("Whose session it was; null where not yours to see.")
    actor: Member | None = described("Who brought it about.")
    cycle: "Cycle" = described("The cycle.")
    reverses: "ConsumptionEntry | None" = described("The entry that it gives back; null for +1.")


@strawberry.type(description="A threshold that a run of the cycle has passed; fires once per run.")
class Milestone(Node):
    """What called for a todo."""

    kind: MilestoneKind = described("What it calls for.")
    percent: int = described("The threshold, in % of the authorized count.")
    created_at: Moment = described("When it was passed.")
    cycle: "Cycle" = described("The cycle.")
    todos: list[Todo] = described("The work that it called for.")


@strawberry.type(description="A block of authorized sessions on a case, for a service mix.")
class Cycle(Node):
    """What treating consumes."""

    status: CycleStatus = described("Where it stands.")
    authorized: int = described("How many sessions it authorizes: 1 to 1,000.")
    carried_in: int = described("Sessions used before the practice moved here: 0 to authorized.")
    consumed: int = described("Sessions treated: the sum of the ledger; never above authorized.")
    pending: int = described("Sessions with a time that are booked on it and still open.")
    projected: int = described("Consumed and pending together.")
    remaining: int = described("Authorized less carried in and consumed.")
    unbooked: int = described("Authorized sessions neither used nor booked; never below 0.")
    percent_consumed: float = described("Used of authorized, in % from 0 to 100, cut to a tenth.")
    summary_percent: int | None = described(
        "Its own share, in %, at which a summary is due; null: the practice's."
    )
    renewal_percent: int | None = described(
        "Its own share, in %, at which its renewal is due; null: the practice's."
    )
    activated_at: Moment | None = described("When it came into force.")
    ended_at: Moment | None = described("When it was completed or discontinued.")
    ended_because: str | None = described("Why it was discontinued: at most 10,000 characters.")
    created_at: Moment = described("When it was drafted.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    case: CaseRef = described("The case that it is on.")
    services: list[Service] = described("Its service mix, by name.")
    entries: list[ConsumptionEntry] = described("Its ledger, oldest first.")
    milestones: list[Milestone] = described("What it has passed, oldest first.")
    todos: list[Todo] = described("Work about it, oldest first.")
    sessions: Connection[SessionRef] = lists.sessions("Sessions that draw on it, latest first.")

    attendances: Connection[Attendance] = lists.attendances("Linked to it, newest first.")
