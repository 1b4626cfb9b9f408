"""In the demo anyone may look round as its people; nowhere else is a token given away."""

from typing import Any

import httpx2
from sqlalchemy import select, update

from db.demo.lookup import CLIENT
from db.store import Store
from db.tables import clients, members
from server.guests import GUESTS
from tests.api import document
from tests.serving import serving


async def begun(address: str) -> Any:
    """What the page begins with."""
    async with httpx2.AsyncClient(base_url=f"http://{address}") as http:
        answer = await http.get("/graphiql/start.json")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    return answer.json()


async def named(address: str, token: str) -> dict[str, Any]:
    """Whom the token names."""
    async with httpx2.AsyncClient(base_url=f"http://{address}") as http:
        headers = {"authorization": f"Bearer {token}"}
        answer = await http.post("/graphql", json={"query": document("Viewer")}, headers=headers)
    viewer: dict[str, Any] = answer.json()["data"]["viewer"]
    return viewer


async def test_a_guest_of_the_demo_is_who_they_are_said_to_be(demo_url: str) -> None:
    async with serving(demo_url, guests=GUESTS) as address:
        guests = (await begun(address))["guests"]
        viewers = [await named(address, guest["token"]) for guest in guests]

    assert [guest["email"] for guest in guests] == list(GUESTS)
    for guest, viewer in zip(guests, viewers, strict=True):
        person = viewer["member"] or viewer["client"]
        assert (person["name"], person["email"]) == (guest["name"], guest["email"])
        assert viewer["role"] == guest["role"]
        assert viewer["organization"]["name"] == guest["practice"]


async def test_the_demo_says_which_sessions_there_are_to_complete(demo_url: str) -> None:
    async with (
        serving(demo_url, guests=GUESTS) as address,
        httpx2.AsyncClient(base_url=f"http://{address}") as http,
    ):
        before = await begun(address)
        first, *later = before["attendances"]
        change = {"query": document("AttendanceComplete"), "variables": of(first)}
        signed = {"authorization": f"Bearer {before['guests'][0]['token']}"}
        done = await http.post("/graphql", json=change, headers=signed)
        after = await begun(address)

    assert done.json()["data"]["attendanceComplete"]["errors"] == []
    assert len(later) == 3
    assert after["attendances"] == later
    assert after["practice"] == before["practice"] != ""


def of(attendance: str) -> dict[str, Any]:
    """The variables that complete it."""
    return {"input": {"attendanceId": attendance}}


async def test_who_has_left_is_no_guest(demo_url: str) -> None:
    store = Store(demo_url)
    async with store.transaction() as tx:
        left = update(members).where(members.c.email == GUESTS[0]).values(is_active=False)
        await tx.execute(left)
    await store.close()

    async with serving(demo_url, guests=GUESTS) as address:
        guests = (await begun(address))["guests"]

    assert [guest["email"] for guest in guests] == list(GUESTS[1:])


async def test_whoever_is_given_a_guests_address_is_no_guest(demo_url: str) -> None:
    store = Store(demo_url)
    async with store.transaction() as tx:
        one = select(clients.c.id).where(clients.c.email.is_not(None), clients.c.email != CLIENT)
        another = clients.c.id == one.limit(1).scalar_subquery()
        await tx.execute(update(clients).where(another).values(email=GUESTS[0]))
    await store.close()

    async with serving(demo_url, guests=GUESTS) as address:
        guests = (await begun(address))["guests"]

    assert [guest["email"] for guest in guests] == list(GUESTS)
    assert guests[0]["role"] == "CLINIC_MANAGER"


async def test_outside_the_demo_nobody_is_given_a_token(demo_url: str) -> None:
    async with serving(demo_url) as address:
        assert await begun(address) == {"guests": [], "practice": "", "attendances": []}
