"""Two practices of random rows, small and full of edges: nulls, ties, strange texts, ledger chains.

Both use the same keys, so that whoever forgets the organization anywhere finds too much.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import md5
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from domain.access import Role
from domain.cases import BookingPolicy, CaseStatus
from domain.clients import Category, Channel
from tests.practice import NOON
from tests.reading.texts import NAMES, NOTES

Row = dict[str, Any]
Rows = dict[str, list[Row]]
T = TypeVar("T")

# Few moments, so that sort keys tie; one of them is the moment of asking.
MOMENTS = tuple(NOON + timedelta(seconds=s) for s in (-864000, -86400, -1, 0, 1, 3600, 86400))
DAYS = tuple((NOON + timedelta(days=d)).date() for d in (-400, -1, 0, 1, 30))
STAFF = tuple(role for role in Role if role is not Role.CLIENT)


@dataclass
class Draft:
    """The rows of one practice in the making."""

    organization: UUID
    rng: Random
    rows: Rows = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **columns: Any) -> Row:
        """One more row, created at one of few moments."""
        key = key_of(table, len(self.rows[table]))
        stamp = {"created_at": self.rng.choice(MOMENTS), "version": self.rng.randint(1, 2**31 - 1)}
        row = {"organization_id": self.organization, "id": key, **stamp, **columns}
        self.rows[table].append(row)
        return row

    def one(self, table: str) -> Any:
        """The key of any row."""
        return self.rng.choice(self.rows[table])["id"]

    def maybe(self, value: T, share: float = 0.6) -> T | None:
        """The value, or null."""
        return value if self.rng.random() < share else None

    def pick(self, values: Sequence[T]) -> T:
        """Any of them."""
        return self.rng.choice(values)


def key_of(table: str, number: int) -> UUID:
    """A key that looks random and is the same in every practice."""
    return UUID(bytes=md5(f"{table}/{number}".encode()).digest())


def found(draft: Draft, name: str) -> None:
    """The organization with its locations, members, services and clients."""
    draft.rows["organizations"].append(
        {
            "id": draft.organization,
            "name": name,
            "time_zone": draft.pick(("America/New_York", "Asia/Kathmandu")),
            "currency": "USD",
            "booking_policy": draft.pick(tuple(BookingPolicy)),
            "summary_percent": draft.rng.randint(1, 100),
            "renewal_percent": draft.rng.randint(1, 100),
            "version": draft.rng.randint(1, 2**31 - 1),
            "created_at": NOON,
        }
    )
    for _ in range(3):
        zone = draft.maybe("Europe/Warsaw")
        retired = draft.rng.random() < 0.3
        place = {"name": draft.pick(NAMES), "time_zone": zone, "is_retired": retired}
        draft.add("locations", **place, manager_id=None)
    for number in range(10):
        member(draft, STAFF[number % len(STAFF)], number)
    for location in draft.rows["locations"][:2]:
        location["manager_id"] = draft.one("members")
    for _ in range(6):
        service(draft)
    for number in range(14):
        client(draft, number)


def member(draft: Draft, role: Role, number: int) -> None:
    """Somebody who works there; half of them at one location."""
    draft.add(
        "members",
        name=draft.pick(NAMES),
        email=f"{number}@{draft.organization.hex}.example",
        role=role,
        color="#3b6ea5",
        is_active=number < 8,
        location_id=draft.one("locations") if number < 5 or number == 9 else None,
    )


def service(draft: Draft) -> None:
    """Something that is given, at up to the largest price that there is."""
    draft.add(
        "services",
        name=draft.pick(NAMES),
        minutes=draft.rng.randint(1, 90),
        color="#336699",
        fee_minor=draft.pick((0, 12000, 2**31 - 1)),
        wage_minor=draft.pick((0, 6000, 2**31 - 1)),
        is_retired=draft.rng.random() < 0.3,
    )


def client(draft: Draft, number: int) -> None:
    """A person treated."""
    draft.add(
        "clients",
        given_name=draft.pick(NAMES),
        family_name=draft.pick(NAMES[:8]),
        email=draft.maybe(f"client{number}@{draft.organization.hex}.example"),
        phone=draft.maybe(draft.pick(NOTES)),
        preferred_channel=draft.maybe(draft.pick(tuple(Channel))),
        unsubscribed_from=[word for word in Category if draft.rng.random() < 0.4],
        is_archived=draft.rng.random() < 0.3,
    )


def case(draft: Draft) -> None:
    """A case; most are of few clients."""
    draft.add(
        "cases",
        client_id=draft.pick(draft.rows["clients"][:5])["id"],
        location_id=draft.one("locations"),
        supervisor_id=draft.maybe(draft.one("members")),
        title=draft.pick(NAMES),
        status=draft.pick(tuple(CaseStatus)),
        issued_on=draft.maybe(draft.pick(DAYS)),
        expires_on=draft.maybe(draft.pick(DAYS)),
        max_sessions=draft.maybe(draft.pick((1, 3, 7, 1000, 2**31 - 1))),
        booking_policy=draft.maybe(draft.pick(tuple(BookingPolicy))),
    )
