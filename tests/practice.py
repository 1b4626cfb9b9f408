"""A small practice, and more of anything on request."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.store import Store
from domain.access import Role
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus
from domain.ids import Noun, new_key, public_id

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOMORROW = timedelta(days=1)


@dataclass
class Practice:
    """Who and what there is, by name; keys inside, ids for front ends by `id_of`."""

    store: Store
    url: str
    organization: UUID
    location: UUID
    service: UUID
    client: UUID
    people: dict[str, UUID] = field(default_factory=dict)
    _together: AsyncConnection | None = field(default=None, repr=False)

    def id_of(self, noun: Noun, key: UUID) -> str:
        """What a front end calls it."""
        return public_id(noun, key)

    async def add(self, table: Table, **row: Any) -> UUID:
        """Insert a row of the practice; its key."""
        key: UUID = row.pop("id", None) or new_key()
        stamp = {"organization_id": self.organization, "id": key, "created_at": NOON}
        await self.insert(table, [{**stamp, **row}])
        return key

    async def insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert whole rows."""
        async with self.transaction() as tx:
            await tx.execute(insert(table), rows)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """That of `together`, or one of its own."""
        if self._together is not None:
            yield self._together
            return
        async with self.store.transaction() as tx:
            yield tx

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """One transaction for all that is added meanwhile, which is many times sooner done."""
        async with self.store.transaction() as self._together:
            yield
        self._together = None

    async def add_member(self, name: str, role: Role, location: UUID | None = None) -> UUID:
        """A member who can sign in by that name."""
        email = f"{name}.{self.organization.hex[-6:]}@practice.example"
        row = {"name": name.title(), "email": email, "role": role, "location_id": location}
        self.people[name] = await self.add(tables.members, **row)
        return self.people[name]

    async def add_client(self, given: str = "Ada", family: str = "Byron") -> UUID:
        """A client."""
        return await self.add(tables.clients, given_name=given, family_name=family)

    async def add_case(self, **row: Any) -> UUID:
        """An open case of the client, supervised by the clinician."""
        usual = {
            "client_id": self.client,
            "location_id": self.location,
            "supervisor_id": self.people["clinician"],
            "title": "Left knee",
        }
        return await self.add(tables.cases, **{**usual, **row})

    async def add_cycle(
        self,
        case: UUID,
        authorized: int = 10,
        status: CycleStatus = CycleStatus.ACTIVE,
        services: Sequence[UUID] | None = None,
        **row: Any,
    ) -> UUID:
        """A cycle with its service mix and first run."""
        cycle = await self.add(
            tables.cycles, case_id=case, authorized=authorized, status=status, **row
        )
        mix = [
            {
                "organization_id": self.organization,
                "cycle_id": cycle,
                "case_id": case,
                "service_id": service,
                "cycle_status": status,
            }
            for service in (services or [self.service])
        ]
        await self.insert(tables.cycle_services, mix)
        await self.add(tables.cycle_runs, cycle_id=cycle, number=1)
        return cycle

    async def add_attendance(
        self,
        case: UUID | None = None,
        cycle: UUID | None = None,
        starts_at: datetime | None = NOON,
        client: UUID | None = None,
        **row: Any,
    ) -> UUID:
        """An open attendance of the client in a session of its own, at a time or at none."""
        ends_at = starts_at + timedelta(minutes=45) if starts_at else None
        span = {"starts_at": starts_at, "ends_at": ends_at}
        place = {"location_id": row.pop("location_id", self.location)}
        session = await self.add(tables.sessions, **span, **place)
        item = {"session_id": session, "position": 0, "service_id": self.service, **span, **place}
        await self.add(tables.items, **item, clinician_id=self.people["clinician"])
        who = {"client_id": client or self.client, "case_id": case, "cycle_id": cycle}
        if row.get("status", AttendanceStatus.OPEN) is not AttendanceStatus.OPEN:
            row.setdefault("completed_at", NOON)
        return await self.add(tables.attendances, session_id=session, **who, **row)

    async def add_consumed(self, case: UUID, cycle: UUID, count: int) -> list[UUID]:
        """Completed attendances that have each consumed a session of the cycle."""
        done = []
        for nth in range(count):
            past = NOON - timedelta(days=nth + 1)
            status = AttendanceStatus.COMPLETED
            attendance = await self.add_attendance(case, cycle, past, status=status)
            entry = {"cycle_id": cycle, "attendance_id": attendance, "reason": "treated"}
            actor = self.people["clinician"]
            await self.add(tables.entries, **entry, delta=1, previous_delta=-1, actor_id=actor)
            done.append(attendance)
        return done


async def found_practice(store: Store, name: str = "Harbor") -> Practice:
    """An organization with a location, a member of every role, a service and a client."""
    organization = new_key()
    whole: dict[str, Any] = {"name": name, "time_zone": "America/New_York", "currency": "USD"}
    async with store.transaction() as tx:
        row = {"id": organization, "created_at": NOON, **whole}
        await tx.execute(insert(tables.organizations).values(row))
        feed = {"organization_id": organization, "epoch": new_key()}
        await tx.execute(insert(tables.feeds).values(feed))
    url = store.url.render_as_string(hide_password=False)
    founded = Practice(store, url, organization, new_key(), new_key(), new_key())
    async with founded.together():
        await _fill(founded)
    return founded


async def _fill(practice: Practice) -> None:
    for role in Role:
        if role is not Role.CLIENT:
            name = "manager" if role is Role.CLINIC_MANAGER else role.lower()
            await practice.add_member(name, role)
    manager = practice.people["manager"]
    await practice.add(
        tables.locations, id=practice.location, name="Harbor Street", manager_id=manager
    )
    money = {"fee_minor": 12000, "wage_minor": 6000}
    await practice.add(
        tables.services, id=practice.service, name="Treatment", minutes=45, color="#336699", **money
    )
    await practice.add(tables.clients, id=practice.client, given_name="José", family_name="Álvarez")
    practice.people["client"] = practice.client
