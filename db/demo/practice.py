"""Two practices, written row by row from nothing but a date and a seed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.demo.bookings import book_case
from db.demo.care import Care, Referral, open_case
from db.demo.clients import add_clients
from db.demo.draft import Draft, start
from db.demo.edge import AUTHORIZED, CONSUMED, add_edge
from db.demo.groups import book_groups
from db.demo.harbor import CLINICIAN, HARBOR, MANAGER
from db.demo.lakeside import LAKESIDE
from db.demo.ledger import keep_ledger
from db.demo.people import Practice, found
from db.demo.work import add_manual_todos

SEED = 1

# Each after what it points to.
_ORDER = (
    tables.organizations,
    tables.feeds,
    tables.locations,
    tables.members,
    tables.services,
    tables.clients,
    tables.cases,
    tables.cycles,
    tables.cycle_services,
    tables.cycle_runs,
    tables.sessions,
    tables.items,
    tables.attendances,
    tables.entries,
    tables.milestones,
    tables.todos,
)


@dataclass(frozen=True, slots=True)
class DemoPractice:
    """Keys of what is worth trying: `attendances` are open ones of `cycle`, by start. Completing
    them one after the other passes 80 %, 90 %, the last authorized session, and is refused. Of
    those that are `authorized` so many are `consumed` yet.
    """

    organization: UUID
    case: UUID
    cycle: UUID
    attendances: tuple[UUID, ...]
    manager: UUID
    clinician: UUID
    consumed: int
    authorized: int


async def has_practice(tx: AsyncConnection) -> bool:
    """Whether any organization is there."""
    return bool(await tx.scalar(select(exists().select_from(tables.organizations))))


async def load_demo(tx: AsyncConnection, now: datetime, seed: int = SEED) -> DemoPractice:
    """Inserts both practices. The same day (in UTC) and seed give the same rows, keys included:
    the days before it are done, the day itself and those after it are still open.
    """
    today = now.astimezone(UTC).date()
    harbor, demo = _draft_harbor(today, seed)
    for draft, practice in (harbor, _draft_lakeside(today, seed)):
        await _insert(tx, draft)
        await _appoint(tx, draft, practice)
    return demo


def _draft_harbor(today: date, seed: int) -> tuple[tuple[Draft, Practice], DemoPractice]:
    draft = start(HARBOR.name, HARBOR.zone, today, seed)
    practice = found(draft, HARBOR)
    edge = add_edge(draft, practice)
    _fill(draft, practice, todos=28)
    manager, clinician = practice.members[MANAGER], practice.members[CLINICIAN]
    demo = DemoPractice(
        draft.organization,
        edge.case,
        edge.cycle,
        edge.attendances,
        manager,
        clinician,
        CONSUMED,
        AUTHORIZED,
    )
    return (draft, practice), demo


def _draft_lakeside(today: date, seed: int) -> tuple[Draft, Practice]:
    draft = start(LAKESIDE.name, LAKESIDE.zone, today, seed)
    practice = found(draft, LAKESIDE)
    _fill(draft, practice, todos=5)
    return draft, practice


def _fill(draft: Draft, practice: Practice, todos: int) -> None:
    """Groups before single sessions, because their hour is fixed."""
    cares = _open_cases(draft, practice)
    book_groups(draft, practice, cares)
    for care in cares:
        book_case(draft, practice, care)
    keep_ledger(draft, practice)
    add_manual_todos(draft, practice, todos)


def _open_cases(draft: Draft, practice: Practice) -> list[Care]:
    """One case for each client, and a second one for some."""
    setup = practice.setup
    people = add_clients(draft, setup)
    people += draft.rng.sample(people, setup.cases - setup.clients)
    referrals = [_refer(draft, practice, nth, client) for nth, client in enumerate(people)]
    return [open_case(draft, practice, referral) for referral in referrals]


def _refer(draft: Draft, practice: Practice, nth: int, client: UUID) -> Referral:
    """The first location sees more than the second; courses come round in turn."""
    setup = practice.setup
    place = draft.rng.choices(practice.locations, (3, 2)[: len(practice.locations)])[0]
    clinician = draft.rng.choice(practice.treating[place])
    course = setup.courses[nth % len(setup.courses)]
    return Referral(client, place, clinician, draft.rng.choice(setup.titles), course)


async def _insert(tx: AsyncConnection, draft: Draft) -> None:
    """By key, which is by creation: an entry comes after the one that it names."""
    for table in _ORDER:
        rows = draft.rows[table.name]
        rows.sort(key=lambda row: row.get("id", 0))
        await tx.execute(insert(table), rows)


async def _appoint(tx: AsyncConnection, draft: Draft, practice: Practice) -> None:
    """Managers of locations: they could not be named before they were hired."""
    places = tables.locations
    for location, manager in practice.managers.items():
        here = (places.c.organization_id == draft.organization) & (places.c.id == location)
        await tx.execute(update(places).where(here).values(manager_id=manager))
