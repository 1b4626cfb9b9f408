"""Who can be meant by an e-mail address. It is no login: tokens name people by their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import clients, members, organizations
from domain.access import Role
from domain.ids import Noun


@dataclass(frozen=True, slots=True)
class Person:
    """A member or a client who can sign in, with the name of their practice."""

    noun: Noun
    key: UUID
    name: str
    email: str
    role: Role
    practice: str


async def reached_by(tx: AsyncConnection, emails: Sequence[str]) -> list[Person]:
    """Everybody of these addresses who can sign in, of every practice: in the order asked, members
    first, and who has been there longest.
    """
    found = [*await _members(tx, emails), *await _clients(tx, emails)]
    return sorted(found, key=lambda person: emails.index(person.email))


async def _members(tx: AsyncConnection, emails: Sequence[str]) -> list[Person]:
    asked = (
        select(members, organizations.c.name.label("practice"))
        .join(organizations, organizations.c.id == members.c.organization_id)
        .where(members.c.email.in_(emails), members.c.is_active)
        .order_by(members.c.id)
    )
    return [
        Person(Noun.MEMBER, row.id, row.name, row.email, row.role, row.practice)
        for row in await tx.execute(asked)
    ]


async def _clients(tx: AsyncConnection, emails: Sequence[str]) -> list[Person]:
    asked = (
        select(clients, organizations.c.name.label("practice"))
        .join(organizations, organizations.c.id == clients.c.organization_id)
        .where(clients.c.email.in_(emails), ~clients.c.is_archived)
        .order_by(clients.c.id)
    )
    return [
        Person(
            Noun.CLIENT,
            row.id,
            f"{row.given_name} {row.family_name}",
            row.email,
            Role.CLIENT,
            row.practice,
        )
        for row in await tx.execute(asked)
    ]
