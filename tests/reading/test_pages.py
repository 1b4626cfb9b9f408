"""Pages: whichever way a list is read, each row is met once and in its place."""

from typing import Any

import pytest
from sqlalchemy import delete

from db import tables
from domain.ids import Noun, key_of
from tests.api import Api
from tests.practice import NOON, Practice
from tests.reading.crowd import DAY, cases, clients, in_order, visits
from tests.reading.pages import NAME_DOWN, all_backwards, all_forwards, forwards, ids

SIZES = (1, 2, 5, 13, 100)


def by_name(row: Any) -> Any:
    return row["family"], row["given"]


def by_time(row: Any) -> Any:
    return row["at"]


def sort(by: str, direction: str = "ASC") -> dict[str, str]:
    return {"by": by, "direction": direction}


CLIENT_SORTS: tuple[tuple[Any, Any], ...] = (
    (None, [(by_name, False)]),
    ([], [(by_name, False)]),
    (NAME_DOWN, [(by_name, True)]),
    ([sort("CREATED_AT")], [(by_time, False)]),
    ([sort("CREATED_AT", "DESC"), sort("NAME")], [(by_time, True), (by_name, False)]),
    ([sort("NAME"), sort("CREATED_AT", "DESC")], [(by_name, False), (by_time, True)]),
)


@pytest.mark.parametrize(("asked", "meant"), CLIENT_SORTS)
async def test_pages_of_any_size_meet_every_row_once_and_in_order(
    api: Api, practice: Practice, asked: Any, meant: Any
) -> None:
    whole = in_order(Noun.CLIENT, await clients(practice), *meant)

    there = [await all_forwards(api, "Search", size, orderBy=asked) for size in SIZES]
    back = [await all_backwards(api, "Search", size, orderBy=asked) for size in SIZES]

    assert there == [whole] * len(SIZES)
    assert back == [whole] * len(SIZES)


@pytest.mark.parametrize("down", [False, True])
async def test_a_missing_value_counts_as_the_latest(
    api: Api, practice: Practice, down: bool
) -> None:
    rows = await cases(practice)
    way = "DESC" if down else "ASC"

    dated = await all_forwards(api, "Cases", 2, orderBy=[sort("ISSUED_ON", way)])
    titled = await all_forwards(api, "Cases", 2, orderBy=[sort("TITLE"), sort("ISSUED_ON", way)])

    assert dated == in_order(Noun.CASE, rows, (lambda row: row["issued"], down))
    ways = ((lambda row: row["title"], False), (lambda row: row["issued"], down))
    assert titled == in_order(Noun.CASE, rows, *ways)


async def test_sessions_come_latest_first_and_unscheduled_before(
    api: Api, practice: Practice
) -> None:
    whole = in_order(Noun.SESSION, await visits(practice), (lambda row: row["starts"], True))

    assert await all_forwards(api, "Sessions", 2) == whole


async def test_rows_that_come_and_go_move_no_other_row(api: Api, practice: Practice) -> None:
    await clients(practice)
    whole = await all_forwards(api, "Search", 100)
    seen, gone = [], set()

    async for page in forwards(api, "Search", 3):
        seen.append(page)
        gone |= {await removed(practice, ids([page])[-1])}
        await practice.add_client(given="Ada", family="Aardvark")
        await practice.add_client(given="Zoë", family="Zywiec")

    stayed = [id for id in whole if id not in gone]
    assert [id for id in ids(seen) if id in whole] == whole
    assert len(ids(seen)) == len(set(ids(seen)))
    assert [id for id in await all_forwards(api, "Search", 100) if id in whole] == stayed


async def removed(practice: Practice, id: str) -> str:
    async with practice.store.transaction() as tx:
        key = key_of(Noun.CLIENT, id)
        await tx.execute(delete(tables.clients).where(tables.clients.c.id == key))
    return id


async def test_a_page_says_whether_it_has_neighbors_and_where_it_begins_and_ends(
    api: Api, practice: Practice
) -> None:
    await clients(practice)

    first = await api.read("Clients", first=5)
    last = await api.read("Clients", last=5)
    rest = await api.read("Clients", after=first["pageInfo"]["endCursor"], first=8)

    assert [(p["pageInfo"]["hasPreviousPage"], p["pageInfo"]["hasNextPage"]) for p in
            (first, last, rest)] == [(False, True), (True, False), (True, False)]  # fmt: skip
    for page in (first, last, rest):
        cursors = [edge["cursor"] for edge in page["edges"]]
        assert page["pageInfo"]["startCursor"] == cursors[0]
        assert page["pageInfo"]["endCursor"] == cursors[-1]


async def test_an_empty_page_has_no_cursors(api: Api, practice: Practice) -> None:
    last = (await api.read("Clients"))["pageInfo"]["endCursor"]

    page = await api.read("Clients", after=last)

    assert page["edges"] == []
    assert page["pageInfo"]["hasNextPage"] is False
    assert (page["pageInfo"]["startCursor"], page["pageInfo"]["endCursor"]) == (None, None)


async def test_the_total_counts_the_list_and_not_the_page(api: Api, practice: Practice) -> None:
    await clients(practice)
    await practice.add(tables.todos, title="Call", assignee_role="STAFF")
    since = {"createdAt": {"from": (NOON - DAY).isoformat()}}

    pages = [page async for page in forwards(api, "Search", 3, filter=since)]
    todos = await api.read("Todos", first=1)

    assert [page["totalCount"] for page in pages] == [len(ids(pages))] * len(pages)
    assert len(ids(pages)) == 9
    assert todos["totalCount"] == len(todos["nodes"]) == 1
