"""Who of the demo is there to look round as."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import clients, members, organizations
from domain.access import Role
from domain.ids import Noun


@dataclass(frozen=True, slots=True)
class Guest:
    """A member or a client, with the name of their practice."""

    noun: Noun
    key: UUID
    name: str
    email: str
    role: Role
    practice: str


async def meet(tx: AsyncConnection, emails: Sequence[str]) -> list[Guest]:
    """Who of these addresses can sign in, in the order asked."""
    met = [*await _members(tx, emails), *await _clients(tx, emails)]
    return sorted(met, key=lambda guest: emails.index(guest.email))


async def _members(tx: AsyncConnection, emails: Sequence[str]) -> list[Guest]:
    asked = (
        select(members, organizations.c.name.label("practice"))
        .join(organizations, organizations.c.id == members.c.organization_id)
        .where(members.c.email.in_(emails), members.c.is_active)
    )
    return [
        Guest(Noun.MEMBER, row.id, row.name, row.email, row.role, row.practice)
        for row in await tx.execute(asked)
    ]


async def _clients(tx: AsyncConnection, emails: Sequence[str]) -> list[Guest]:
    asked = (
        select(clients, organizations.c.name.label("practice"))
        .join(organizations, organizations.c.id == clients.c.organization_id)
        .where(clients.c.email.in_(emails), ~clients.c.is_archived)
    )
    return [
        Guest(
            Noun.CLIENT,
            row.id,
            f"{row.given_name} {row.family_name}",
            row.email,
            Role.CLIENT,
            row.practice,
        )
        for row in await tx.execute(asked)
    ]
