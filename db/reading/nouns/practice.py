"""Organization, location, member, service: visible to everyone who belongs to the practice."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause

from db.reading.fields import columns, ident, many, one, staff_only
from db.reading.frame import Entity, Frame
from db.tables import locations, members, organizations, services
from domain.ids import Noun


def everyone(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """All rows of the practice."""
    return ()


ORGANIZATION = Entity(
    Noun.ORGANIZATION,
    "Organization",
    organizations,
    {
        "id": ident(Noun.ORGANIZATION),
        **columns("name", "time_zone", "currency", "booking_policy"),
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
        **columns("name", "time_zone", "version"),
        "manager": one(Noun.MEMBER, "manager_id"),
    },
    everyone,
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
    },
    everyone,
)

SERVICE = Entity(
    Noun.SERVICE,
    "Service",
    services,
    {
        "id": ident(Noun.SERVICE),
        **columns("name", "minutes", "color", "is_retired", "version", "fee_minor"),
        "wage_minor": staff_only(lambda row, a, f: row.c.wage_minor),
    },
    everyone,
)
