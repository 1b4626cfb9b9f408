"""Who is told of which change, and what of it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.access import Role, Viewer, limit
from domain.changes import ChangeKind
from domain.cursor import Cursor
from domain.entry import Actor, Entry
from domain.ids import Noun, new_key
from domain.keys import Aspect, Keys, only
from domain.shown import EVERYWHERE, FOR_CLIENTS, PLACED, shown

PRACTICE, HERE, ELSEWHERE, SOMEBODY, SENDER = (new_key() for _ in range(5))
CASE, CYCLE, SESSION, THERAPIST = (new_key() for _ in range(4))
HOUR = (datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 20, 13, tzinfo=UTC))
WORKING = [role for role in Role if role is not Role.CLIENT]
LIMITED = [Role.CLINIC_MANAGER, Role.CLINICIAN, Role.STAFF]
VISIT: Keys = {
    Aspect.CLIENTS: only(SOMEBODY),
    Aspect.CASES: only(CASE),
    Aspect.CYCLES: only(CYCLE),
    Aspect.SESSIONS: only(SESSION),
    Aspect.MEMBERS: only(THERAPIST),
    Aspect.LOCATIONS: only(HERE, ELSEWHERE),
    Aspect.HOMES: only(HERE),
    Aspect.SPANS: frozenset({HOUR}),
}
NOUNS = {kind: Noun(kind.split("_")[0].lower()) for kind in ChangeKind}


def change(
    kind: ChangeKind,
    keys: Keys = VISIT,
    was: Keys | None = None,
    key: UUID | None = None,
    fields: tuple[str, ...] = ("status",),
    idempotency_key: str | None = None,
) -> Entry:
    """What a member did to a record."""
    return Entry(
        Cursor(new_key(), 7, 7),
        HOUR[0],
        Actor(Noun.MEMBER, SENDER, "Alan"),
        kind,
        NOUNS[kind],
        key or new_key(),
        fields,
        keys if was is None else was,
        keys,
        idempotency_key,
    )


def member(role: Role, location: UUID | None = None) -> Viewer:
    return Viewer(new_key(), role, PRACTICE, limit(role, location))


def client(key: UUID = SOMEBODY) -> Viewer:
    return Viewer(key, Role.CLIENT, PRACTICE)


def at(*locations: UUID) -> Keys:
    return {Aspect.LOCATIONS: only(*locations)}


@pytest.mark.parametrize("kind", ChangeKind)
def test_of_each_kind_it_is_known_who_is_told(kind: ChangeKind) -> None:
    assert (NOUNS[kind] in EVERYWHERE) is not (NOUNS[kind] in PLACED)


@pytest.mark.parametrize("kind", ChangeKind)
@pytest.mark.parametrize("role", WORKING)
def test_who_works_everywhere_is_told_of_everything_whole(kind: ChangeKind, role: Role) -> None:
    entry = change(kind)

    assert shown(entry, member(role)) == entry


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_owners_and_admins_are_told_of_every_place_whatever_theirs_is(role: Role) -> None:
    assert shown(change(ChangeKind.CASE_UPDATED, at(ELSEWHERE)), member(role, HERE))


@pytest.mark.parametrize("role", LIMITED)
@pytest.mark.parametrize("kind", [k for k in ChangeKind if NOUNS[k] in EVERYWHERE])
def test_at_a_location_one_is_told_of_what_is_the_whole_practices(
    role: Role, kind: ChangeKind
) -> None:
    entry = change(kind, {})

    assert shown(entry, member(role, HERE)) == entry


@pytest.mark.parametrize("role", LIMITED)
@pytest.mark.parametrize("kind", [k for k in ChangeKind if NOUNS[k] in PLACED])
def test_at_a_location_one_is_told_of_what_belongs_there_or_did(
    role: Role, kind: ChangeKind
) -> None:
    here = {PLACED[NOUNS[kind]]: only(HERE)}
    elsewhere = {PLACED[NOUNS[kind]]: only(ELSEWHERE)}
    entries = {
        "here": change(kind, here),
        "came": change(kind, here, elsewhere),
        "left": change(kind, elsewhere, here),
        "elsewhere": change(kind, elsewhere),
        "unknown where": change(kind, {}),
    }

    told = {name for name, entry in entries.items() if shown(entry, member(role, HERE))}

    assert told == {"here", "came", "left"}


def test_a_todo_of_no_location_is_everybodys() -> None:
    assert shown(change(ChangeKind.TODO_CREATED, at()), member(Role.STAFF, HERE))


@pytest.mark.parametrize("kind", [ChangeKind.SESSION_BOOKED, ChangeKind.ATTENDANCE_COMPLETED])
def test_an_item_at_a_location_does_not_make_the_session_belong_there(kind: ChangeKind) -> None:
    entry = change(kind)

    assert shown(entry, member(Role.STAFF, HERE)) == entry
    assert shown(entry, member(Role.STAFF, ELSEWHERE)) is None


def test_at_a_location_one_is_not_told_of_the_visit_that_consumed_a_cycle() -> None:
    told = shown(change(ChangeKind.CYCLE_CONSUMED), member(Role.CLINICIAN, HERE))

    assert told is not None
    seen = {Aspect.CLIENTS, Aspect.CASES, Aspect.CYCLES, Aspect.LOCATIONS}
    assert set(told.before) == set(told.after) == seen


def test_a_client_is_told_of_these_kinds_alone() -> None:
    told = {
        kind
        for kind in ChangeKind
        if shown(change(kind, key=SOMEBODY, fields=("publicNote",)), client())
    }

    assert told == {kind for kind in ChangeKind if kind in FOR_CLIENTS}
    assert {NOUNS[kind] for kind in told} == {Noun.CLIENT, Noun.SESSION, Noun.ATTENDANCE}


@pytest.mark.parametrize("kind", FOR_CLIENTS)
def test_a_client_is_told_of_nobody_elses(kind: ChangeKind) -> None:
    assert shown(change(kind, fields=("publicNote",)), client(new_key())) is None


def test_a_client_is_told_nothing_of_others_and_of_what_it_counts_for() -> None:
    both = {**VISIT, Aspect.CLIENTS: only(SOMEBODY, new_key())}

    told = shown(change(ChangeKind.SESSION_BOOKED, both, fields=("overridden",)), client())

    assert told is not None
    assert told.fields == ()
    assert told.actor is None
    assert (
        told.before
        == told.after
        == {
            Aspect.CLIENTS: only(SOMEBODY),
            Aspect.SESSIONS: only(SESSION),
            Aspect.MEMBERS: only(THERAPIST),
            Aspect.LOCATIONS: only(HERE, ELSEWHERE),
            Aspect.SPANS: frozenset({HOUR}),
        }
    )


def test_of_a_private_note_a_client_is_not_even_told_that_there_is_one() -> None:
    kind = ChangeKind.SESSION_NOTES_UPDATED

    both = shown(change(kind, fields=("privateNote", "publicNote")), client())

    assert both is not None
    assert both.fields == ("publicNote",)
    assert shown(change(kind, fields=("privateNote",)), client()) is None


def test_a_part_in_a_session_of_which_it_is_not_sure_whose_it_is_is_told_to_no_client() -> None:
    both = {**VISIT, Aspect.CLIENTS: only(SOMEBODY, new_key())}

    assert shown(change(ChangeKind.ATTENDANCE_REOPENED, both), client()) is None


def test_a_client_is_named_to_themselves() -> None:
    kind = ChangeKind.CLIENT_UPDATED
    entry = replace(change(kind, key=SOMEBODY), actor=Actor(Noun.CLIENT, SOMEBODY, "Ada"))

    told = shown(entry, client())

    assert told is not None
    assert told.actor == entry.actor


@pytest.mark.parametrize("role", WORKING)
def test_what_a_change_was_called_is_told_to_who_sent_it_alone(role: Role) -> None:
    entry = change(ChangeKind.CASE_UPDATED, idempotency_key="mine")

    sender = shown(entry, Viewer(SENDER, role, PRACTICE))
    other = shown(entry, member(role))

    assert sender == entry
    assert other == replace(entry, idempotency_key=None)
