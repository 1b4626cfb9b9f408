"""The changes of a practice, followed: what is told of each, to whom, from where on."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine, event

from db.tables import changes
from domain.access import Role, Viewer
from domain.cursor import Cursor
from domain.entry import Wanted
from domain.ids import Noun, new_key
from resolvers.changes import Batch, follow_changes
from resolvers.rights import Lost
from tests.api import Api, Json, end_of
from tests.live.followers import QUESTION, Follower
from tests.live.inside import Inside
from tests.live.scene import Edge, at_the_edge
from tests.live.soundness import rows
from tests.live.test_rights import member_is_demoted, rung
from tests.live.views import streaming
from tests.practice import Practice, found_practice
from tests.schema.ways import codes, on

MANY = 500
EVERYTHING = Wanted(None, None, frozenset())


@pytest.fixture
def no_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no bell tells of is not told."""
    monkeypatch.setattr("realtime.watching.POLL_SECONDS", 3600.0)


async def complete(api: Api, edge: Edge, nth: int = 0, **more: Any) -> Json:
    """Complete one of the attendances: it is three changes the first time."""
    done = await api.run("AttendanceComplete", attendanceId=edge.open[nth], **more)
    assert done["errors"] == []
    return done


async def test_a_change_is_told_with_who_what_whom_where_and_when(inside: Inside) -> None:
    practice, edge = inside.practice, await at_the_edge(inside.practice)
    clinician = practice.id_of(Noun.MEMBER, practice.people["clinician"])

    async with inside.api.watch(QUESTION) as view:
        first = await view.next()
        done = await complete(inside.api, edge)
        told = await view.next()

    ended, consumed, called_for = told["changes"]
    assert (first["continuity"], first["changes"]) == ("CONTINUED", [])
    assert (told["continuity"], told["cursor"]) == ("CONTINUED", called_for["cursor"])
    keys = {
        "clients": [practice.id_of(Noun.CLIENT, practice.client)],
        "cases": [edge.case],
        "cycles": [practice.id_of(Noun.CYCLE, edge.cycle)],
        "sessions": [done["session"]["id"]],
        "members": [clinician],
        "locations": [practice.id_of(Noun.LOCATION, practice.location)],
        "spans": [{"startsAt": "2026-11-21T12:00:00+00:00", "endsAt": "2026-11-21T12:45:00+00:00"}],
    }
    assert ended == {
        "cursor": ended["cursor"],
        "at": ended["at"],
        "kind": "ATTENDANCE_COMPLETED",
        "noun": "attendance",
        "recordId": edge.open[0],
        "changedFields": ["status"],
        "actor": {"id": practice.id_of(Noun.MEMBER, practice.people["manager"]), "name": "Manager"},
        "keysBefore": keys,
        "keysAfter": keys,
        "idempotencyKey": None,
    }
    assert (consumed["kind"], consumed["recordId"]) == ("CYCLE_CONSUMED", keys["cycles"][0])
    assert called_for["keysAfter"] == {**keys, "sessions": [], "spans": None}


async def test_before_and_after_differ_where_a_record_moved(inside: Inside) -> None:
    practice = inside.practice
    case = practice.id_of(Noun.CASE, await practice.add_case())
    annex = await inside.api.as_("owner").run("LocationCreate", name="Annex")

    async with inside.api.watch(QUESTION) as view:
        await view.next()
        await inside.api.run("CaseUpdate", caseId=case, locationId=annex["location"]["id"])
        ((moved),) = (await view.next())["changes"]

    places = [moved[keys]["locations"] for keys in ("keysBefore", "keysAfter")]
    assert places == [
        [practice.id_of(Noun.LOCATION, practice.location)],
        [annex["location"]["id"]],
    ]
    assert moved["changedFields"] == ["location"]


async def test_over_server_sent_events_the_same_is_told(inside: Inside) -> None:
    edge = await at_the_edge(inside.practice)

    async with (
        inside.api.watch(QUESTION) as socket,
        streaming(inside.api, QUESTION) as stream,
    ):
        firsts = [await view.next() for view in (socket, stream)]
        await complete(inside.api, edge)
        told = [await view.next() for view in (socket, stream)]

    assert firsts[0] == firsts[1]
    assert told[0] == told[1]
    assert len(told[0]["changes"]) == 3


async def test_a_document_may_name_and_split_what_it_asks_for(inside: Inside) -> None:
    edge = await at_the_edge(inside.practice)
    query = """
      subscription Names($deep: Boolean!) {
        feed: changes { __typename at: cursor ...Rest changes { __typename what: kind } }
      }
      fragment Rest on ChangeBatch {
        changes { who: actor { __typename id @skip(if: $deep) } what: kind }
        changes { keysAfter @include(if: $deep) { __typename spans { __typename } } }
      }"""
    told = []

    for deep in (False, True):
        async with inside.api.socket() as socket:
            watch = await socket.subscribe(query, {"deep": deep})
            assert (await watch.next())["__typename"] == "ChangeBatch"
            await complete(inside.api, edge, nth=int(deep))
            told.append((await watch.next())["changes"][0])

    manager = inside.practice.id_of(Noun.MEMBER, inside.practice.people["manager"])
    what = {"what": "ATTENDANCE_COMPLETED", "__typename": "Change"}
    assert told[0] == {**what, "who": {"__typename": "ChangeActor", "id": manager}}
    keys = {"__typename": "ChangeKeys", "spans": [{"__typename": "ChangeSpan"}]}
    assert told[1] == {**what, "who": {"__typename": "ChangeActor"}, "keysAfter": keys}


async def test_a_sender_knows_the_own_echo_by_its_key_and_nobody_else_does(inside: Inside) -> None:
    edge = await at_the_edge(inside.practice)

    async with (
        inside.api.watch(QUESTION) as own,
        inside.api.as_("owner").watch(QUESTION) as other,
    ):
        for view in (own, other):
            await view.next()
        for _ in range(2):
            await complete(inside.api, edge, idempotencyKey="mine")
        await complete(inside.api, edge, nth=1)
        told = [await heard(view, 6) for view in (own, other)]

    keys = [[change["idempotencyKey"] for change in seen] for seen in told]
    assert keys == [["mine"] * 3 + [None] * 3, [None] * 6]


async def heard(view: Any, count: int) -> list[Json]:
    """So many changes, however they come."""
    told: list[Json] = []
    while len(told) < count:
        told += (await view.next())["changes"]
    return told


async def test_each_argument_narrows_and_all_that_are_given_hold(inside: Inside) -> None:
    practice = inside.practice
    edge, other = await at_the_edge(practice), await at_the_edge(practice)
    other_client = practice.id_of(Noun.CLIENT, await practice.add_client())
    follower = Follower(inside.api)
    async with follower.connected():
        pass
    start = follower.cursor
    done = await complete(inside.api, edge)
    await complete(inside.api, other)
    await inside.api.run("ClientArchive", clientId=other_client)
    await inside.api.as_("owner").run("ServiceUpdate", serviceId=service_of(practice), minutes=50)
    first = ["ATTENDANCE_COMPLETED", "CYCLE_CONSUMED", "TODO_CREATED"]
    clinician = practice.id_of(Noun.MEMBER, practice.people["clinician"])
    narrowed: list[tuple[Json, list[str]]] = [
        ({}, [*first, *first, "CLIENT_ARCHIVED", "SERVICE_UPDATED"]),
        ({"kinds": ["CYCLE_CONSUMED", "CASE_CLOSED"]}, ["CYCLE_CONSUMED"] * 2),
        ({"kinds": []}, []),
        ({"nouns": ["client", "service"]}, ["CLIENT_ARCHIVED", "SERVICE_UPDATED"]),
        ({"caseId": edge.case}, first),
        ({"cycleId": practice.id_of(Noun.CYCLE, edge.cycle)}, first),
        ({"sessionId": done["session"]["id"]}, first[:2]),
        ({"clientId": other_client}, ["CLIENT_ARCHIVED"]),
        ({"memberId": clinician}, [*first, *first]),
        ({"locationId": practice.id_of(Noun.LOCATION, practice.location)}, [*first, *first]),
        ({"caseId": edge.case, "nouns": ["todo"]}, ["TODO_CREATED"]),
        ({"caseId": edge.case, "clientId": other_client}, []),
        ({"caseId": edge.case.replace(edge.case[-6:], "000000")}, []),
        (
            dict.fromkeys(("kinds", "nouns", "caseId")),
            [*first, *first, "CLIENT_ARCHIVED", "SERVICE_UPDATED"],
        ),
    ]

    told = []
    for asked, _ in narrowed:
        follower = Follower(inside.api, asked, start)
        async with follower.connected():
            told.append((asked, follower.kinds))

    assert told == narrowed


def service_of(practice: Practice) -> str:
    """The service's."""
    return practice.id_of(Noun.SERVICE, practice.service)


EPOCH = "0" * 32
BAD: list[tuple[Json, str]] = [
    ({"after": "newest"}, "after"),
    ({"after": ""}, "after"),
    ({"after": f"{EPOCH}.1"}, "after"),
    ({"nouns": ["client", "clients"]}, "nouns"),
    ({"nouns": ["client"] * 101}, "nouns"),
    ({"kinds": ["CASE_OPENED"] * 101}, "kinds"),
    ({"caseId": "client_" + EPOCH}, "caseId"),
    ({"clientId": "7"}, "clientId"),
    ({"sessionId": ""}, "sessionId"),
]


@pytest.mark.parametrize(("asked", "argument"), BAD)
async def test_what_is_asked_wrongly_is_refused_by_name(
    inside: Inside, asked: Json, argument: str
) -> None:
    async with (
        inside.api.watch(QUESTION, **asked) as view,
        streaming(inside.api, QUESTION, **asked) as stream,
    ):
        message = await view.socket.message()
        payload = await stream.payload()

    assert message["type"] == "error"
    for (error,) in (message["payload"], payload["errors"]):
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}


async def test_only_who_is_signed_in_follows_and_only_by_a_subscription(inside: Inside) -> None:
    query = "{ changes { cursor } }"
    async with inside.api.with_token(None).socket({}) as socket:
        unsigned = await on(socket, f"subscription {query}")
    asked = (await inside.api.post(query)).json()

    assert codes(unsigned) == ["UNAUTHENTICATED"]
    assert codes(asked) == ["BAD_USER_INPUT"]


FOREIGN = ["another practice's", "nobody's", "of the future"]


@pytest.mark.parametrize("whose", FOREIGN)
async def test_a_cursor_of_another_feed_begins_anew_and_says_so_once(
    inside: Inside, whose: str
) -> None:
    other = await found_practice(inside.practice.store, "Lakeside")
    next_door = Follower(Api(inside.api.address, other, inside.api.http).as_("manager"))
    own = Follower(inside.api)
    for follower in (next_door, own):
        async with follower.connected():
            pass
    mine = (own.cursor or "").split(".")[0]
    given = {
        "another practice's": next_door.cursor,
        "nobody's": f"{EPOCH}.7.{'1' * 16}",
        "of the future": f"{mine}.7.{'1' * 16}",
    }
    edge = await at_the_edge(inside.practice)

    lost = Follower(inside.api, cursor=given[whose])
    async with lost.connected() as view:
        before = (lost.resyncs, lost.numbers)
        await complete(inside.api, edge)
        await lost.hear_up_to(view, 3)

    assert before == (1, [])
    assert (lost.resyncs, lost.numbers) == (1, [1, 2, 3])


async def test_nobody_is_told_of_another_practices_changes(inside: Inside) -> None:
    other = await found_practice(inside.practice.store, "Lakeside")
    next_door = Api(inside.api.address, other, inside.api.http).as_("manager")
    edge, away = await at_the_edge(inside.practice), await at_the_edge(other)

    async with inside.api.watch(QUESTION) as view:
        await view.next()
        await complete(next_door, away)
        await complete(inside.api, edge)
        told = await view.next()

    assert told["changes"][0]["recordId"] == edge.open[0]
    assert len(told["changes"]) == 3


@pytest.fixture
def feed_reads() -> Iterator[list[str]]:
    """Every statement that reads the feed to tell it."""
    read: list[str] = []

    def noted(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if "member_name" in statement:
            read.append(statement)

    event.listen(Engine, "before_cursor_execute", noted)
    yield read
    event.remove(Engine, "before_cursor_execute", noted)


@pytest.mark.usefixtures("no_polls")
async def test_five_hundred_who_follow_cost_one_statement_and_one_telling_a_change(
    inside: Inside, feed_reads: list[str]
) -> None:
    edge = await at_the_edge(inside.practice, used=0, left_open=4)
    tellings: list[Batch] = []

    def tell(batch: Batch) -> list[str]:
        tellings.append(batch)
        return [change.kind for change in batch.changes]

    viewers = [Viewer(new_key(), Role.STAFF, inside.practice.organization) for _ in range(MANY)]
    followed = [follow_changes(inside.hub, who, None, EVERYTHING, tell) for who in viewers]
    await asyncio.gather(*[anext(each) for each in followed])
    read, made = [], []
    for nth in range(4):
        await complete(inside.api, edge, nth)
        told = await asyncio.gather(*[anext(each) for each in followed])
        assert told == [["ATTENDANCE_COMPLETED", "CYCLE_CONSUMED"]] * MANY
        read.append(len(feed_reads))
        made.append(len(tellings))
    for each in followed:
        await each.aclose()

    # The first is read while the tail still has its first looks.
    assert [later - earlier for earlier, later in pairwise(read)] == [1, 1, 1]
    assert read[0] <= 4
    assert made == [2, 3, 4, 5]


@pytest.mark.usefixtures("no_polls")
async def test_five_hundred_who_come_back_at_once_cost_a_few_statements(
    inside: Inside, feed_reads: list[str]
) -> None:
    start = Follower(inside.api)
    async with start.connected():
        pass
    edge = await at_the_edge(inside.practice, used=0, left_open=3)
    for nth in range(3):
        await complete(inside.api, edge, nth)
    after = Cursor.parsed(start.cursor or "", ("after",))
    owner = Viewer(new_key(), Role.OWNER, inside.practice.organization)
    feed_reads.clear()

    followed = [follow_changes(inside.hub, owner, after, EVERYTHING, len_of) for _ in range(MANY)]
    told = await asyncio.gather(*[anext(each) for each in followed])
    for each in followed:
        await each.aclose()

    assert told == [6] * MANY
    assert len(feed_reads) <= 3


def len_of(batch: Batch) -> int:
    """How many changes it holds."""
    return len(batch.changes)


async def test_a_change_that_wakes_many_sockets_of_a_viewer_looks_once_who_they_are(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.viewers.FRESH_SECONDS", 0)
    edge = await at_the_edge(inside.practice)
    staff = inside.practice.people["staff"].hex
    looked: list[str] = []

    def noted(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT members.") and staff in str(rest[0]).replace("-", ""):
            looked.append(statement)

    async with AsyncExitStack() as stack:
        views = [
            await stack.enter_async_context(inside.api.as_("staff").watch(QUESTION))
            for _ in range(20)
        ]
        for view in views:
            await view.next()
        event.listen(Engine, "before_cursor_execute", noted)
        await complete(inside.api, edge)
        for view in views:
            await view.next()
        event.remove(Engine, "before_cursor_execute", noted)

    assert len(looked) == 1


async def test_whose_rights_end_is_told_no_more(inside: Inside) -> None:
    clinician = inside.api.as_("clinician")
    async with clinician.watch(QUESTION) as view, streaming(clinician, QUESTION) as stream:
        for source in (view, stream):
            await source.next()
        await member_is_demoted(inside)
        await rung(inside, "members")

        assert await end_of(view.socket.raw) == (4403, Lost.CHANGED)


async def test_whose_token_expires_is_told_no_more(inside: Inside) -> None:
    async with inside.api.as_("clinician", lasts=timedelta(seconds=2)).watch(QUESTION) as view:
        await view.next()

        assert await end_of(view.socket.raw) == (4401, Lost.EXPIRED)


async def test_every_row_has_a_mark_of_its_own(inside: Inside) -> None:
    edge = await at_the_edge(inside.practice)
    await complete(inside.api, edge)

    marks = [row.mark for row in await rows(inside.practice, changes)]

    assert len({*marks}) == 3
    assert 0 not in marks
