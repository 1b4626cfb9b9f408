"""Questions that many screens ask, once or kept open, as front ends send them."""

from typing import Any

from domain.ids import Noun
from tests.api import Api
from tests.practice import NOON, TOMORROW, Practice
from tests.resolvers.cases_of_ten import ten


async def test_a_node_is_whatever_has_the_id(api: Api, practice: Practice) -> None:
    made = await ten(practice)
    client = practice.id_of(Noun.CLIENT, practice.client)

    found = [await api.read("Node", id=id) for id in (client, made.case)]

    assert found == [
        {"__typename": "Client", "id": client, "name": "José Álvarez"},
        {
            "__typename": "Case",
            "id": made.case,
            "title": "Left knee",
            "client": {"name": "José Álvarez"},
        },
    ]


async def test_cycles_that_run_out_are_found_across_cases(api: Api, practice: Practice) -> None:
    full, fresh = await ten(practice, used=9), await ten(practice)

    page = await api.read("Cycles", filter={"status": ["ACTIVE"]}, first=1)
    rest = await api.read("Cycles", first=1, after=page["pageInfo"]["endCursor"])

    shown = {each["id"]: each["remaining"] for each in page["nodes"] + rest["nodes"]}
    assert page["totalCount"] == 2
    assert shown == {full.cycle: 1, fresh.cycle: 10}


async def test_attendances_to_save_are_listed_with_why_they_do_not_consume(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, used=1, booked=2)

    listed = await api.read("Attendances", filter={"status": ["OPEN"]})

    assert {each["id"] for each in listed["nodes"]} == set(made.booked)
    assert {each["whyNotConsuming"] for each in listed["nodes"]} == {"NOT_TREATED"}


async def test_settings_are_shown_with_locations_and_services(api: Api) -> None:
    shown = await api.read("Organization")

    assert (shown["name"], shown["currency"], shown["bookingPolicy"]) == ("Harbor", "USD", "WARN")
    assert [each["name"] for each in shown["locations"]] == ["Harbor Street"]
    assert [(each["name"], each["feeMinor"]) for each in shown["services"]] == [
        ("Treatment", 12000)
    ]


async def test_a_cycle_a_session_and_a_list_of_sessions_show_a_treatment_by_themselves(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, used=7, booked=1)
    (session,) = (await api.read("Sessions", first=1))["nodes"]
    narrow: dict[str, Any] = {"filter": {"startsAt": {"from": (NOON - TOMORROW / 2).isoformat()}}}

    async with (
        api.watch("WatchCycle", id=made.cycle) as cycle,
        api.watch("WatchSession", id=session["id"]) as one,
        api.watch("WatchSessions", **narrow) as many,
    ):
        before = [await view.next() for view in (cycle, one, many)]
        await api.run("AttendanceComplete", attendanceId=made.booked[0])
        after = [await view.next() for view in (cycle, one, many)]

    assert [before[0]["consumed"], after[0]["consumed"]] == [7, 8]
    assert [todo["title"] for todo in after[0]["todos"]] == ["Progress Summary Due"]
    assert [before[1]["bookingStatus"], after[1]["bookingStatus"]] == ["BOOKED", "COMPLETED"]
    assert before[2]["totalCount"] == after[2]["totalCount"] == 1
    assert after[2]["nodes"][0]["bookingStatus"] == "COMPLETED"
