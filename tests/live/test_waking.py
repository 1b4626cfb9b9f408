"""A question is asked again only where a change may touch what it reads."""

from contextlib import AsyncExitStack
from datetime import timedelta

from domain.access import Role
from domain.ids import Noun
from tests.api import Json, Watch
from tests.live.inside import Inside
from tests.live.scene import at_the_edge
from tests.practice import NOON

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
SOME = ("ann", "bea", "cy", "dot", "eve")


async def clinicians(inside: Inside) -> list[str]:
    """The ids of some."""
    practice = inside.practice
    keys = [await practice.add_member(name, Role.CLINICIAN) for name in SOME]
    return [practice.id_of(Noun.MEMBER, key) for key in keys]


def week(clinician: str, later: int = 0) -> Json:
    """The clinician's week, or so many weeks later."""
    begin = NOON + later * WEEK
    span = {"from": begin.isoformat(), "until": (begin + WEEK).isoformat()}
    return {**span, "clinicianId": clinician}


async def booked(inside: Inside, clinician: str, later: int = 0) -> Json:
    """A session of the clinician in that week."""
    practice, starts = inside.practice, NOON + later * WEEK + HOUR
    place = practice.id_of(Noun.LOCATION, practice.location)
    span = {"startsAt": starts.isoformat(), "endsAt": (starts + HOUR).isoformat()}
    what = {"serviceId": practice.id_of(Noun.SERVICE, practice.service), "locationId": place}
    whom = {"clientId": practice.id_of(Noun.CLIENT, await practice.add_client())}
    payload = await inside.api.run(
        "SessionBook",
        locationId=place,
        items=[{**what, **span, "clinicianId": clinician}],
        attendees=[whom],
    )
    assert payload["errors"] == []
    session: Json = payload["session"]
    return session


async def shown(inside: Inside, stack: AsyncExitStack, **variables: object) -> Watch:
    """A calendar that is open, after its first answer."""
    view = await stack.enter_async_context(inside.api.watch("WatchCalendar", **variables))
    await view.next()
    return view


async def test_of_many_calendars_only_the_one_that_a_change_touches_is_asked_again(
    inside: Inside,
) -> None:
    people = await clinicians(inside)
    session = await booked(inside, people[0])

    async with AsyncExitStack() as stack:
        views = [await shown(inside, stack, **week(person)) for person in people]
        asked = [inside.reads(person) for person in people]
        await inside.api.run("AttendanceComplete", attendanceId=session["attendances"][0]["id"])
        (item,) = await views[0].next()

        assert item["session"]["attendances"][0]["status"] == "COMPLETED"
        assert [inside.reads(person) for person in people] == [asked[0] + 1, *asked[1:]]


async def test_a_change_in_one_week_asks_for_no_other(inside: Inside) -> None:
    (person, *_) = await clinicians(inside)

    async with AsyncExitStack() as stack:
        first, second = [await shown(inside, stack, **week(person, later)) for later in (0, 1)]
        asked = inside.reads(person)
        await booked(inside, person, later=1)

        assert len(await second.next()) == 1
        # Booking, too, reads who has the hour: but that is no compiled question.
        assert inside.reads(person) == asked + 1

        await booked(inside, person, later=0)
        assert len(await first.next()) == 1


async def test_what_moves_is_seen_where_it_was_and_where_it_is(inside: Inside) -> None:
    one, other, *_ = await clinicians(inside)
    session = await booked(inside, one)
    item = {"itemId": session["items"][0]["id"], "clinicianId": other}
    item["startsAt"] = (NOON + WEEK + HOUR).isoformat()

    async with AsyncExitStack() as stack:
        was, now = [await shown(inside, stack, **week(*where)) for where in ((one, 0), (other, 1))]
        await inside.api.run("SessionReschedule", sessionId=session["id"], items=[item])

        assert await was.next() == []
        assert len(await now.next()) == 1


async def test_a_case_is_not_asked_for_when_another_is_treated(inside: Inside) -> None:
    mine, other = [await at_the_edge(inside.practice) for _ in range(2)]

    async with (
        inside.api.watch("WatchCase", id=mine.case) as view,
        inside.api.watch("WatchCase", id=other.case) as theirs,
    ):
        await view.next()
        await theirs.next()
        asked = inside.reads(mine.case)
        await inside.api.run("AttendanceComplete", attendanceId=other.open[0])

        assert (await theirs.next())["cycles"][0]["consumed"] == 8
        assert inside.reads(mine.case) == asked


async def test_ones_own_todos_are_not_asked_for_when_another_gets_one(inside: Inside) -> None:
    mine, theirs = inside.api.as_("clinician"), inside.api.as_("staff")
    filter = {"mine": True}

    async with (
        mine.watch("WatchTodos", filter=filter) as view,
        theirs.watch("WatchTodos", filter=filter) as other,
    ):
        assert [(await seen.next())["totalCount"] for seen in (view, other)] == [0, 0]
        me = inside.practice.id_of(Noun.MEMBER, inside.practice.people["clinician"])
        them = inside.practice.id_of(Noun.MEMBER, inside.practice.people["staff"])
        asked = inside.reads(me)
        await inside.api.run("TodoCreate", title="Call", assigneeId=them)

        assert len((await other.next())["nodes"]) == 1
        assert inside.reads(me) == asked
