"""Lists beyond their caps, values of no type, and what is just acceptable."""

from domain.ids import Noun, new_key, public_id
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care
from tests.schema.inputs import accepted, booking, soon, with_value
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes, over_http

FAR_BEYOND = 5_000

NOT_OF_THEIR_TYPE: list[tuple[str, tuple[str | int, ...], object, str]] = [
    ("CaseOpen", ("title",), 5, "non string"),
    ("CaseOpen", ("title",), None, "non-null"),
    ("CaseOpen", ("issuedOn",), 20261122, "2026-11-22"),
    ("CaseOpen", ("maxSessions",), "many", "Int"),
    ("CaseOpen", ("maxSessions",), 2**31, "32-bit"),
    ("CaseOpen", ("unheardOf",), 1, "unheardOf"),
    ("CycleCreate", ("authorized",), 2.5, "Int"),
    ("CycleCreate", ("authorized",), None, "non-null"),
    ("SessionBook", ("items", 0, "startsAt"), 1_700_000_000, "ISO 8601"),
    ("SessionBook", ("overrideConflicts",), "yes", "Boolean"),
    ("AttendanceComplete", ("outcome",), "DONE", "AttendanceStatus"),
    ("TodoComplete", ("expectedVersion",), "1", "Int"),
]


async def test_a_value_of_the_wrong_type_is_told_what_would_be_right(
    api: Api, practice: Practice, care: Care
) -> None:
    told: list[tuple[list[str], bool]] = []

    async with nothing_written(practice):
        for name, path, value, right in NOT_OF_THEIR_TYPE:
            input = with_value(accepted(name, care), path, value)
            answer = await both(api, document(name), {"input": input})
            told.append((codes(answer), right in answer["errors"][0]["message"]))

    assert told == [(["BAD_USER_INPUT"], True)] * len(NOT_OF_THEIR_TYPE)


def crowd(count: int) -> list[Json]:
    """So many attendees whom nobody knows."""
    return [{"clientId": public_id(Noun.CLIENT, new_key())} for _ in range(count)]


async def test_one_attendee_too_many_is_refused(api: Api, practice: Practice, care: Care) -> None:
    clients = [
        {"clientId": practice.id_of(Noun.CLIENT, await practice.add_client())} for _ in range(101)
    ]

    async with nothing_written(practice):
        refused = await over_http(
            api, document("SessionBook"), {"input": booking(care, attendees=clients)}
        )
    booked = await api.run("SessionBook", **booking(care, attendees=clients[:100]))

    (error,) = refused["data"]["sessionBook"]["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "attendees"])
    assert "1 to 100" in error["message"]
    assert booked["errors"] == []


async def test_a_list_far_beyond_its_cap_is_refused_without_looking_it_up(
    api: Api, practice: Practice, care: Care
) -> None:
    ids = [public_id(Noun.SERVICE, new_key()) for _ in range(FAR_BEYOND)]
    (item,) = booking(care)["items"]
    too_long: list[tuple[str, Json]] = [
        ("CycleCreate", {"serviceIds": ids}),
        ("SessionBook", {"attendees": crowd(FAR_BEYOND)}),
        ("SessionBook", {"items": [{**item, "serviceId": id} for id in ids[:2000]]}),
    ]

    async with nothing_written(practice):
        refused = [
            await over_http(api, document(name), {"input": {**accepted(name, care), **wrong}})
            for name, wrong in too_long
        ]

    for (name, wrong), answer in zip(too_long, refused, strict=True):
        (payload,) = answer["data"].values()
        told = [(error["code"], error["path"]) for error in payload["errors"]]
        assert ("INVALID", ["input", *wrong]) in told, name
        assert len(told) <= 101, name


async def test_values_at_their_bounds_are_accepted(api: Api, care: Care) -> None:
    inputs: list[tuple[str, Json]] = [
        ("CaseOpen", {"title": "x" * 200, "maxSessions": 1000}),
        ("CaseOpen", {"title": "左膝 🦵", "issuedOn": "2026-02-01", "expiresOn": "2026-02-01"}),
        ("CaseOpen", {"issuedOn": "1900-01-01", "expiresOn": "2200-12-31"}),
        ("CycleCreate", {"authorized": 1000, "carriedIn": 1000}),
        ("CycleCreate", {"authorized": 1, "carriedIn": 0}),
        ("SessionBook", {"items": [{"serviceId": care.service}], "capacity": 100}),
        ("SessionBook", {"publicNote": "x" * 10_000, "privateNote": "two\nlines\tand a tab"}),
    ]

    done = [await api.run(name, **{**accepted(name, care), **input}) for name, input in inputs]

    assert [payload["errors"] for payload in done] == [[]] * len(inputs)


async def test_a_time_is_answered_in_utc_whatever_offset_it_was_sent_with(
    api: Api, care: Care
) -> None:
    (item,) = booking(care)["items"]
    start = soon().replace("+00:00", "")
    times = {"startsAt": f"{start}+05:30", "endsAt": f"{start}+04:30"}

    booked = await api.run("SessionBook", **booking(care, items=[{**item, **times}]))

    assert booked["session"]["startsAt"] == soon(-5.5)
    assert booked["session"]["endsAt"] == soon(-4.5)
