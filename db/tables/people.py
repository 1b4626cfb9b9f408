"""Organizations and who and what belongs to them: locations, members, services, clients."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.engine.default import DefaultExecutionContext

from db.tables.shape import metadata, one_of, owned_table, points_to, word
from db.types import Facts, Instant, Line, Word
from domain.access import Role
from domain.cases import BookingPolicy
from domain.clients import Channel, folded


def _search_name(context: DefaultExecutionContext) -> str:
    """A new client's name as search sees it; whoever changes the name changes this too."""
    row: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return folded(f"{row['given_name']} {row['family_name']}")


organizations = Table(
    "organizations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Line, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("currency", Text, nullable=False),
    word("booking_policy", BookingPolicy, BookingPolicy.WARN),
    Column("summary_percent", Integer, nullable=False, server_default="80"),
    Column("renewal_percent", Integer, nullable=False, server_default="90"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", Instant, nullable=False),
    one_of("booking_policy", BookingPolicy),
    CheckConstraint("summary_percent BETWEEN 1 AND 100", name="summary_percent_is_a_share"),
    CheckConstraint("renewal_percent BETWEEN 1 AND 100", name="renewal_percent_is_a_share"),
)

locations = owned_table(
    "locations",
    Column("name", Line, nullable=False),
    Column("time_zone", Text),
    Column("manager_id", Uuid),
    Column("is_retired", Boolean, nullable=False, server_default="0"),
    # Members name a location and locations name a manager: one of the two must come later.
    ForeignKeyConstraint(
        ["organization_id", "manager_id"],
        ["members.organization_id", "members.id"],
        use_alter=True,
        name="fk_locations_manager",
    ),
)

members = owned_table(
    "members",
    Column("name", Line, nullable=False),
    Column("email", Text, nullable=False),
    word("role", Role),
    Column("color", Text, nullable=False, server_default="#3b6ea5"),
    Column("is_active", Boolean, nullable=False, server_default="1"),
    *points_to("locations", "location_id", nullable=True),
    UniqueConstraint("organization_id", "email"),
    CheckConstraint("role <> 'CLIENT'", name="a_member_is_no_client"),
    one_of("role", Role),
)

services = owned_table(
    "services",
    Column("name", Line, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("color", Text, nullable=False),
    Column("fee_minor", Integer, nullable=False),
    Column("wage_minor", Integer, nullable=False),
    Column("is_retired", Boolean, nullable=False, server_default="0"),
    CheckConstraint("minutes > 0", name="minutes_are_positive"),
    CheckConstraint("fee_minor >= 0 AND wage_minor >= 0", name="money_is_not_negative"),
)

clients = owned_table(
    "clients",
    Column("given_name", Line, nullable=False),
    Column("family_name", Line, nullable=False),
    Column("search_name", Text, nullable=False, default=_search_name),
    Column("email", Text),
    Column("phone", Text),
    Column("preferred_channel", Word(Channel)),
    Column("unsubscribed_from", Facts, nullable=False, default=list, server_default="[]"),
    Column("is_archived", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("organization_id", "email"),
    one_of("preferred_channel", Channel),
)

# A token names a person alone; their practice is what is looked up.
for _people in (members, clients):
    Index(f"ix_{_people.name}_by_id", _people.c.id)

Index(
    "ix_clients_by_name",
    clients.c.organization_id,
    clients.c.family_name,
    clients.c.given_name,
    clients.c.id,
)
