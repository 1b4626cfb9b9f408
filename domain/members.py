"""Members: who works in the practice, and what nobody may do to its owners."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.access import Act, Role, Viewer
from domain.contacts import faults_in_email, tidy_email
from domain.errors import DomainError, Invalid, LastOwner, OwnRights
from domain.forms import Form, Rule, faults_in_name
from domain.services import faults_in_color
from domain.states import Steps


class Standing(StrEnum):
    """Whether a member still works there."""

    ACTIVE = "ACTIVE"
    RETIRED = "RETIRED"


STEPS: Steps[Standing] = {
    Standing.ACTIVE: frozenset({Standing.RETIRED}),
    Standing.RETIRED: frozenset({Standing.ACTIVE}),
}


@dataclass(frozen=True, slots=True)
class Member:
    """What the rules need to know of a member."""

    key: UUID
    version: int
    standing: Standing
    role: Role
    kept: Form


def faults_in_role(role: Role, path: tuple[str, ...]) -> list[DomainError]:
    """Whoever works there has a role of those who work there."""
    told = "A member has another role than CLIENT; register a client instead."
    return [Invalid(told, path)] if role is Role.CLIENT else []


RULES: Mapping[str, Rule] = {
    "name": faults_in_name,
    "email": faults_in_email,
    "role": faults_in_role,
    "color": faults_in_color,
}
WAYS: Mapping[str, Callable[[Any], object]] = {
    "name": str.strip,
    "email": tidy_email,
    "color": str.lower,
}


def touching(*roles: object) -> frozenset[Act]:
    """What it takes, beside managing members, where these roles are had or to be had: only an owner
    makes an owner, and nobody else takes one's rights.
    """
    return frozenset({Act.CHANGE_OWNER}) if Role.OWNER in roles else frozenset()


def must_stay_signed_in(viewer: Viewer, member: Member, path: tuple[str, ...]) -> None:
    """OwnRights where it is the viewer's own: nobody locks themselves out by mistake."""
    if member.key == viewer.key:
        raise OwnRights(path=path)


def must_leave_an_owner(member: Member, owners: Collection[UUID], path: tuple[str, ...]) -> None:
    """LastOwner where, of the active owners, nobody but this member is left."""
    if set(owners) == {member.key}:
        raise LastOwner(path=path)
