"""Bad values are refused with INVALID at their place, all at once, and nothing is written."""

from typing import Any

from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted, booking, soon
from tests.schema.rows import nothing_written
from tests.schema.ways import both

CONTROLS = ["Left\nknee", "Left\tknee", "Left\0knee", "\x7fknee", "Left\x85knee", "Left\u2028knee"]

CASES: list[tuple[Json, str]] = [
    *[({"title": title}, "title") for title in ("", " ", " \u3000", "x" * 201, *CONTROLS)],
    ({"issuedOn": "2026-02-02", "expiresOn": "2026-02-01"}, "expiresOn"),
    *[({"maxSessions": count}, "maxSessions") for count in (0, -5, 1001, 2**31 - 1)],
]
CYCLES: list[tuple[Json, str]] = [
    *[({"authorized": count}, "authorized") for count in (0, -5, 1001, 2**31 - 1)],
    *[({"authorized": 5, "carriedIn": count}, "carriedIn") for count in (-1, 6)],
    ({"serviceIds": []}, "serviceIds"),
]


async def told(api: Api, practice: Practice, name: str, inputs: list[Json]) -> list[list[Json]]:
    """What each input is refused with, by both ways; nothing is written."""
    async with nothing_written(practice):
        answers = [await both(api, document(name), {"input": input}) for input in inputs]
    return [error for answer in answers for error in [answer["data"].popitem()[1]["errors"]]]


def places(refusals: list[list[Json]]) -> list[list[str]]:
    """Where each of the refusals points to; each is INVALID and says something."""
    assert all(e["code"] == "INVALID" and e["message"].endswith(".") for r in refusals for e in r)
    return [[".".join(error["path"]) for error in errors] for errors in refusals]


async def test_values_of_a_case(api: Api, practice: Practice, care: Care) -> None:
    inputs = [{**accepted("CaseOpen", care), **wrong} for wrong, _ in CASES]

    refused = await told(api, practice, "CaseOpen", inputs)

    assert places(refused) == [[f"input.{place}"] for _, place in CASES]


async def test_values_of_a_cycle(api: Api, practice: Practice, care: Care) -> None:
    inputs = [{**accepted("CycleCreate", care), **wrong} for wrong, _ in CYCLES]
    inputs.append({**accepted("CycleCreate", care), "serviceIds": [care.service, care.service]})

    refused = await told(api, practice, "CycleCreate", inputs)

    assert places(refused) == [[f"input.{place}"] for _, place in [*CYCLES, ({}, "serviceIds")]]


def timed(care: Care, start: float | None, end: float | None) -> list[Json]:
    """Items: one at these hours from soon on."""
    (item,) = booking(care)["items"]
    times = [None if hours is None else soon(hours) for hours in (start, end)]
    return [{**item, "startsAt": times[0], "endsAt": times[1]}]


def bookings(care: Care) -> list[tuple[dict[str, Any], str]]:
    """What is wrong with a booking, and where."""
    years = 24 * 366 * 50
    own = booking(care)["attendees"]
    items = booking(care)["items"]
    return [
        ({"items": timed(care, 1, 0)}, "items.0.endsAt"),
        ({"items": timed(care, 1, 1)}, "items.0.endsAt"),
        ({"items": timed(care, 0, 24.5)}, "items.0.endsAt"),
        ({"items": timed(care, 0, None)}, "items.0.endsAt"),
        ({"items": timed(care, None, 1)}, "items.0.endsAt"),
        ({"items": timed(care, years, years + 1)}, "items.0.startsAt"),
        ({"items": timed(care, -years, -years + 1)}, "items.0.startsAt"),
        ({"items": []}, "items"),
        ({"items": items * 21}, "items"),
        ({"attendees": []}, "attendees"),
        ({"attendees": own * 2}, "attendees"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 101}, "capacity"),
        ({"publicNote": "x" * 10_001}, "publicNote"),
        ({"privateNote": "Owes\0a fee"}, "privateNote"),
    ]


async def test_values_of_a_session(api: Api, practice: Practice, care: Care) -> None:
    wrong = bookings(care)

    refused = await told(api, practice, "SessionBook", [booking(care, **w) for w, _ in wrong])

    assert places(refused) == [[f"input.{place}"] for _, place in wrong]


async def test_a_case_that_is_closed_or_anothers_is_told_with_the_rest(
    api: Api, practice: Practice, care: Care
) -> None:
    other = practice.id_of(Noun.CLIENT, await practice.add_client())
    own = {"clientId": care.client, "caseId": care.closed}
    wrong = {"attendees": [own, {"clientId": other, "caseId": care.case}], "publicNote": "\0"}
    inputs = {
        "SessionBook": booking(care, **wrong),
        "CycleCreate": {**accepted("CycleCreate", care), "caseId": care.closed, "authorized": 0},
    }

    refused = {name: await told(api, practice, name, [inputs[name]]) for name in inputs}

    assert {
        name: sorted((error["code"], ".".join(error["path"][1:])) for error in errors)
        for name, (errors,) in refused.items()
    } == {
        "SessionBook": [
            ("CASE_CLOSED", "attendees.0.caseId"),
            ("INVALID", "attendees.1.caseId"),
            ("INVALID", "publicNote"),
        ],
        "CycleCreate": [("CASE_CLOSED", "caseId"), ("INVALID", "authorized")],
    }


async def test_everything_that_is_wrong_is_told_at_once(
    api: Api, practice: Practice, care: Care
) -> None:
    inputs = {
        "CaseOpen": {"title": " ", "maxSessions": 0, "clientId": "?"},
        "CycleCreate": {"authorized": 0, "carriedIn": -1, "serviceIds": ["?"], "caseId": "?"},
        "SessionBook": {
            "capacity": 0,
            "publicNote": "\0",
            "locationId": "?",
            "items": timed(care, 1, 0),
        },
    }

    refused = {
        name: await told(api, practice, name, [{**accepted(name, care), **wrong}])
        for name, wrong in inputs.items()
    }

    assert {
        name: sorted(".".join(error["path"]) for error in errors)
        for name, (errors,) in refused.items()
    } == {
        "CaseOpen": ["input.clientId", "input.maxSessions", "input.title"],
        "CycleCreate": [
            "input.authorized",
            "input.carriedIn",
            "input.caseId",
            "input.serviceIds.0",
        ],
        "SessionBook": [
            "input.capacity",
            "input.items.0.endsAt",
            "input.locationId",
            "input.publicNote",
        ],
    }
