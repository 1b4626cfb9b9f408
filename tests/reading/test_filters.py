"""Filters: everything given must hold, for whoever asks and for what they may see."""

from datetime import date, timedelta
from typing import Any

from db import tables
from domain.access import Role
from domain.ids import Noun
from domain.todos import TodoStatus
from tests.api import Api
from tests.practice import NOON, Practice
from tests.reading.pages import found

HOUR = timedelta(hours=1)


SPELLINGS: tuple[tuple[str, list[str]], ...] = (
    ("jose", ["José"]),
    ("JOSÉ", ["José"]),
    ("Jose\u0301", ["José"]),
    ("alvarez", ["José"]),
    ("é á", ["José"]),
    ("  jose   ALV ", ["José"]),
    ("chr", ["ℂhris"]),
    ("ody", ["100%_Body"]),
    ("%", ["100%_Body"]),
    ("_", ["100%_Body"]),
    ("\\", ["Back\\slash"]),
    ("o'b", ["O'Brien"]),
    ("jose_", []),
    ("'); DROP TABLE clients; --", []),
    ("", ["José", "ℂhris", "100%_Body", "Back\\slash", "O'Brien"]),
)


async def test_a_name_is_found_however_it_is_typed(api: Api, practice: Practice) -> None:
    people = {"José": practice.client}
    for name in ("ℂhris", "100%_Body", "Back\\slash", "O'Brien"):
        people[name] = await practice.add_client(given=name, family="Smith")

    matched = [await found(api, "Search", filter={"search": text}) for text, _ in SPELLINGS]

    named = {practice.id_of(Noun.CLIENT, key): name for name, key in people.items()}
    assert [{named[id] for id in each} for each in matched] == [set(n) for _, n in SPELLINGS]


async def test_a_range_of_moments_takes_its_begin_and_not_its_end(
    api: Api, practice: Practice
) -> None:
    keys = [
        await practice.add(
            tables.clients, given_name="Ada", family_name="B", created_at=NOON + HOUR * hour
        )
        for hour in (1, 2, 3)
    ]
    span = {"from": (NOON + HOUR).isoformat(), "until": (NOON + 3 * HOUR).isoformat()}

    matched = await found(api, "Search", filter={"createdAt": span})

    assert matched == sorted(practice.id_of(Noun.CLIENT, key) for key in keys[:2])


async def test_a_range_of_days_takes_both_its_ends(api: Api, practice: Practice) -> None:
    days = [None, *(date(2026, 11, day) for day in (18, 19, 20, 21))]
    keys = [await practice.add_case(issued_on=day) for day in days]
    span = {"from": "2026-11-19", "to": "2026-11-20"}

    matched = await found(api, "Cases", filter={"issuedOn": span})

    assert set(matched) == {practice.id_of(Noun.CASE, key) for key in keys[2:4]}


async def test_absent_and_null_narrow_nothing(api: Api, practice: Practice) -> None:
    key = await practice.add_case(issued_on=None)
    nothing: tuple[Any, ...] = (
        None,
        {},
        {"issuedOn": {}},
        {"issuedOn": None},
        {"issuedOn": {"from": None}},
    )

    matched = [await found(api, "Cases", filter=each) for each in nothing]

    assert matched == [[practice.id_of(Noun.CASE, key)]] * len(nothing)


async def test_an_empty_list_of_words_or_ids_matches_nothing(api: Api, practice: Practice) -> None:
    await practice.add_case()

    assert await found(api, "Cases", filter={"status": []}) == []
    assert await found(api, "Cases", filter={"ids": []}) == []


async def test_my_todos_are_those_for_me_and_for_my_role_alone(
    api: Api, practice: Practice
) -> None:
    me, other = practice.people["manager"], practice.people["clinician"]
    todos: list[dict[str, Any]] = [
        {"assignee_id": me, "assignee_role": None},
        {"assignee_id": None, "assignee_role": Role.CLINIC_MANAGER},
        {"assignee_id": other, "assignee_role": Role.CLINIC_MANAGER},
        {"assignee_id": None, "assignee_role": Role.STAFF},
    ]
    keys = [await practice.add(tables.todos, title="Call", **each) for each in todos]
    closed = {"status": TodoStatus.DONE, "closed_at": NOON}
    await practice.add(tables.todos, title="Done", assignee_id=me, **closed)

    mine = await found(api, "Todos", mine=True, status=["OPEN"])
    others = await found(api, "Todos", mine=False, status=["OPEN"])

    assert set(mine) == {practice.id_of(Noun.TODO, key) for key in keys[:2]}
    assert set(others) == {practice.id_of(Noun.TODO, key) for key in keys[2:]}


async def test_a_filter_sees_no_more_than_who_asks(api: Api, practice: Practice) -> None:
    case = await practice.add_case()
    await practice.add_attendance(case)
    on_a_case = {"cases": {"status": ["OPEN"]}}

    assert len(await found(api, "Search", filter=on_a_case)) == 1
    assert await found(api.as_("client"), "Search", filter=on_a_case) == []
    assert len(await found(api.as_("client"), "Search")) == 1


async def test_sessions_are_past_or_to_come_by_their_time(api: Api, practice: Practice) -> None:
    await practice.add_attendance(starts_at=NOON - 1000 * HOUR)
    await practice.add_attendance(starts_at=NOON + 100_000 * HOUR)
    await practice.add_attendance(starts_at=None)

    counts = [len(await found(api, "Sessions", scope=s)) for s in ("ALL", "PAST", "UPCOMING")]

    assert counts == [3, 1, 1]
