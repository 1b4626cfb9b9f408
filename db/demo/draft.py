"""The rows of one practice while they are gathered, before any database sees them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Table

Row = dict[str, Any]
Span = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """`rows` by table name; `taken` are the minutes of a local day that somebody is not free."""

    organization: UUID
    today: date
    zone: ZoneInfo
    rng: Random
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[tuple[UUID, date], list[Span]] = field(default_factory=lambda: defaultdict(list))
    minted: Counter[int] = field(default_factory=Counter)


def mint(rng: Random, minted: Counter[int], at: datetime) -> UUID:
    """A UUIDv7 that depends on nothing but its arguments; those of one moment count upwards."""
    ms = int(at.timestamp() * 1000)
    minted[ms] += 1
    return UUID(
        int=(ms << 80) | (0x7 << 76) | (minted[ms] << 64) | (0b10 << 62) | rng.getrandbits(62)
    )


def start(name: str, zone: str, today: date, seed: int) -> Draft:
    """An empty draft; each practice rolls its own dice, so that one never reshuffles another."""
    rng = Random(f"{seed}/{name}")
    founded = datetime.combine(today - timedelta(days=500), time(9), ZoneInfo(zone))
    return Draft(mint(rng, Counter(), founded), today, ZoneInfo(zone), rng)


def add(draft: Draft, table: Table, at: datetime, **columns: object) -> UUID:
    """One more row of an owned table, created `at`; returns its key."""
    key = mint(draft.rng, draft.minted, at)
    draft.rows[table.name].append(
        {"organization_id": draft.organization, "id": key, "created_at": at, **columns}
    )
    return key


def day_from_today(draft: Draft, days: int) -> date:
    """Today's date and so many days; negative ones are past."""
    return draft.today + timedelta(days=days)


def local(draft: Draft, day: date, minutes: int) -> datetime:
    """So many minutes after midnight by the wall clock of the practice."""
    return datetime.combine(day, time(minutes // 60, minutes % 60), draft.zone)


def office_hour(draft: Draft, days_ago: int) -> datetime:
    """Some second of a morning or afternoon in the office, so many days ago."""
    minutes = draft.rng.randrange(8 * 60, 17 * 60)
    moment = local(draft, day_from_today(draft, -days_ago), minutes)
    return moment + timedelta(seconds=draft.rng.randrange(60))


def chance(draft: Draft, one_in: int) -> bool:
    """True once in so many throws."""
    return draft.rng.randrange(one_in) == 0
