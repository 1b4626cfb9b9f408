"""Who did what to whom, when, before and after: for owners and admins, with filters, live."""

from typing import Any

import pytest

from domain.access import ALLOWED, Act, Role
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.conftest import Neighbor
from tests.schema.test_rights_of_roles import name_of
from tests.schema.ways import over_http


async def entries(api: Api, **filter: Any) -> list[Json]:
    """What the owner finds, newest first."""
    page = await api.as_("owner").read("Audit", filter=filter)
    assert page["totalCount"] == len(page["nodes"])
    found: list[Json] = page["nodes"]
    return found


async def test_an_entry_tells_who_what_before_and_after(
    api: Api, practice: Practice, care: Care
) -> None:
    await api.run("ClientUpdate", clientId=care.client, givenName="Pepe", phone="+12125550123")

    (entry,) = await entries(api)

    assert entry == {
        **entry,
        "kind": "CLIENT_UPDATED",
        "noun": "client",
        "recordId": care.client,
        "actor": {"id": practice.id_of(Noun.MEMBER, practice.people["manager"]), "name": "Manager"},
        "actingClient": None,
        "before": {"phone": None, "givenName": "José"},
        "after": {"phone": "+12125550123", "givenName": "Pepe"},
    }


async def test_a_client_who_changes_their_own_details_is_named(api: Api, care: Care) -> None:
    await api.as_("client").run("ClientUpdate", clientId=care.client, phone="+12125550123")

    (entry,) = await entries(api, actingClient={"ids": [care.client]})

    assert entry["actor"] is None
    assert entry["actingClient"] == {"id": care.client, "name": "José Álvarez"}


async def test_each_change_is_told_and_found_by_actor_kind_record_and_time(
    api: Api, practice: Practice, care: Care
) -> None:
    await api.as_("owner").run("ServiceUpdate", serviceId=care.service, minutes=50)
    await api.as_("admin").run("LocationRetire", locationId=care.clinic)
    await api.run("ClientArchive", clientId=care.leaver)
    admin = practice.id_of(Noun.MEMBER, practice.people["admin"])

    found = {
        "all": await entries(api),
        "actor": await entries(api, actor={"ids": [admin]}),
        "kind": await entries(api, kind=["CLIENT_ARCHIVED", "SERVICE_UPDATED"]),
        "record": await entries(api, recordIds=[care.leaver, care.case, "?"]),
        "another noun": await entries(api, recordIds=[care.leaver.replace("client", "case")]),
        "before": await entries(api, createdAt={"until": "2026-01-01T00:00:00Z"}),
        "since": await entries(api, createdAt={"from": "2020-01-01T00:00:00Z"}),
    }

    kinds = ["CLIENT_ARCHIVED", "LOCATION_RETIRED", "SERVICE_UPDATED"]
    assert {what: sorted(entry["kind"] for entry in listed) for what, listed in found.items()} == {
        "all": kinds,
        "actor": ["LOCATION_RETIRED"],
        "kind": ["CLIENT_ARCHIVED", "SERVICE_UPDATED"],
        "record": ["CLIENT_ARCHIVED"],
        "another noun": [],
        "before": [],
        "since": kinds,
    }
    (archived,) = found["record"]
    assert (archived["before"], archived["after"]) == (
        {"status": "CURRENT"},
        {"status": "ARCHIVED"},
    )


async def test_pages_of_the_audit_follow_each_other(api: Api, care: Care) -> None:
    for minutes in (10, 20, 30):
        await api.as_("owner").run("ServiceUpdate", serviceId=care.service, minutes=minutes)

    first = await api.as_("owner").read("Audit", first=2)
    cursor = first["pageInfo"]["endCursor"]
    rest = await api.as_("owner").read("Audit", first=2, after=cursor)

    assert [first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]] == [True, False]
    seen = [entry["after"]["minutes"] for entry in [*first["nodes"], *rest["nodes"]]]
    assert sorted(seen) == [10, 20, 30]


@pytest.mark.parametrize("role", Role)
async def test_the_audit_is_for_owners_and_admins_alone(
    api: Api, care: Care, neighbor: Neighbor, role: Role
) -> None:
    await api.run("ClientArchive", clientId=care.leaver)
    next_door = Api(api.address, neighbor.practice, api.http)
    await next_door.as_("owner").run("ClientArchive", clientId=neighbor.care.leaver)
    (entry,) = await entries(api)

    seen = await api.as_(name_of(role)).read("Audit")
    node = await over_http(api.as_(name_of(role)), f'{{ node(id: "{entry["id"]}") {{ id }} }}')

    may = role in ALLOWED[Act.READ_AUDIT]
    assert seen["nodes"] == ([entry] if may else [])
    assert seen["totalCount"] == int(may)
    assert (node["data"]["node"] is not None) is may


async def test_the_audit_is_live(api: Api, care: Care) -> None:
    query = "subscription { audit { nodes { kind } } }"

    async with api.as_("owner").socket() as socket:
        watch = await socket.subscribe(query)
        assert (await watch.next())["nodes"] == []
        await api.run("ClientArchive", clientId=care.leaver)
        told = await watch.next()

    assert told["nodes"] == [{"kind": "CLIENT_ARCHIVED"}]
