"""One of each thing that the API can name, linked as a practice links them."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, update

from db import tables
from domain.access import Role
from domain.attendances import AttendanceStatus
from domain.cases import CaseStatus
from domain.cycles import CycleStatus
from domain.ids import Noun, new_key
from domain.todos import TodoStatus
from tests.practice import NOON, TOMORROW, Practice


@dataclass(frozen=True)
class Care:
    """Ids as front ends know them."""

    organization: str
    location: str
    member: str
    service: str
    client: str
    case: str
    cycle: str
    draft: str
    session: str
    item: str
    attendance: str
    ended: str
    todo: str
    quiet: str
    stopped: str
    full: str
    closed: str
    done: str
    movable: str
    other: str
    # Somebody and something to be taken out of use, or put back, without harm to the rest.
    leaver: str
    archived: str
    helper: str
    retired: str
    clinic: str
    offer: str

    def all(self) -> list[str]:
        """Every id."""
        return [getattr(self, field.name) for field in fields(self)]


async def furnish(practice: Practice, word: str = "", location: UUID | None = None) -> Care:
    """A case with an active cycle of 10 (one consumed), a draft of another service, an open and
    an ended attendance, notes and a todo, all at one place. All texts hold the word.
    """
    place = location or practice.location
    async with practice.together():
        case = await practice.add_case(title=f"{word}Left knee", location_id=place)
        cycle = await practice.add_cycle(case)
        draft = await practice.add_cycle(
            case, status=CycleStatus.DRAFT, services=[await add_service(practice)]
        )
        ended = await add_treated(practice, case, cycle, place)
        attendance = await practice.add_attendance(case, cycle, NOON + TOMORROW, location_id=place)
        session = await session_of(practice, attendance)
        await note(practice, session, word)
        todo = await add_todo(practice, case, cycle, place, f"{word}Call back")
        return Care(
            practice.id_of(Noun.ORGANIZATION, practice.organization),
            practice.id_of(Noun.LOCATION, place),
            practice.id_of(Noun.MEMBER, practice.people["clinician"]),
            practice.id_of(Noun.SERVICE, practice.service),
            practice.id_of(Noun.CLIENT, practice.client),
            practice.id_of(Noun.CASE, case),
            practice.id_of(Noun.CYCLE, cycle),
            practice.id_of(Noun.CYCLE, draft),
            practice.id_of(Noun.SESSION, session),
            practice.id_of(Noun.ITEM, await item_of(practice, session)),
            practice.id_of(Noun.ATTENDANCE, attendance),
            practice.id_of(Noun.ATTENDANCE, ended),
            practice.id_of(Noun.TODO, todo),
            *await furnish_ends(practice, word, place),
            *await add_spare(practice),
        )


async def furnish_ends(practice: Practice, word: str, place: UUID) -> list[str]:
    """What has ended or can: a case with nothing under way but a discontinued cycle, an active
    cycle that is used up, a closed case, a todo that is done; and an attendance that another
    active cycle of its case could take.
    """
    case = {"title": f"{word}Left hip", "location_id": place}
    quiet = await practice.add_case(**case)
    stopped = await practice.add_cycle(quiet, status=CycleStatus.DISCONTINUED)
    busy = await practice.add_case(**case)
    full = await practice.add_cycle(busy, authorized=1, carried_in=1)
    movable = await practice.add_attendance(busy, full, NOON + 2 * TOMORROW, location_id=place)
    other = await practice.add_cycle(busy, services=[await add_service(practice)])
    closed = await practice.add_case(**case, status=CaseStatus.CLOSED)
    done = await add_todo(practice, quiet, stopped, place, f"{word}Called back")
    await put(practice, tables.todos, f"_{done.hex}", status=TodoStatus.DONE, closed_at=NOON)
    return [
        practice.id_of(Noun.CASE, quiet),
        practice.id_of(Noun.CYCLE, stopped),
        practice.id_of(Noun.CYCLE, full),
        practice.id_of(Noun.CASE, closed),
        practice.id_of(Noun.TODO, done),
        practice.id_of(Noun.ATTENDANCE, movable),
        practice.id_of(Noun.CYCLE, other),
    ]


async def add_spare(practice: Practice) -> list[str]:
    """A client, an archived one, a member, a retired one, a location and a service."""
    name = {"given_name": "Grace", "family_name": "Hopper"}
    role = {"role": Role.STAFF, "name": "Alan"}
    rows: list[tuple[Noun, Table, dict[str, Any]]] = [
        (Noun.CLIENT, tables.clients, name),
        (Noun.CLIENT, tables.clients, {**name, "is_archived": True}),
        (Noun.MEMBER, tables.members, {**role, "email": f"{new_key()}@practice.example"}),
        (
            Noun.MEMBER,
            tables.members,
            {**role, "email": f"{new_key()}@practice.example", "is_active": False},
        ),
        (Noun.LOCATION, tables.locations, {"name": "Annex"}),
    ]
    spare = [practice.id_of(noun, await practice.add(table, **row)) for noun, table, row in rows]
    return [*spare, practice.id_of(Noun.SERVICE, await add_service(practice))]


async def add_service(practice: Practice) -> UUID:
    """A service that no active cycle serves."""
    money = {"fee_minor": 100, "wage_minor": 50}
    return await practice.add(tables.services, name="Massage", minutes=30, color="#112233", **money)


async def add_treated(practice: Practice, case: UUID, cycle: UUID, location: UUID) -> UUID:
    """A completed attendance that has consumed a session of the cycle."""
    done = AttendanceStatus.COMPLETED
    attendance = await practice.add_attendance(
        case, cycle, NOON - TOMORROW, status=done, location_id=location
    )
    entry = {"cycle_id": cycle, "attendance_id": attendance, "reason": "treated"}
    actor = practice.people["clinician"]
    await practice.add(tables.entries, **entry, delta=1, previous_delta=-1, actor_id=actor)
    return attendance


async def session_of(practice: Practice, attendance: UUID) -> UUID:
    """The session that the attendance is part of."""
    named = select(tables.attendances.c.session_id).where(tables.attendances.c.id == attendance)
    async with practice.transaction() as tx:
        found: UUID = (await tx.execute(named)).scalar_one()
    return found


async def item_of(practice: Practice, session: UUID) -> UUID:
    """The only item of the session."""
    named = select(tables.items.c.id).where(tables.items.c.session_id == session)
    async with practice.transaction() as tx:
        found: UUID = (await tx.execute(named)).scalar_one()
    return found


async def note(practice: Practice, session: UUID, word: str) -> None:
    """Write both notes of a session."""
    notes = {"public_note": f"{word}Bring shoes", "private_note": f"{word}Owes a fee"}
    async with practice.transaction() as tx:
        changed = update(tables.sessions).where(tables.sessions.c.id == session)
        await tx.execute(changed.values(notes))


async def add_todo(practice: Practice, case: UUID, cycle: UUID, location: UUID, title: str) -> UUID:
    """An open todo for whoever manages the clinic."""
    about = {"client_id": practice.client, "case_id": case, "cycle_id": cycle}
    place = {"location_id": location, "assignee_role": Role.CLINIC_MANAGER}
    return await practice.add(tables.todos, title=title, **about, **place)


async def rename(practice: Practice, word: str) -> None:
    """Put the word into the names of everybody and everything the practice was founded with."""
    named = {
        tables.organizations: ("name",),
        tables.locations: ("name",),
        tables.members: ("name", "email"),
        tables.services: ("name",),
        tables.clients: ("given_name", "family_name"),
    }
    async with practice.transaction() as tx:
        for table, columns in named.items():
            owner = table.c.id if table is tables.organizations else table.c.organization_id
            words = {column: word + table.c[column] for column in columns}
            await tx.execute(update(table).where(owner == practice.organization).values(words))


async def put(practice: Practice, table: Table, id: str, **values: Any) -> None:
    """Change a row behind the API's back."""
    key = UUID(id.rpartition("_")[2])
    async with practice.transaction() as tx:
        await tx.execute(update(table).where(table.c.id == key).values(values))
