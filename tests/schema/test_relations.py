"""Every noun is readable from every other, both ways, and every list can be narrowed by it."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
)

from db.reading.nouns import ENTITIES
from schema import build_schema

TYPES = build_schema().core.type_map
NOUNS = {
    entity.typename: kind
    for entity in ENTITIES.values()
    if isinstance(kind := TYPES[entity.typename], GraphQLObjectType)
}
# The viewer's one organization is above them all, and no record is sought by it.
SLICE = NOUNS.keys() - {"Organization", "AuditEntry"}
# Who did something is a stamp; what somebody did, the audit tells: `audit(filter: {actor: …})`.
STAMPS = {("Attendance", "completedBy"), ("ConsumptionEntry", "actor")}
# An entry leads to the one that it reverses; whoever sees that one sees the whole ledger.
BACKWARD = {("ConsumptionEntry", "reverses")}
# A session with its items and attendances is one visit: what leads to one leads to all.
VISIT = frozenset({"Session", "SessionItem", "Attendance"})


def target(field: GraphQLField) -> str:
    """What a field leads to; of a page, what it is a page of."""
    inner = get_named_type(field.type)
    if inner.name.endswith("Connection") and isinstance(inner, GraphQLObjectType):
        inner = get_named_type(inner.fields["nodes"].type)
    return str(inner.name)


def relations() -> Iterator[tuple[str, str, str]]:
    """Each noun, each of its fields that leads to a noun, and which."""
    for name in sorted(SLICE):
        for field, of in NOUNS[name].fields.items():
            if target(of) in SLICE:
                yield name, field, target(of)


def leads(there: str, back: str) -> bool:
    """Whether a field of the one leads to the other."""
    ours, theirs = (VISIT if name in VISIT else {name} for name in (there, back))
    fields = [field for name in ours for field in NOUNS[name].fields.values()]
    return any(target(field) in theirs for field in fields)


@pytest.mark.parametrize(("name", "field", "there"), list(relations()))
def test_a_relation_is_read_both_ways(name: str, field: str, there: str) -> None:
    assert leads(there, name) or (name, field) in STAMPS | BACKWARD


def reached(start: str) -> set[str]:
    """The nouns that fields lead to from a noun, however far."""
    found, edge = {start}, [start]
    while edge:
        name = edge.pop()
        new = {target(field) for field in NOUNS[name].fields.values()} & SLICE - found
        found |= new
        edge += new
    return found


def test_every_noun_is_readable_from_every_other() -> None:
    assert {name: reached(name) for name in SLICE} == dict.fromkeys(SLICE, SLICE)


def narrowings() -> dict[str, GraphQLInputObjectType]:
    """The filters, by the nouns that they narrow."""
    named = {name.removesuffix("Filter"): kind for name, kind in TYPES.items()}
    return {n: k for n, k in named.items() if isinstance(k, GraphQLInputObjectType) if n in NOUNS}


FILTERS = narrowings()


def sought(name: str) -> Iterator[str]:
    """The noun's enums, relations, dates, times and truths."""
    for field, of in NOUNS[name].fields.items():
        inner = get_named_type(of.type)
        is_plain = isinstance(inner, GraphQLEnumType) or inner.name in ("DateTime", "Date")
        if is_plain or inner.name == "Boolean" or target(of) in FILTERS:
            yield field


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_every_enum_relation_date_and_truth_of_a_noun_narrows_its_lists(name: str) -> None:
    missing = {field for field in sought(name) if field not in FILTERS[name].fields}

    assert missing - {"reverses"} == set()


def test_every_noun_of_the_slice_has_a_filter() -> None:
    assert set(FILTERS) >= SLICE


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_a_filter_names_nothing_that_its_noun_does_not_have(name: str) -> None:
    more = set(FILTERS[name].fields) - set(NOUNS[name].fields)

    assert more <= {"ids", "search", "mine", "recordIds"}
    assert all(get_nullable_type(f.type) is f.type for f in FILTERS[name].fields.values())
