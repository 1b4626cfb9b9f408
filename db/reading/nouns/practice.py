"""Organization, location, member, service: visible to everyone who belongs to the practice."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select

from db.reading.asked import Asked
from db.reading.fields import columns, ident, many, one, staff_only
from db.reading.filters import flag, ids, some, the, words
from db.reading.frame import Entity, Frame
from db.reading.nouns.attendance import NEWEST
from db.reading.nouns.session import BY_START, having, scoped
from db.reading.pages import connection
from db.tables import cycle_services, locations, members, organizations, services
from domain.ids import Noun


def everyone(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """All rows of the practice."""
    return ()


def at_location(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """The sessions that take place there."""
    return [row.c.location_id == parent.c.id]


def mixing(
    row: FromClause, parent: FromClause, asked: Asked, frame: Frame
) -> Sequence[ColumnElement[bool]]:
    """The cycles whose mix holds the service."""
    mix = frame.alias(cycle_services)
    own: Select[Any] = select(mix.c.cycle_id).where(
        mix.c.organization_id == parent.c.organization_id, mix.c.service_id == parent.c.id
    )
    return [row.c.id.in_(own.correlate(parent))]


ORGANIZATION = Entity(
    Noun.ORGANIZATION,
    "Organization",
    organizations,
    {
        "id": ident(Noun.ORGANIZATION),
        **columns("name", "time_zone", "currency", "booking_policy", "version"),
        "progress_summary_percent": lambda row, a, f: row.c.summary_percent,
        "renewal_percent": lambda row, a, f: row.c.renewal_percent,
        "locations": many(Noun.LOCATION, "organization_id", ("name", "id")),
        "members": many(Noun.MEMBER, "organization_id", ("name", "id")),
        "services": many(Noun.SERVICE, "organization_id", ("name", "id")),
    },
    everyone,
)

LOCATION = Entity(
    Noun.LOCATION,
    "Location",
    locations,
    {
        "id": ident(Noun.LOCATION),
        **columns("name", "time_zone", "is_retired", "version"),
        "manager": one(Noun.MEMBER, "manager_id"),
        "members": many(Noun.MEMBER, "location_id", ("name", "id")),
        "cases": connection(Noun.CASE, "location_id", NEWEST),
        "sessions": connection(Noun.SESSION, scoped(at_location), BY_START),
        "todos": connection(Noun.TODO, "location_id", NEWEST),
    },
    everyone,
    {
        "ids": ids(Noun.LOCATION),
        "is_retired": flag("is_retired"),
        "manager": the(Noun.MEMBER, "manager_id"),
        "members": some(Noun.MEMBER, "location_id"),
        "cases": some(Noun.CASE, "location_id"),
        "sessions": some(Noun.SESSION, at_location),
        "todos": some(Noun.TODO, "location_id"),
    },
)

MEMBER = Entity(
    Noun.MEMBER,
    "Member",
    members,
    {
        "id": ident(Noun.MEMBER),
        **columns("name", "role", "color", "is_active", "version"),
        "email": staff_only(lambda row, a, f: row.c.email),
        "location": one(Noun.LOCATION, "location_id"),
        "managed_locations": many(Noun.LOCATION, "manager_id", ("name", "id")),
        "supervised_cases": connection(Noun.CASE, "supervisor_id", NEWEST),
        "sessions": connection(Noun.SESSION, scoped(having("clinician_id")), BY_START),
        "todos": connection(Noun.TODO, "assignee_id", NEWEST),
    },
    everyone,
    {
        "ids": ids(Noun.MEMBER),
        "role": words("role"),
        "is_active": flag("is_active"),
        "location": the(Noun.LOCATION, "location_id"),
        "managed_locations": some(Noun.LOCATION, "manager_id"),
        "supervised_cases": some(Noun.CASE, "supervisor_id"),
        "sessions": some(Noun.SESSION, having("clinician_id")),
        "todos": some(Noun.TODO, "assignee_id"),
    },
)

SERVICE = Entity(
    Noun.SERVICE,
    "Service",
    services,
    {
        "id": ident(Noun.SERVICE),
        **columns("name", "minutes", "color", "is_retired", "version", "fee_minor"),
        "wage_minor": staff_only(lambda row, a, f: row.c.wage_minor),
        "cycles": connection(Noun.CYCLE, mixing, NEWEST),
        "sessions": connection(Noun.SESSION, scoped(having("service_id")), BY_START),
    },
    everyone,
    {
        "ids": ids(Noun.SERVICE),
        "is_retired": flag("is_retired"),
        "cycles": some(Noun.CYCLE, mixing),
        "sessions": some(Noun.SESSION, having("service_id")),
    },
)
