"""A practice keeps an owner, and nobody locks themselves out."""

import asyncio
from uuid import UUID

from sqlalchemy import select

from db import tables
from domain.access import Role
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care, put
from tests.schema.rows import nothing_written
from tests.schema.ways import codes, over_http, refusals

LAST = ("LAST_OWNER", ["input", "memberId"])
SIGN_IN = ["UNAUTHENTICATED"]


def member(practice: Practice, who: str) -> str:
    """The id of the member who is called so."""
    return practice.id_of(Noun.MEMBER, practice.people[who])


async def told(api: Api, who: str, name: str, **input: object) -> Json:
    """The whole answer to somebody's change."""
    return await over_http(api.as_(who), document(name), {"input": input})


async def test_an_admin_neither_makes_nor_changes_an_owner(api: Api, practice: Practice) -> None:
    owner, staff = member(practice, "owner"), member(practice, "staff")
    asked: list[tuple[str, Json]] = [
        ("MemberUpdate", {"memberId": staff, "role": "OWNER"}),
        ("MemberUpdate", {"memberId": owner, "role": "STAFF"}),
        ("MemberUpdate", {"memberId": owner, "email": "mine@practice.example"}),
        ("MemberRetire", {"memberId": owner}),
    ]

    async with nothing_written(practice):
        for name, input in asked:
            assert codes(await told(api, "admin", name, **input)) == ["FORBIDDEN"]


async def test_an_owner_makes_an_owner_who_may_then_be_retired(
    api: Api, practice: Practice
) -> None:
    staff = member(practice, "staff")

    made = await api.as_("owner").run("MemberUpdate", memberId=staff, role="OWNER")
    gone = await api.as_("owner").run("MemberRetire", memberId=staff)
    back = await told(api, "admin", "MemberRestore", memberId=staff)

    assert (made["member"]["role"], gone["member"]["isActive"]) == ("OWNER", False)
    assert codes(back) == ["FORBIDDEN"]


async def test_nobody_takes_their_own_role_or_retires_themselves(
    api: Api, practice: Practice
) -> None:
    await practice.add_member("second", Role.OWNER)

    async with nothing_written(practice):
        for who in ("owner", "admin"):
            own = member(practice, who)
            retiring = await told(api, who, "MemberRetire", memberId=own)
            stepping = await told(api, who, "MemberUpdate", memberId=own, role="STAFF")
            assert refusals(retiring) == [("OWN_RIGHTS", ["input", "memberId"])]
            assert refusals(stepping) == [("OWN_RIGHTS", ["input", "role"])]


async def test_a_retired_member_is_signed_out(api: Api, practice: Practice) -> None:
    staff = api.as_("staff")
    await staff.read("Viewer")

    await api.as_("owner").run("MemberRetire", memberId=member(practice, "staff"))

    assert codes(await over_http(staff, "{ viewer { role } }")) == SIGN_IN


async def test_of_two_owners_who_retire_each_other_one_stays(
    api: Api, practice: Practice, care: Care
) -> None:
    await put(practice, tables.members, member(practice, "owner"), is_active=False)
    for nth in range(5):
        one, two = f"one {nth}", f"two {nth}"
        await practice.add_member(one, Role.OWNER)
        await practice.add_member(two, Role.OWNER)
        first, second = await asyncio.gather(
            told(api, one, "MemberRetire", memberId=member(practice, two)),
            told(api, two, "MemberRetire", memberId=member(practice, one)),
        )
        (left,) = await active_owners(practice)
        lost = second if left == practice.people[one] else first
        # Too late for the lock, or even to sign in.
        assert codes(lost) == ["UNAUTHENTICATED"] or refusals(lost) == [LAST]
        await put(practice, tables.members, practice.id_of(Noun.MEMBER, left), is_active=False)


async def active_owners(practice: Practice) -> list[UUID]:
    """Their keys."""
    members = tables.members.c
    own = select(members.id).where(
        members.organization_id == practice.organization,
        members.role == Role.OWNER,
        members.is_active,
    )
    async with practice.store.reading() as tx:
        return list((await tx.execute(own)).scalars())
