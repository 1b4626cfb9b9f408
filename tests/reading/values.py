"""Arguments that ask for something: ids, moments, words and cursors of the data itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_named_type,
    get_nullable_type,
    is_non_null_type,
)

from domain.ids import public_id
from tests.practice import NOON
from tests.reading.data import DAYS, MOMENTS
from tests.reading.loading import Everything
from tests.reading.paging import sorting
from tests.reading.texts import SEARCHES, STRANGE_IDS
from tests.reading.trees import Leaf, Tree
from tests.reading.world import NOUNS, TABLES

LONELY = ("entries", "items", "milestones", "actingClient", "services")
ZONES = tuple(timezone(timedelta(minutes=m)) for m in (0, 0, -300, 345))


@dataclass(frozen=True)
class Values:
    """Draws arguments from the data."""

    everything: Everything
    rng: Random
    # The filters that were judged already; the others are tried sooner.
    judged: set[str] = field(default_factory=set)

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.rng.random() < share

    def sample(self, names: Sequence[str], count: int) -> list[str]:
        """Some of the names; rather those that lead where nothing else does."""
        likelier = [*names, *(name for name in LONELY * 3 if name in names)]
        return list(dict.fromkeys(self.rng.sample(likelier, count)))

    def id(self, typename: str | None = None) -> str:
        """A real id, of the type or of any; once in a while one that names nothing."""
        if self.chance(0.08):
            return self.rng.choice(STRANGE_IDS)
        kind = typename or self.rng.choice(tuple(NOUNS))
        return public_id(NOUNS[kind], self.rng.choice(self.everything[TABLES[kind]])["id"])

    def record(self) -> str:
        """The id of a record that something was done to, or any id."""
        row = self.rng.choice(self.everything["audit_entries"])
        return f"{row['noun']}_{row['noun_id'].hex}" if self.chance(0.8) else self.id()

    def moment(self, late: bool = False) -> str:
        """One of the moments that rows have, in some zone; early ones begin, late ones end."""
        half = [m for m in MOMENTS if (m > NOON) is late]
        shift = timedelta(microseconds=self.rng.choice((0, 0, 0, 999_999)))
        return (self.rng.choice(half) + shift).astimezone(self.rng.choice(ZONES)).isoformat()

    def arguments(self, args: Mapping[str, GraphQLArgument], typename: str) -> dict[str, Tree]:
        """Arguments of a field that leads to the type."""
        if "first" in args:
            return self.of_list(args, typename.removesuffix("Connection"))
        given = [n for n in args if is_non_null_type(args[n].type) or self.chance(0.3)]
        return {name: self.argument(name, typename) for name in given}

    def argument(self, name: str, typename: str) -> Tree:
        """A value of an argument that is no list's."""
        if name in ("from", "until"):
            return Leaf(lambda: self.moment(late=name == "until"))
        of = {"clinicianId": "Member", "locationId": "Location"}.get(name, typename)
        known = of if of in NOUNS and self.chance(0.9) else None
        if name == "ids":
            return [Leaf(lambda: self.id(None)) for _ in range(self.rng.randint(0, 6))]
        return Leaf(lambda: self.id(known))

    def of_list(self, args: Mapping[str, GraphQLArgument], typename: str) -> dict[str, Tree]:
        """Filter, sorts, scope and page of a list."""
        given: dict[str, Tree] = {}
        if self.chance(0.45):
            given["filter"] = self.filter(get_named_type(args["filter"].type))
        if self.chance(0.5):
            given["orderBy"] = self.sorts(get_named_type(args["orderBy"].type))
        if "scope" in args and self.chance(0.5):
            given["scope"] = self.rng.choice(("ALL", "PAST", "UPCOMING"))
        return given | self.page(typename, given.get("orderBy"))

    def page(self, typename: str, sorts: Sequence[Mapping[str, str]] | None) -> dict[str, Tree]:
        """A page from the start or the end, with a cursor or without."""
        size, edge = self.rng.choice((("first", "after"), ("first", "after"), ("last", "before")))
        given: dict[str, Tree] = {}
        if self.chance(0.7):
            given[size] = Leaf(self.size)
        if self.chance(0.3):
            given[edge] = Leaf(lambda: self.cursor(typename, sorts))
        return given

    def size(self) -> int | None:
        """A page's size, small as a rule."""
        return self.rng.choice((1, 2, 3, 4, 7, 100, None))

    def cursor(self, typename: str, sorts: Sequence[Mapping[str, str]] | None) -> str | None:
        """A row's cursor, or that of a row that is gone."""
        row = dict(self.rng.choice(self.everything[TABLES[typename]]))
        if self.chance(0.2):
            row |= {"id": self.rng.choice(self.everything["items"])["id"]}
        return None if self.chance(0.1) else sorting(typename, sorts).cursor(row)

    def sorts(self, kind: Any) -> list[dict[str, str]]:
        """Up to 3 sorts; now and then none."""
        words = tuple(get_nullable_type(kind.fields["by"].type).values)
        sorts = [{"by": self.rng.choice(words)} for _ in range(self.rng.choice((0, 1, 1, 2, 3)))]
        for each in sorts:
            if self.chance(0.6):
                each["direction"] = self.rng.choice(("ASC", "DESC"))
        return sorts

    def filter(self, kind: Any, depth: int = 0) -> Tree:
        """A filter of one to three parts, up to three filters deep."""
        names = tuple(kind.fields)
        if depth == 2:
            names = tuple(n for n in names if not _is_filter(kind.fields[n].type))
        count = min(len(names), self.rng.choice((0, 1, 1, 2, 2, 3)))
        fresh = [name for name in names if f"{kind.name}.{name}" not in self.judged]
        chosen = self.sample([*names, *fresh * 4], count)
        typename = kind.name.removesuffix("Filter")
        return {name: self.part(name, kind.fields[name].type, typename, depth) for name in chosen}

    def part(self, name: str, kind: GraphQLInputType, typename: str, depth: int) -> Tree:
        """One part of a filter, null now and then."""
        if self.chance(0.05):
            return None
        if name == "ids":
            return [Leaf(lambda: self.id(typename)) for _ in range(self.rng.choice((0, 1, 9, 12)))]
        if name == "recordIds":
            return [Leaf(self.record) for _ in range(self.rng.choice((0, 1, 9, 12)))]
        if name == "search":
            return Leaf(lambda: self.rng.choice(SEARCHES))
        named = get_named_type(kind)
        if isinstance(named, GraphQLEnumType):
            return self.rng.sample(tuple(named.values), self.rng.randint(1, len(named.values)))
        if isinstance(named, GraphQLInputObjectType):
            ranged = named.name.endswith("Range")
            return self.span(named) if ranged else self.filter(named, depth + 1)
        return Leaf(lambda: self.chance(0.5))

    def span(self, kind: GraphQLInputObjectType) -> Tree:
        """A range, open at one end, both or none."""
        days = kind.name == "DateRange"
        begin = Leaf(lambda: self.rng.choice(DAYS[:3]).isoformat() if days else self.moment())
        end = Leaf(lambda: self.rng.choice(DAYS[2:]).isoformat() if days else self.moment(True))
        whole = {"from": begin, "to" if days else "until": end}
        return {n: leaf for n, leaf in whole.items() if self.chance(0.7)}


def _is_filter(kind: GraphQLInputType) -> bool:
    return get_named_type(kind).name.endswith("Filter")
