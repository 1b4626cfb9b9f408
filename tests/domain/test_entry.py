"""What somebody wants to be told of: all that is given must hold."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.changes import ChangeKind
from domain.cursor import Cursor
from domain.entry import Entry, Wanted
from domain.ids import Noun, new_key
from domain.keys import Aspect, only

CASE, WAS, CLIENT, RECORD, OTHER = (new_key() for _ in range(5))
ENTRY = Entry(
    Cursor(new_key(), 1, 1),
    datetime(2026, 11, 20, 12, tzinfo=UTC),
    None,
    ChangeKind.ATTENDANCE_COMPLETED,
    Noun.ATTENDANCE,
    RECORD,
    ("status",),
    {Aspect.CASES: only(WAS)},
    {Aspect.CASES: only(CASE), Aspect.CLIENTS: only(CLIENT)},
    None,
)
KINDS = frozenset({ChangeKind.ATTENDANCE_COMPLETED, ChangeKind.CASE_CLOSED})


def wanted(
    kinds: frozenset[ChangeKind] | None = None,
    nouns: frozenset[Noun] | None = None,
    **about: UUID,
) -> Wanted:
    return Wanted(kinds, nouns, frozenset((Aspect(name), key) for name, key in about.items()))


@pytest.mark.parametrize(
    "narrowed",
    [
        wanted(),
        wanted(KINDS),
        wanted(None, frozenset({Noun.ATTENDANCE})),
        wanted(cases=CASE),
        wanted(cases=WAS),
        wanted(members=RECORD),
        wanted(KINDS, frozenset({Noun.ATTENDANCE}), cases=CASE, clients=CLIENT),
    ],
)
def test_what_meets_all_that_is_given_is_wanted(narrowed: Wanted) -> None:
    assert narrowed.takes(ENTRY)


@pytest.mark.parametrize(
    "narrowed",
    [
        wanted(frozenset()),
        wanted(None, frozenset()),
        wanted(KINDS - {ENTRY.kind}),
        wanted(None, frozenset({Noun.CASE})),
        wanted(cases=OTHER),
        wanted(sessions=OTHER),
        wanted(KINDS, cases=CASE, clients=OTHER),
    ],
)
def test_what_fails_one_of_it_is_not(narrowed: Wanted) -> None:
    assert not narrowed.takes(ENTRY)
