"""Plans are made once per shape of a question, and hold nothing of its values."""

from typing import Any

import pytest

import schema.documents
from db.reading.asked import Shape
from domain.access import Role
from schema.remembering import BYTES_A_CHARACTER, BYTES_A_VALUE
from tests.practice import NOON, Practice
from tests.reading.agreement import Side
from tests.reading.asking import planned

LIST = """
query ($filter: ClientFilter, $orderBy: [ClientOrder!], $first: Int, $after: String, $yes: Boolean!)
{ clients(filter: $filter, orderBy: $orderBy, first: $first, after: $after)
  { nodes { id name @include(if: $yes) } } }
"""
USUAL: dict[str, Any] = {"filter": {"search": "a", "ids": ["x"]}, "first": 3, "yes": True}

OTHER_VALUES: tuple[dict[str, Any], ...] = (
    {"filter": {"search": "'", "ids": []}},
    {"filter": {"search": "", "ids": ["x", "y", "z"]}},
    {"filter": {"search": "a", "ids": ["x"], "isArchived": None}},
    {"first": 100},
)
OTHER_SHAPES: tuple[dict[str, Any], ...] = (
    {"yes": False},
    {"first": None},
    {"filter": None},
    {"filter": {"search": "a"}},
    {"filter": {"search": "a", "ids": ["x"], "isArchived": False}},
    {"filter": {"search": "a", "ids": ["x"], "isArchived": True}},
    {"filter": {"search": "a", "ids": ["x"], "createdAt": {"from": NOON.isoformat()}}},
    {"orderBy": [{"by": "NAME"}]},
    {"orderBy": [{"by": "CREATED_AT"}]},
    {"orderBy": [{"by": "NAME", "direction": "DESC"}]},
    {"orderBy": [{"by": "NAME"}, {"by": "CREATED_AT"}]},
    {"after": f"client-name.41.42.{'0' * 32}"},
)


def test_other_values_find_the_same_plan(practice: Practice) -> None:
    side = Side(practice.store)
    plan = planned(side, LIST, **USUAL)

    others = [planned(side, LIST, **{**USUAL, **values}) for values in OTHER_VALUES]

    assert all(other is plan for other in others)
    assert side.documents.plans.counts().hits == len(OTHER_VALUES)
    assert side.documents.plans.counts().misses == 1


def test_another_shape_has_a_plan_of_its_own(practice: Practice) -> None:
    side = Side(practice.store)
    shapes = [Shape(role, located) for role in Role for located in (False, True)]

    plans = [planned(side, LIST, **{**USUAL, **values}) for values in OTHER_SHAPES]
    plans += [planned(side, LIST, shape, **USUAL) for shape in shapes]

    assert len({id(plan) for plan in plans}) == len(OTHER_SHAPES) + len(shapes)
    assert side.documents.plans.counts().hits == 0


def test_the_total_is_counted_only_where_it_is_asked_for(practice: Practice) -> None:
    side = Side(practice.store)
    page = "edges { cursor } nodes { id } pageInfo { hasNextPage endCursor }"

    without = planned(side, f"{{ todos(first: 5) {{ {page} }} }}").sql
    counted = planned(side, f"{{ todos(first: 5) {{ {page} totalCount }} }}").sql

    def of_the_list(sql: str) -> int:
        # A page counts its own few rows by a window, and the list by a statement of its own.
        return sql.count("SELECT count(*)")

    assert (of_the_list(without), of_the_list(counted)) == (0, 1)


def test_the_oldest_plans_are_forgotten(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "{ a10: organization { id } }"
    plan = planned(Side(practice.store), text)
    size = BYTES_A_CHARACTER * len(text) + len(plan.sql) + BYTES_A_VALUE * len(plan.makers)
    monkeypatch.setattr(schema.documents, "ROOM", 5 * size)
    side = Side(practice.store)

    for number in range(20):
        planned(side, f"{{ a{number}: organization {{ id }} }}")
    again = [planned(side, f"{{ a{number}: organization {{ id }} }}") for number in (19, 0)]

    assert [plan.key for plan in again] == ["a19", "a0"]
    assert side.documents.plans.counts()[:2] == (1, 21)
    assert side.documents.plans.counts().kept == 5
