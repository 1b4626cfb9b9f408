"""A change says what differs, and whom it concerns."""

import pytest

from domain.changes import Change, ChangeKind, Facts, differing, facts_of
from domain.ids import Noun, new_key


def change(before: Facts, after: Facts) -> Change:
    return Change(ChangeKind.CYCLE_ACTIVATED, Noun.CYCLE, new_key(), before, after)


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ({}, {}, []),
        ({"status": "OPEN"}, {"status": "OPEN"}, []),
        ({"status": "OPEN"}, {"status": "DONE"}, ["status"]),
        (dict.fromkeys("zyxwv", 1), dict.fromkeys("edcba", 2), list("abcdevwxyz")),
        ({"note": "x", "status": "OPEN"}, {"status": "OPEN"}, ["note"]),
        ({"consumed": 0}, {"consumed": None}, ["consumed"]),
    ],
)
def test_a_change_names_what_differs_in_order(
    before: Facts, after: Facts, fields: list[str]
) -> None:
    assert change(before, after).fields == fields


@pytest.mark.parametrize("kind", ChangeKind)
def test_a_change_is_told_in_the_past_tense(kind: ChangeKind) -> None:
    assert kind.endswith(("ED", "GIVEN_BACK"))


def test_a_change_keeps_no_facts_of_another() -> None:
    first, second = (Change(ChangeKind.TODO_CREATED, Noun.TODO, new_key()) for _ in range(2))

    assert first.before == first.after == first.keys == {}
    assert first.keys is not second.keys


def test_facts_have_the_names_of_the_api() -> None:
    assert facts_of({"issued_on": 1, "title": 2}) == {"issuedOn": 1, "title": 2}


def test_of_what_is_given_only_what_differs_is_a_change() -> None:
    assert differing({"a": 1, "b": None}, {"a": 1, "b": 2, "c": 3}) == {"b": None}
