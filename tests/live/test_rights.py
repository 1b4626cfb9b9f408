"""Rights are judged at each answer, and nobody is shown another's."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from db.tables import members
from db.work import Work
from domain.access import Role, Viewer
from domain.changes import Change, ChangeKind
from domain.ids import Noun
from resolvers.rights import Lost
from server.closing import BAD_TOKEN
from tests.api import Json, end_of
from tests.live.inside import Inside
from tests.live.scene import at_the_edge
from tests.live.views import streaming
from tests.practice import NOON, TOMORROW, Practice
from tests.serving import until

WEEK = {"from": NOON.isoformat(), "until": (NOON + TOMORROW * 7).isoformat()}
Loss = Callable[[Inside], Awaitable[None]]


async def test_a_client_is_shown_their_own_sessions_and_none_of_anyone_else(
    inside: Inside,
) -> None:
    practice = inside.practice
    practice.people["client_grace"] = grace = await practice.add_client("Grace", "Hopper")
    await practice.add_attendance(starts_at=NOON)
    hers = await practice.add_attendance(starts_at=NOON + TOMORROW, client=grace)
    his = await practice.add_attendance(starts_at=NOON + TOMORROW * 2)

    async with (
        inside.api.watch("WatchCalendar", **WEEK) as staff,
        inside.api.as_("client").watch("WatchCalendar", **WEEK) as client,
        inside.api.as_("client_grace").watch("WatchCalendar", **WEEK) as other,
    ):
        first = [attending(await view.next()) for view in (staff, client, other)]
        await complete(inside, hers)
        told = [attending(await view.next()) for view in (staff, other)]
        await complete(inside, his)
        client_told = attending(await client.next())

    ada, grace_open = ("José Álvarez", "OPEN"), ("Grace Hopper", "OPEN")
    grace_done, ada_done = ("Grace Hopper", "COMPLETED"), ("José Álvarez", "COMPLETED")
    assert first == [[ada, grace_open, ada], [ada, ada], [grace_open]]
    assert told == [[ada, grace_done, ada], [grace_done]]
    assert client_told == [ada, ada_done]


async def complete(inside: Inside, attendance: UUID) -> None:
    """Save it as COMPLETED, as the clinic manager."""
    id = inside.practice.id_of(Noun.ATTENDANCE, attendance)
    assert (await inside.api.run("AttendanceComplete", attendanceId=id))["errors"] == []


def attending(calendar: list[Json]) -> list[tuple[str, str]]:
    """Who attends what the calendar shows, and how it stands."""
    shown = [each for item in calendar for each in item["session"]["attendances"]]
    return [(each["client"]["name"], each["status"]) for each in shown]


async def token_expires(inside: Inside) -> None:
    """Two hours pass; a token lasts one."""
    inside.late = timedelta(hours=2)


async def member_leaves(inside: Inside) -> None:
    """The clinician is active no more."""
    await change_clinician(inside.practice, is_active=False)


async def member_is_demoted(inside: Inside) -> None:
    """The clinician becomes front desk."""
    await change_clinician(inside.practice, role=Role.STAFF)


async def change_clinician(practice: Practice, **values: Any) -> None:
    """Change the member's row, as another process would."""
    key = practice.people["clinician"]
    async with practice.store.transaction() as tx:
        await tx.execute(update(members).where(members.c.id == key).values(**values))


@pytest.mark.parametrize("loss", [token_expires, member_leaves, member_is_demoted])
async def test_whose_rights_ended_is_sent_unauthenticated_instead_of_the_next_answer(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, loss: Loss
) -> None:
    monkeypatch.setattr("resolvers.viewers.FRESH_SECONDS", 0)
    edge = await at_the_edge(inside.practice)
    clinician = inside.api.as_("clinician")
    manager = inside.api.as_("manager", lasts=timedelta(days=1))

    async with (
        clinician.watch("WatchCase", id=edge.case) as socket,
        streaming(clinician, "WatchCase", id=edge.case) as stream,
    ):
        for view in (socket, stream):
            await view.next()
        await loss(inside)
        await manager.run("AttendanceComplete", attendanceId=edge.open[0])
        sent = [await view.payload() for view in (socket, stream)]
        ends = ((await socket.socket.message())["type"], (await stream.event())[0])

    for payload in sent:
        (error,) = payload["errors"]
        assert error["extensions"]["code"] == "UNAUTHENTICATED"
        assert payload.get("data") is None
    assert ends == ("complete", "complete")


@pytest.mark.parametrize("loss", [member_leaves, member_is_demoted])
async def test_an_idle_socket_is_closed_once_the_viewer_may_not_go_on_as_before(
    inside: Inside, loss: Loss
) -> None:
    edge = await at_the_edge(inside.practice)

    async with inside.api.as_("clinician").watch("WatchCase", id=edge.case) as view:
        await view.next()
        await loss(inside)
        await rung(inside, "members")
        assert await end_of(view.socket.raw) == (4403, Lost.CHANGED)


async def test_who_was_closed_comes_again_with_the_same_token_as_what_they_are_now(
    inside: Inside,
) -> None:
    clinician = inside.api.as_("clinician")

    async with clinician.socket() as socket:
        await member_is_demoted(inside)
        await rung(inside, "members")
        await end_of(socket.raw)
    async with clinician.socket() as socket:
        now = await (await socket.subscribe("subscription { viewer { role } }")).next()

    assert now == {"role": "STAFF"}


async def test_who_was_closed_because_they_left_needs_another_token(inside: Inside) -> None:
    clinician = inside.api.as_("clinician")

    async with clinician.socket() as socket:
        await member_leaves(inside)
        await rung(inside, "members")
        await end_of(socket.raw)
    async with clinician.raw_socket() as raw:
        signed = {"Authorization": f"Bearer {clinician.token}"}
        await raw.send(json.dumps({"type": "connection_init", "payload": signed}))
        ended = await end_of(raw)

    assert ended == (4401, BAD_TOKEN)


async def test_an_idle_socket_is_closed_once_its_token_expires(inside: Inside) -> None:
    async with inside.api.as_("clinician", lasts=timedelta(seconds=3)).socket() as socket:
        assert await end_of(socket.raw) == (4401, Lost.EXPIRED)


async def test_an_idle_stream_ends_once_its_token_expires(inside: Inside) -> None:
    clinician = inside.api.as_("clinician", lasts=timedelta(seconds=3))

    async with streaming(clinician, "WatchTodos") as stream:
        await stream.end()

    await until(lambda: inside.deserted)


async def test_an_idle_stream_ends_once_the_viewer_may_not_go_on_as_before(inside: Inside) -> None:
    edge = await at_the_edge(inside.practice)

    async with streaming(inside.api.as_("clinician"), "WatchCase", id=edge.case) as stream:
        await stream.next()
        await member_is_demoted(inside)
        await rung(inside, "members")
        await stream.end()


async def rung(inside: Inside, table: str) -> None:
    """Tell the feed that the table was written, as the change of a member does."""
    practice = inside.practice
    manager = Viewer(practice.people["manager"], Role.CLINIC_MANAGER, practice.organization)
    async with practice.store.transaction() as tx:
        work = Work(tx, manager, lambda: NOON, practice.store.json, written={table})
        work.record(Change(ChangeKind.CASE_OPENED, Noun.CASE, practice.organization))
        await work.seal()
