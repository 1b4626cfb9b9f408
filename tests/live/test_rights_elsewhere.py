"""Rights that are taken at one process end at once at the other, also where nothing is asked."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio

from domain.access import Role
from domain.ids import Noun
from resolvers.rights import Lost
from tests.api import PATIENCE, Api, Json, end_of
from tests.live.rig import Rig
from tests.live.views import streaming
from tests.practice import Practice
from tests.schema.ways import on, over_http

FORBIDDEN = (4403, Lost.CHANGED)
Loss = Callable[[Api], Awaitable[Json]]


async def retired(owner: Api) -> Json:
    """The clinician leaves."""
    return await owner.run("MemberRetire", memberId=clinician(owner.practice))


async def demoted(owner: Api) -> Json:
    """The clinician becomes front desk."""
    return await owner.run("MemberUpdate", memberId=clinician(owner.practice), role=Role.STAFF)


async def moved(owner: Api) -> Json:
    """The clinician works at one clinic only from now on."""
    practice = owner.practice
    place = practice.id_of(Noun.LOCATION, practice.location)
    return await owner.run("MemberUpdate", memberId=clinician(practice), locationId=place)


def clinician(practice: Practice) -> str:
    """Whose rights are taken."""
    return practice.id_of(Noun.MEMBER, practice.people["clinician"])


async def archived(owner: Api) -> Json:
    """The client comes no more."""
    practice = owner.practice
    return await owner.run("ClientArchive", clientId=practice.id_of(Noun.CLIENT, practice.client))


LOSSES = [
    ("clinician", retired),
    ("clinician", demoted),
    ("clinician", moved),
    ("client", archived),
]


@pytest_asyncio.fixture
async def owner(far: Api) -> Api:
    """Who takes the rights, at the far process."""
    return far.as_("owner")


@pytest.mark.parametrize(("who", "loss"), LOSSES)
async def test_idle_and_asking_sockets_and_streams_at_the_other_process_end(
    near: Api, owner: Api, who: str, loss: Loss
) -> None:
    viewer = near.as_(who)

    async with (
        viewer.socket() as idle,
        viewer.watch("WatchTodos") as asking,
        streaming(viewer, "WatchTodos") as stream,
        near.socket() as other,
    ):
        await asking.next()
        await stream.next()
        refusals = (await loss(owner))["errors"]
        told = [await end_of(socket.raw) for socket in (idle, asking.socket)]
        await stream.end()
        role = await on(other, "{ viewer { role } }")

    assert refusals == []
    assert told == [FORBIDDEN, FORBIDDEN]
    assert role == {"data": {"viewer": {"role": "CLINIC_MANAGER"}}}


@pytest.mark.parametrize(("who", "loss"), LOSSES)
async def test_who_only_asks_now_and_then_soon_asks_with_other_rights_at_the_other_process(
    near: Api, owner: Api, who: str, loss: Loss
) -> None:
    viewer = near.as_(who)
    asked = "{ viewer { role member { location { id } } } }"
    before = await over_http(viewer, asked)

    refusals = (await loss(owner))["errors"]
    async with asyncio.timeout(PATIENCE):
        while await over_http(viewer, asked) == before:
            pass

    assert refusals == []
    assert before["data"] is not None


async def test_with_redis_away_the_poll_ends_them(rig: Rig, near: Api, owner: Api) -> None:
    async with near.as_("clinician").socket() as idle:
        rig.redis.stop()
        refusals = (await retired(owner))["errors"]
        told = await end_of(idle.raw)

    assert refusals == []
    assert told == FORBIDDEN


async def test_who_was_demoted_is_let_in_again_as_what_they_are_now(near: Api, owner: Api) -> None:
    viewer = near.as_("clinician")

    async with viewer.socket() as idle:
        await demoted(owner)
        told = await end_of(idle.raw)
    async with viewer.socket() as again:
        role = await on(again, "{ viewer { role } }")

    assert told == FORBIDDEN
    assert role == {"data": {"viewer": {"role": "STAFF"}}}
