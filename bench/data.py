"""Practices of any size, made row by row from numbers alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from db import tables
from db.store import Store
from domain.access import Role
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
CLINICIANS = 10
CASES = 2
DONE = 6
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything in each organization."""

    organizations: int = 1
    clients: int = 2000
    sessions: int = 60_000
    todos: int = 8000


def key(kind: int, organization: int, number: int) -> UUID:
    """A key that looks like any other and sorts by number."""
    return UUID(
        int=(0x0190 << 112) | (number << 80) | (7 << 76) | (2 << 62) | (organization << 32) | kind
    )


(
    ORGANIZATION,
    LOCATION,
    MEMBER,
    SERVICE,
    CLIENT,
    CASE,
    CYCLE,
    SESSION,
    ITEM,
    PART,
    ENTRY,
    TODO,
    RUN,
) = range(13)


def rows(size: Size, organization: int) -> Iterator[tuple[Table, list[Row]]]:
    """Everything of one organization, table by table, each after what it points to."""
    own = {"organization_id": key(ORGANIZATION, organization, 0), "created_at": MONDAY}

    def many(table: Table, kind: int, count: int, make: Any) -> tuple[Table, list[Row]]:
        return table, [{**own, "id": key(kind, organization, n), **make(n)} for n in range(count)]

    def k(kind: int, number: int) -> UUID:
        return key(kind, organization, number)

    whole = {"id": own["organization_id"], "name": f"Practice {organization}", "time_zone": "UTC"}
    yield tables.organizations, [{**whole, "currency": "USD", "created_at": MONDAY}]
    yield tables.feeds, [{"organization_id": own["organization_id"], "epoch": k(ORGANIZATION, 1)}]
    yield many(tables.locations, LOCATION, 2, lambda n: {"name": f"Clinic {n}"})
    yield many(tables.members, MEMBER, CLINICIANS, lambda n: _member(organization, n))
    yield many(tables.services, SERVICE, 5, _service)
    yield many(tables.clients, CLIENT, size.clients, _client)
    yield from _care(many, k, size.clients * CASES, own["organization_id"])
    yield from _visits(many, k, size)


def _care(many: Any, k: Any, cases: int, organization: Any) -> Iterator[tuple[Table, list[Row]]]:
    yield many(tables.cases, CASE, cases, lambda n: _case(k, n))
    yield many(tables.cycles, CYCLE, cases, lambda n: _cycle(k, n))
    yield many(tables.cycle_runs, RUN, cases, lambda n: {"cycle_id": k(CYCLE, n), "number": 1})
    yield (
        tables.cycle_services,
        [{**_mix(k, n), "organization_id": organization} for n in range(cases)],
    )


def _visits(many: Any, k: Any, size: Size) -> Iterator[tuple[Table, list[Row]]]:
    cases, visits = size.clients * CASES, size.sessions
    yield many(
        tables.sessions, SESSION, visits, lambda n: {"location_id": k(LOCATION, n % 2), **_span(n)}
    )
    yield many(tables.items, ITEM, visits, lambda n: _item(k, n))
    yield many(tables.attendances, PART, visits, lambda n: _part(k, n, cases))
    treated = [n for n in range(visits) if _is_done(n, cases)]
    table, taken = many(tables.entries, ENTRY, visits, lambda n: _entry(k, n, cases))
    yield table, [taken[n] for n in treated]
    yield many(tables.todos, TODO, size.todos, lambda n: _todo(k, n, cases))


def _member(organization: int, n: int) -> Row:
    role = Role.OWNER if n == 0 else Role.CLINICIAN
    return {"name": f"Member {n}", "email": f"m{n}@{organization}.example", "role": role}


def _service(n: int) -> Row:
    return {
        "name": f"Service {n}",
        "minutes": 30,
        "color": "#336699",
        "fee_minor": 9000,
        "wage_minor": 4000,
    }


def _client(n: int) -> Row:
    return {"given_name": f"Given{n % 97}", "family_name": f"Family{n:05}"}


def _case(k: Any, n: int) -> Row:
    return {
        "client_id": k(CLIENT, n // CASES),
        "location_id": k(LOCATION, n % 2),
        "supervisor_id": k(MEMBER, 1 + n % (CLINICIANS - 1)),
        "title": f"Case {n} of a knee after a fall",
    }


def _cycle(k: Any, n: int) -> Row:
    return {"case_id": k(CASE, n), "authorized": 20, "status": CycleStatus.ACTIVE}


def _mix(k: Any, n: int) -> Row:
    mix = {"cycle_id": k(CYCLE, n), "case_id": k(CASE, n), "service_id": k(SERVICE, n % 5)}
    return {**mix, "cycle_status": CycleStatus.ACTIVE}


def _span(n: int) -> Row:
    """Twelve half hours a day for each clinician, back from and on after the Monday."""
    slot = n // (CLINICIANS - 1)
    starts = MONDAY + timedelta(days=slot // 12 - 500, hours=8, minutes=30 * (slot % 12))
    return {"starts_at": starts, "ends_at": starts + timedelta(minutes=30)}


def _item(k: Any, n: int) -> Row:
    clinician = k(MEMBER, 1 + n % (CLINICIANS - 1))
    place = {"location_id": k(LOCATION, n % 2), "service_id": k(SERVICE, n % 5)}
    return {
        "session_id": k(SESSION, n),
        "position": 0,
        "clinician_id": clinician,
        **place,
        **_span(n),
    }


def _is_done(n: int, cases: int) -> bool:
    return n // cases < DONE


def _part(k: Any, n: int, cases: int) -> Row:
    case = n % cases
    ended = {"status": AttendanceStatus.COMPLETED, "completed_at": MONDAY}
    open_ = {"status": AttendanceStatus.OPEN, "completed_at": None}
    return {
        "session_id": k(SESSION, n),
        "client_id": k(CLIENT, case // CASES),
        "case_id": k(CASE, case),
        "cycle_id": k(CYCLE, case),
        **(ended if _is_done(n, cases) else open_),
    }


def _entry(k: Any, n: int, cases: int) -> Row:
    taken = {"cycle_id": k(CYCLE, n % cases), "attendance_id": k(PART, n), "reason": "treated"}
    return {
        **taken,
        "actor_id": k(MEMBER, 1),
        "delta": 1,
        "previous_id": None,
        "previous_delta": -1,
    }


def _todo(k: Any, n: int, cases: int) -> Row:
    case = n % cases
    about = {"case_id": k(CASE, case), "client_id": k(CLIENT, case // CASES)}
    return {"title": f"Todo {n}", "assignee_id": k(MEMBER, 1 + n % (CLINICIANS - 1)), **about}


async def fill(store: Store, size: Size) -> None:
    """Put the practices into an empty, migrated database."""
    for organization in range(size.organizations):
        async with store.transaction() as tx:
            for table, made in rows(size, organization):
                for some in _batches(made, 5000):
                    await tx.execute(insert(table), some)


def _batches(made: Sequence[Row], size: int) -> Iterator[list[Row]]:
    for at in range(0, len(made), size):
        yield list(made[at : at + size])
