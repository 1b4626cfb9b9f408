"""Cycles 3 and 4: what a treated session consumes, why another does not, and how it is undone."""

from typing import Any

import pytest

from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import NOON, TOMORROW, Practice
from tests.resolvers.cases_of_ten import ten


async def complete(api: Api, id: str, **input: Any) -> Json:
    """Save how it ended."""
    done = await api.run("AttendanceComplete", attendanceId=id, **input)
    assert done["errors"] == []
    return done


async def ledger(api: Api, cycle: str) -> list[Json]:
    """The entries of a cycle, oldest first."""
    entries: list[Json] = (await api.read("Cycle", id=cycle))["entries"]
    return entries


async def test_a_treated_session_consumes_exactly_one_of_its_cycle(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, booked=2)

    done = await complete(api.as_("clinician"), made.booked[0])

    (entry,) = await ledger(api, made.cycle)
    assert (done["cycle"]["consumed"], done["attendance"]["whyNotConsuming"]) == (1, None)
    assert (entry["delta"], entry["reason"]) == (1, "treated")
    assert (entry["actor"]["name"], entry["attendance"]["id"]) == ("Clinician", made.booked[0])


@pytest.mark.parametrize("outcome", ["CANCELED", "MISSED"])
async def test_canceled_and_missed_sessions_consume_none(
    api: Api, practice: Practice, outcome: str
) -> None:
    made = await ten(practice, booked=1)

    done = await complete(api, made.booked[0], outcome=outcome)

    assert (done["cycle"]["consumed"], done["attendance"]["whyNotConsuming"]) == (0, "NOT_TREATED")
    assert await ledger(api, made.cycle) == []


async def test_what_is_not_linked_to_an_active_cycle_consumes_none_and_says_why(
    api: Api, practice: Practice
) -> None:
    case = await practice.add_case()
    ways: dict[str, dict[str, Any]] = {
        "NOT_LINKED_TO_CASE": {},
        "NOT_LINKED_TO_CYCLE": {"case": case},
        **{
            f"CYCLE_NOT_ACTIVE {status}": {
                "case": case,
                "cycle": await practice.add_cycle(case, status=status),
            }
            for status in CycleStatus
            if status is not CycleStatus.ACTIVE
        },
    }
    ids = {
        why: practice.id_of(
            Noun.ATTENDANCE, await practice.add_attendance(starts_at=NOON + nth * TOMORROW, **link)
        )
        for nth, (why, link) in enumerate(ways.items())
    }

    told = {why: await complete(api, id) for why, id in ids.items()}

    reasons = {why: done["attendance"]["whyNotConsuming"] for why, done in told.items()}
    assert reasons == {why: why.partition(" ")[0] for why in ways}
    assert [done["attendance"]["isConsuming"] for done in told.values()] == [False] * len(ways)
    assert {done["cycle"]["consumed"] for done in told.values() if done["cycle"]} == {0}


async def test_undoing_a_completion_gives_the_session_back_and_keeps_what_was_written(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, booked=1)
    await complete(api, made.booked[0])
    first = await ledger(api, made.cycle)

    undone = await api.run("AttendanceReopen", attendanceId=made.booked[0])
    await complete(api, made.booked[0])

    entries = await ledger(api, made.cycle)
    assert (undone["attendance"]["status"], undone["cycle"]["consumed"]) == ("OPEN", 0)
    assert [entry["delta"] for entry in entries] == [1, -1, 1]
    assert [entry["reverses"] for entry in entries] == [None, {"id": entries[0]["id"]}, None]
    assert entries[:1] == first


@pytest.mark.parametrize("outcome", ["CANCELED", "MISSED"])
async def test_undoing_what_consumed_nothing_gives_nothing_back(
    api: Api, practice: Practice, outcome: str
) -> None:
    made = await ten(practice, used=3, booked=1)
    await complete(api, made.booked[0], outcome=outcome)

    undone = await api.run("AttendanceReopen", attendanceId=made.booked[0])

    assert (undone["errors"], undone["cycle"]["consumed"]) == ([], 3)


async def test_a_session_is_given_back_to_a_cycle_that_has_ended_since(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, used=1, booked=1)
    await complete(api, made.booked[0])
    await api.run("CycleDiscontinue", cycleId=made.cycle, reason="Moved away")

    undone = await api.run("AttendanceReopen", attendanceId=made.booked[0])

    assert (undone["errors"], undone["cycle"]["consumed"]) == ([], 1)
