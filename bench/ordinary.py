"""The ordinary way, for scale: Strawberry types with resolvers, the ORM, and data loaders."""

import os
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import strawberry
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import registry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import Info as StrawberryInfo

from bench.data import ORGANIZATION, key
from db import tables
from db.store import Store
from domain.ids import Noun, public_id

_mapping = registry()


def _mapped(table: Any) -> Any:
    kind = type(table.name.title(), (), {})
    _mapping.map_imperatively(kind, table)
    return kind


ClientRow, CaseRow, CycleRow = map(_mapped, (tables.clients, tables.cases, tables.cycles))
SessionRow, ItemRow, PartRow = map(_mapped, (tables.sessions, tables.items, tables.attendances))
MemberRow, ServiceRow, EntryRow = map(_mapped, (tables.members, tables.services, tables.entries))
HERE = key(ORGANIZATION, 0, 0)
Info = StrawberryInfo[Any, None]


class Loaders:
    """One of each per request."""

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self.sessions = sessions
        self.cases = self.many(CaseRow, "client_id")
        self.cycles = self.many(CycleRow, "case_id")
        self.entries = self.many(EntryRow, "cycle_id")
        self.parts = self.many(PartRow, "case_id")
        self.items = self.many(ItemRow, "session_id")
        self.session = self.one(SessionRow)
        self.member = self.one(MemberRow)
        self.service = self.one(ServiceRow)

    async def rows(self, statement: Select[Any]) -> list[Any]:
        """All rows of a statement, in a session of its own."""
        async with self.sessions() as session:
            return list((await session.execute(statement)).scalars())

    def one(self, kind: Any) -> DataLoader[Any, Any]:
        """Rows by key."""

        async def load(keys: list[Any]) -> list[Any]:
            found = await self.rows(
                select(kind).where(kind.organization_id == HERE, kind.id.in_(keys))
            )
            by_key = {row.id: row for row in found}
            return [by_key[each] for each in keys]

        return DataLoader(load)

    def many(self, kind: Any, column: str) -> DataLoader[Any, Any]:
        """Rows by what they point to."""

        async def load(keys: list[Any]) -> list[list[Any]]:
            to = getattr(kind, column)
            found = await self.rows(select(kind).where(kind.organization_id == HERE, to.in_(keys)))
            grouped = defaultdict(list)
            for row in sorted(found, key=lambda row: (row.created_at, row.id)):
                grouped[getattr(row, column)].append(row)
            return [grouped[each] for each in keys]

        return DataLoader(load)


@strawberry.type
class Named:
    """A member or a service."""

    id: strawberry.ID
    name: str


@strawberry.type
class Item:
    """A session item."""

    row: strawberry.Private[Any]

    @strawberry.field
    async def service(self, info: Info) -> Named:
        """Loaded."""
        found = await info.context.service.load(self.row.service_id)
        return Named(id=strawberry.ID(public_id(Noun.SERVICE, found.id)), name=found.name)

    @strawberry.field
    async def clinician(self, info: Info) -> Named:
        """Loaded."""
        found = await info.context.member.load(self.row.clinician_id)
        return Named(id=strawberry.ID(public_id(Noun.MEMBER, found.id)), name=found.name)


@strawberry.type
class Session:
    """A session."""

    row: strawberry.Private[Any]
    id: strawberry.ID
    starts_at: str
    ends_at: str

    @strawberry.field
    async def items(self, info: Info) -> list[Item]:
        """Loaded."""
        return [Item(row=row) for row in await info.context.items.load(self.row.id)]


@strawberry.type
class Sessions:
    """A page."""

    nodes: list[Session]


@strawberry.type
class Cycle:
    """A cycle."""

    row: strawberry.Private[Any]
    id: strawberry.ID
    status: str
    authorized: int

    @strawberry.field
    async def consumed(self, info: Info) -> int:
        """Summed."""
        return sum(entry.delta for entry in await info.context.entries.load(self.row.id))


@strawberry.type
class Case:
    """A case."""

    row: strawberry.Private[Any]
    id: strawberry.ID
    title: str
    status: str

    @strawberry.field
    async def supervising_clinician(self, info: Info) -> Named:
        """Loaded."""
        found = await info.context.member.load(self.row.supervisor_id)
        return Named(id=strawberry.ID(public_id(Noun.MEMBER, found.id)), name=found.name)

    @strawberry.field
    async def cycles(self, info: Info) -> list[Cycle]:
        """Loaded."""
        found = await info.context.cycles.load(self.row.id)
        return [
            Cycle(
                row=r,
                id=strawberry.ID(public_id(Noun.CYCLE, r.id)),
                status=r.status,
                authorized=r.authorized,
            )
            for r in found
        ]

    @strawberry.field
    async def sessions(self, info: Info, first: int) -> Sessions:
        """Loaded."""
        parts = await info.context.parts.load(self.row.id)
        rows = await info.context.session.load_many([part.session_id for part in parts])
        newest = sorted(rows, key=lambda row: (row.starts_at, row.id), reverse=True)[:first]
        return Sessions(nodes=[_session(row) for row in newest])


def _session(row: Any) -> Session:
    times = {"starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat()}
    return Session(row=row, id=strawberry.ID(public_id(Noun.SESSION, row.id)), **times)


@strawberry.type
class Client:
    """A client."""

    row: strawberry.Private[Any]
    id: strawberry.ID
    name: str

    @strawberry.field
    async def cases(self, info: Info) -> list[Case]:
        """Loaded."""
        found = await info.context.cases.load(self.row.id)
        return [
            Case(
                row=r, id=strawberry.ID(public_id(Noun.CASE, r.id)), title=r.title, status=r.status
            )
            for r in found
        ]


@strawberry.type
class Clients:
    """A page."""

    nodes: list[Client]


@strawberry.type
class Query:
    """The nested question."""

    @strawberry.field
    async def clients(self, info: Info, first: int) -> Clients:
        """Loaded."""
        page = select(ClientRow).where(ClientRow.organization_id == HERE)
        by_name = (ClientRow.family_name, ClientRow.given_name, ClientRow.id)
        found = await info.context.rows(page.order_by(*by_name).limit(first))
        return Clients(nodes=[_client(row) for row in found])


def _client(row: Any) -> Client:
    id = strawberry.ID(public_id(Noun.CLIENT, row.id))
    return Client(row=row, id=id, name=f"{row.given_name} {row.family_name}")


def ordinary_app() -> Starlette:
    """The ordinary server."""
    store = Store(os.environ["CASELOAD_DATABASE_URL"])
    sessions = async_sessionmaker(store.engine)

    class View(GraphQL[Any, None]):
        async def get_context(self, request: Any, response: Any) -> Any:
            return Loaders(sessions)

    schema = strawberry.Schema(Query, extensions=[ParserCache, ValidationCache])
    view: Any = View(schema, graphql_ide=None)
    return Starlette(routes=[Route("/graphql", view, methods=["POST"])])
